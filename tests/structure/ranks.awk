# SPDX-License-Identifier: MIT
# The rooms and their ranks, from rooms.txt: what rooms.awk and lines.awk judge by.
function read_rooms(path,    line, names, n, i) {
    while ((getline line < path) > 0) {
        if (line ~ /^#|^$/) continue
        rank++
        n = split(line, names, " ")
        for (i = 1; i <= n; i++) rank_of[names[i]] = rank
    }
}
# The room a path lies in; "" when there is none.
function room(path,    name, best) {
    for (name in rank_of)
        if (index(path, name) == 1 && length(name) > length(best)) best = name
    return best
}
# "" when a file at `from` may use one at `to`; else where the other one's room is.
function misplaced(from, to,    a, b) {
    a = room(from); b = room(to)
    if (a == "" || b == "" || a == b || rank_of[b] > rank_of[a]) return ""
    return rank_of[b] == rank_of[a] ? "beside" : "above"
}
