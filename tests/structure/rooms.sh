#!/bin/sh
# SPDX-License-Identifier: MIT
# No file uses a room above its own (rooms.txt), and no files use each other in a circle: told by the symbols of what was
# compiled. Usage: rooms.sh ROOT [OBJECTS FOLDER]..., as in
# . build/dev/CMakeFiles/kripa_objects.dir libkripa: below OBJECTS, FOLDER has an object for each source below ROOT/FOLDER.
set -u
root=$(cd "${1:?usage: rooms.sh ROOT [OBJECTS FOLDER]...}" && pwd) || exit 2
shift
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
: >"$work/found"

while [ $# -ge 2 ]; do
    (cd "$1" && find "$2" -name '*.o') | sort >"$work/objects"
    (cd "$root" && find "$2" -name '*.c') | sed 's/$/.o/' | sort >"$work/sources"
    comm -12 "$work/objects" "$work/sources" >"$work/both" # no object of a source that is gone
    (cd "$1" && xargs -r nm -A --format=posix) <"$work/both" |
        awk '$3 ~ /^[UTDRBVWC]$/ { sub(/\.o:$/, "", $1); print $1, $2, $3 }' >"$work/symbols"
    [ -s "$work/symbols" ] || { echo "rooms: no objects of $2 in $1"; exit 2; }
    awk -v rooms="$here/rooms.txt" -f "$here/ranks.awk" -f "$here/rooms.awk" "$work/symbols" >>"$work/found"
    awk -f "$here/ranks.awk" -f "$here/rooms.awk" "$work/symbols" | cut -d ' ' -f 1,2 | LC_ALL=C sort -u >"$work/pairs"
    # tsort names the members of a circle one a line, after "input contains a loop:".
    tsort "$work/pairs" 2>&1 >/dev/null |
        awk '/contains a loop/ { if (circle) print circle; circle = ""; next }
            { sub(/^tsort: /, ""); circle = circle ? circle " -> " $0 : $0 ":1: circle: " $0 }
            END { if (circle) print circle }' >>"$work/found"
    awk 'END { print NR " pairs of files in '"$2"'" }' "$work/pairs"
    shift 2
done
LC_ALL=C sort "$work/found"
[ ! -s "$work/found" ]
