# SPDX-License-Identifier: MIT
# What check.sh looks at line by line: includes, calls, opening comment, words, tabs, style. Prints "path:line: rule: what", and
# "used PATH" for each of the project's headers that is included. `data` is the folder of includes.txt and banned.txt.
function say(rule, what) { printf "%s:%d: %s: %s\n", FILENAME, FNR, rule, what }
function read_rows(name,    line, part) {
    while ((getline line < (data "/" name)) > 0) {
        if (line ~ /^#/ || line == "") continue
        split(line, part, /\t+/)
        if (name == "includes.txt") { include_by[++includes] = part[1]; include_of[includes] = part[2] }
        else { ban_in[++bans] = part[1]; ban_calls[bans] = " " part[2] " "; ban_instead[bans] = part[3] }
    }
}
BEGIN { read_rows("includes.txt"); read_rows("banned.txt"); read_rooms(data "/rooms.txt") }

function exists(path,    line, got) { got = (getline line < path); close(path); return got >= 0 }
# The path from the root of a quoted header: beside the file, or in one of the folders the build looks into.
function resolve(name,    folder, i, n, places) {
    folder = FILENAME; sub(/[^\/]*$/, "", folder)
    n = split(folder " libkripa/ tests/support/ tests/support/cloud/ tests/support/fault/ tests/support/http/ tests/support/mongo/ tests/support/shop/ tests/support/store/ httpd/ cli/ ./", places, " ")
    for (i = 1; i <= n; i++)
        if (exists(places[i] name)) return normal(places[i] name)
    return ""
}
function folder(path) { sub(/[^\/]*$/, "", path); return path }
function normal(path) {
    sub(/^\.\//, "", path)
    while (path ~ /[^\/]+\/\.\.\//) sub(/[^\/]+\/\.\.\//, "", path)
    return path
}
function check_include(line,    name, i) {
    if (match(line, /<[^>]*>/)) {
        name = substr(line, RSTART, RLENGTH)
        if (name ~ /^<kripa\//) print "used include/" substr(name, 2, length(name) - 2)
    } else if (match(line, /"[^"]*"/)) {
        name = resolve(substr(line, RSTART + 1, RLENGTH - 2))
        if (name == "") { say("include", "there is no such header: " line); return }
        print "used " name
    } else return
    if (misplaced(FILENAME, name) != "")
        say("room", name " is in a room " misplaced(FILENAME, name) " (tests/structure/rooms.txt)")
    if (name ~ /\/internal\.h$/ && FILENAME !~ /^tests\// && folder(name) != folder(FILENAME))
        say("room", name " is for its own room alone")
    for (i = 1; i <= includes; i++)
        if (FILENAME ~ include_by[i] && name ~ include_of[i]) return
    say("include", "this file may not include " name " (tests/structure/includes.txt)")
}

# The line without comments, and with strings and characters emptied. `inside` remembers an open comment.
function code(line,    out, at, c, quote) {
    out = ""
    for (at = 1; at <= length(line); at++) {
        c = substr(line, at, 1)
        if (inside) { if (substr(line, at, 2) == "*/") { inside = 0; at++ } }
        else if (quote != "") { if (c == "\\") at++; else if (c == quote) { quote = ""; out = out c } }
        else if (substr(line, at, 2) == "/*") { inside = 1; at++; out = out " " }
        else if (substr(line, at, 2) == "//") { say("comment", "/* */ in this project, not //"); break }
        else { if (c == "\"" || c == "'") quote = c; out = out c }
    }
    return out
}
function check_calls(line,    name, before, i) {
    while (match(line, /[A-Za-z_][A-Za-z0-9_]*[ ]*\(/)) {
        name = substr(line, RSTART, RLENGTH - 1); sub(/ +$/, "", name)
        before = RSTART > 1 ? substr(line, RSTART - 1, 1) : ""
        line = substr(line, RSTART + RLENGTH - 1)
        if (before == "." || before == ">" || !(name in suspect)) continue
        for (i = 1; i <= bans; i++)
            if (index(ban_calls[i], " " name " ") && FILENAME ~ ban_in[i])
                say("call", name ": use " ban_instead[i])
    }
}
BEGIN {
    for (i = 1; i <= bans; i++) {
        n = split(ban_calls[i], names, " ")
        for (j = 1; j <= n; j++) suspect[names[j]] = 1
    }
}

# Where C lets one thing be written in two ways, the tree has one.
function check_style(line) {
    if (line ~ /(if|while) \(status\)|\(status \|\||(^|[^A-Za-z0-9_.>])status \?|(^|[^A-Za-z0-9_])!status([^A-Za-z0-9_.>-]|$)/)
        say("style", "compare it: status != KRIPA_OK, status == KRIPA_OK")
    if (line ~ /^[ ]*#[ ]*define/) return # a macro's parameter needs its brackets
    gsub(/sizeof\((struct|enum|union|const|unsigned|signed|char|short|int|long|float|double|void|bool|[a-z0-9_]+_t)[ )*]/, "", line)
    if (line ~ /sizeof\([*&"A-Za-z]/) say("style", "sizeof x for an object, sizeof(type) for a type")
}

FNR == 1 { inside = 0 }
FNR == 1 && $0 != "/* SPDX-License-Identifier: MIT" { say("head", "a file begins with \"/* SPDX-License-Identifier: MIT\"") }
FNR == 2 && $0 !~ /^ \* [A-Za-z`]/ { say("head", "then it says in a sentence or two what it is for") }
# Columns of other scripts are for clang-format to count.
length($0) > 100 && !/[\200-\377]/ { say("width", "100 columns at most") }
/\t/ { say("tab", "4 spaces, no tabs") }
/[ ]$/ { say("format", "a space at the end of the line") }
/(^|[^A-Za-z])(TODO|FIXME|HACK)([^A-Za-z]|$)/ { say("todo", "finish it, or open an issue") }
/^[ ]*#[ ]*include/ && !inside { check_include($0); next }
{
    text = code($0)
    if (text ~ /typedef[ ]+(struct|union)/) say("typedef", "structs have no second name: struct kripa_x")
    if (index(text, "(")) check_calls(text)
    check_style(text)
}
