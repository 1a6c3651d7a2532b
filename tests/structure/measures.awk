# SPDX-License-Identifier: MIT
# The measured table of check.sh: reads sizes (path, lines), then functions (path, line, lines, ...); a row an area.
function area(path) { return path ~ /^libkripa\/[a-z]+\// ? substr(path, 1, index(substr(path, 10), "/") + 8) : substr(path, 1, index(path, "/") - 1) }
function sort(list, n,    i, j, value) {
    for (i = 2; i <= n; i++) {
        value = list[i]
        for (j = i - 1; j > 0 && list[j] > value; j--) list[j + 1] = list[j]
        list[j + 1] = value
    }
}
function row(name,    i, n, list) {
    for (i = 1; i <= count[name]; i++) list[i] = length_of[name, i]
    n = count[name] + 0
    sort(list, n)
    printf "%-20s %6d %7d %10d %7d %5d %5d\n", name, files[name], longest[name], n, list[int((n + 1) / 2)],
        list[int(n * 0.9 + 0.5)], list[n]
}
function add(name, lines) { length_of[name, ++count[name]] = lines }
NR == FNR {
    name = area($1)
    if (!(name in files)) order[++areas] = name
    files[name]++; files["all"]++
    if ($2 > longest[name]) longest[name] = $2
    if ($2 > longest["all"]) longest["all"] = $2
    next
}
{ add(area($1), $3); add("all", $3) }
END {
    for (i = 1; i <= areas; i++) row(order[i])
    row("all")
}
