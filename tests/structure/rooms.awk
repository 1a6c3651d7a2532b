# SPDX-License-Identifier: MIT
# Who uses whom, by symbols: reads "path symbol kind" of every object (kind: U needs it, else has it), writes "path path
# symbol", user first, for every pair of files. With `rooms` (rooms.txt) it says instead what looks upward.
function read_rooms(    line, names, n, i) {
    while ((getline line < rooms) > 0) {
        if (line ~ /^#|^$/) continue
        rank++
        n = split(line, names, " ")
        for (i = 1; i <= n; i++) rank_of[names[i]] = rank
    }
}
function room(path,    name, best) {
    for (name in rank_of)
        if (index(path, name) == 1 && length(name) > length(best)) best = name
    return best
}
BEGIN { if (rooms != "") read_rooms() }
$3 == "U" { user[++uses] = $1; used[uses] = $2; next }
{ home[$2] = $1 }
END {
    for (i = 1; i <= uses; i++) {
        from = user[i]; to = home[used[i]]
        if (to == "" || to == from) continue
        if (rooms == "") { print from, to, used[i]; continue }
        a = room(from); b = room(to)
        if (a == "" || b == "") { print from ":1: room: " (a == "" ? from : to) " is in no room (tests/structure/rooms.txt)"; continue }
        if (a != b && rank_of[b] <= rank_of[a])
            print from ":1: room: uses " used[i] " of " to ", which is " (rank_of[b] == rank_of[a] ? "beside it" : "above it")
    }
}
