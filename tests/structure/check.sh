#!/bin/sh
# SPDX-License-Identifier: MIT
# Holds the form of the sources: what may include what, sizes, banned calls, opening comments, names, files that nothing
# builds, clang-format. Says every offence as "path:line: rule: what", then the measures, and fails if there was one.
# The rules' data: includes.txt and banned.txt beside this file; what ROOT allows by name: its tests/structure/exceptions.txt.
# Usage: check.sh ROOT [COMPILE_COMMANDS.json]
set -u
here=$(cd "$(dirname "$0")" && pwd)
cd "${1:?usage: check.sh ROOT [COMPILE_COMMANDS.json]}" || exit 2
built=${2:-}
function_lines_max=70
parameters_max=6 # of what no header in include/ promises
file_lines_max=500

for tool in ctags clang-format; do
    command -v "$tool" >/dev/null || {
        echo "structure: skipped: no $tool (apt-get install universal-ctags clang-format)"
        exit 77
    }
done

work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
find include libkripa httpd cli tests examples -path tests/structure/bad -prune -o \
    -name '*.[ch]' -print 2>/dev/null | LC_ALL=C sort >"$work/files"
: >"$work/found"

# Line by line: includes, calls, head, words, tabs. Prints offences, and "used PATH" for each header that is included.
LC_ALL=C xargs awk -v data="$here" -f "$here/ranks.awk" -f "$here/lines.awk" <"$work/files" >"$work/lines"
grep -v '^used ' "$work/lines" >>"$work/found"

# Functions and files: their sizes, and names that other files can see.
ctags --languages=C --langmap=C:.c.h --c-kinds=f --fields=+neS -f - -D 'START_TEST(name)=static void name(int i)' -D 'END_TEST=' \
    -L "$work/files" 2>/dev/null | awk -F '\t' -v OFS='\t' '!/^!/ {
        line = end = 0; seen = "global"; commas = ""
        for (i = 4; i <= NF; i++) {
            if ($i ~ /^line:/) line = substr($i, 6)
            if ($i ~ /^end:/) end = substr($i, 5)
            if ($i ~ /^file:/) seen = "static"
            if ($i ~ /^signature:/) commas = $i
        }
        gsub(/[^,]/, "", commas)
        print $2, line, (end ? end : line) - line + 1, $1, seen, length(commas) + 1
    }' >"$work/functions"
awk -F '\t' -v max=$function_lines_max -v parameters_max=$parameters_max '
    $1 ~ /^libkripa\// && $1 !~ /^libkripa\/(store|base)\// && $4 !~ /^kripa_/ && $6 > parameters_max {
        printf "%s:%d: parameters: %s takes %d, %d at most: a struct kp_call is one\n", $1, $2, $4, $6, parameters_max
    }
    $3 > max { printf "%s:%d: function: %s has %d lines, %d at most: split it by meaning\n", $1, $2, $4, $3, max }
    $1 ~ /^libkripa\// && $1 ~ /\.c$/ && $5 == "global" && $4 !~ /^(kripa|kp)_/ {
        printf "%s:%d: name: %s is seen by other files: kripa_ or kp_ begins its name, or make it static\n", $1, $2, $4
    }' "$work/functions" >>"$work/found"
xargs wc -l <"$work/files" | awk '$2 != "total" { print $2 "\t" $1 }' >"$work/sizes"
awk -F '\t' -v max=$file_lines_max \
    '$2 > max { printf "%s:1: file: %d lines, %d at most: split it by meaning\n", $1, $2, max }' "$work/sizes" >>"$work/found"

# Files that say nothing about what is in them.
grep -E '/([a-z]+_)?(util|utils|common|misc|helper|helpers|stuff)(_[a-z]+)?\.[ch]$' "$work/files" |
    sed 's/$/:1: filename: name it after what is in it/' >>"$work/found"

# Files that nothing uses: a header nobody includes, a source the build does not compile, a script nobody names.
sed -n 's/^used //p' "$work/lines" | sort -u >"$work/used"
grep '\.h$' "$work/files" | LC_ALL=C sort | comm -23 - "$work/used" |
    sed 's/$/:1: unused: no file includes it/' >>"$work/found"
if [ -n "$built" ]; then
    sed -n "s|^ *\"file\": \"$(pwd)/\(.*\)\".*|\1|p" "$built" | sort -u >"$work/compiled"
    find . \( -name build -o -name .git -o -path ./tests/structure/bad \) -prune -o -type f \
        \( -name CMakeLists.txt -o -name '*.sh' -o -name run -o -name '*.md' \) -print >"$work/namers"
    grep '\.c$' "$work/files" | LC_ALL=C sort | comm -23 - "$work/compiled" >"$work/uncompiled"
    find examples tests -path tests/structure/bad -prune -o \( -name '*.sh' -o -name '*.awk' \) -print 2>/dev/null >>"$work/uncompiled"
    while read -r file; do
        grep -v "^./$file\$" "$work/namers" | xargs grep -qF "$(basename "$file")" ||
            echo "$file:1: unused: the build does not name it" >>"$work/found"
    done <"$work/uncompiled"
fi

# clang-format takes longer than all else here. What it has found in order before, by content, needs no second look; that is
# kept beside COMPILE_COMMANDS.json, for this version of it and of its settings.
formatted=/dev/null
[ -n "$built" ] && formatted=$(dirname "$built")/structure.formatted
settings=$({ clang-format --version && cat .clang-format; } 2>/dev/null | sha256sum)
xargs sha256sum <"$work/files" | sed "s|^|$settings |" | LC_ALL=C sort >"$work/contents"
LC_ALL=C comm -23 "$work/contents" "$formatted" 2>/dev/null | sed 's/.*  //' >"$work/unformatted"
[ -f "$formatted" ] || cp "$work/files" "$work/unformatted"
xargs -r clang-format --dry-run <"$work/unformatted" 2>&1 | sed -n 's/^\([^: ]*\):\([0-9]*\):.*\[-Wclang-format.*/\1:\2/p' |
    sort -t : -k 1,1 -u >"$work/misformatted"
sed 's/$/: format: clang-format -i would change it/' "$work/misformatted" >>"$work/found"
[ -n "$built" ] && sed 's/:[0-9]*$/$/; s/^/  /' "$work/misformatted" | grep -vf - "$work/contents" >"$formatted"

# What is allowed by name, with its reason; an exception that is not needed is an offence too.
awk -F '\t' -v list=tests/structure/exceptions.txt '
    BEGIN {
        while ((getline row < list) > 0)
            if (row !~ /^#/ && split(row, part, /\t+/) >= 3) { allowed[++count] = part[1] "\t" part[2] }
    }
    {
        for (i = 1; i <= count; i++) {
            split(allowed[i], part, "\t")
            if (index($0, part[1] ":") == 1 && index($0, ": " part[2])) { needed[i] = 1; next }
        }
        print
    }
    END {
        for (i = 1; i <= count; i++) {
            split(allowed[i], part, "\t")
            if (!needed[i]) printf "%s:1: exception: \"%s\" is not needed any more\n", part[1], part[2]
        }
    }' "$work/found" | LC_ALL=C sort >"$work/offences"

cat "$work/offences"
printf '\n%-20s %6s %7s %10s %7s %5s %5s\n' area files longest functions median p90 max
awk -F '\t' -f "$here/measures.awk" "$work/sizes" "$work/functions"
offences=$(wc -l <"$work/offences")
printf '\n%d offences\n' "$offences"
[ "$offences" -eq 0 ]
