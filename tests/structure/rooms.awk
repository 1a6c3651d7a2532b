# SPDX-License-Identifier: MIT
# Who uses whom, by symbols: reads "path symbol kind" of every object (kind: U needs it, else has it), writes "path path
# symbol", user first, for every pair of files. With `rooms` (rooms.txt) it says instead what looks upward.
BEGIN { if (rooms != "") read_rooms(rooms) }
$3 == "U" { user[++uses] = $1; used[uses] = $2; next }
{ home[$2] = $1 }
END {
    for (i = 1; i <= uses; i++) {
        from = user[i]; to = home[used[i]]
        if (to == "" || to == from) continue
        if (rooms == "") { print from, to, used[i]; continue }
        if (room(from) == "" || room(to) == "")
            print from ":1: room: " (room(from) == "" ? from : to) " is in no room (tests/structure/rooms.txt)"
        else if (misplaced(from, to) != "")
            print from ":1: room: uses " used[i] " of " to ", which is " misplaced(from, to) " it"
    }
}
