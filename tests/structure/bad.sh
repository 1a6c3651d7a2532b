#!/bin/sh
# SPDX-License-Identifier: MIT
# Shows that check.sh can fail: the small tree in bad/ breaks every rule once, and each break must be named where it is.
set -u
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

# A build that forgot cli/crooked.c.
find "$here/bad" -name '*.c' ! -name crooked.c | sed 's/.*/  "file": "&",/' >"$work/compile_commands.json"
sh "$here/check.sh" "$here/bad" "$work/compile_commands.json" >"$work/out"
status=$?
[ $status -eq 77 ] && { cat "$work/out"; exit 77; }
[ $status -eq 1 ] || { echo "check.sh ended with $status on a tree full of offences"; exit 1; }

# Two files in a circle, one of them with a call upward, for what rooms.sh tells by symbols.
for source in "$here"/bad/libkripa/*/*circle.c; do
    object="$work/objects/${source#"$here/bad/"}.o"
    mkdir -p "$(dirname "$object")" && "${CC:-cc}" -I"$here/bad/libkripa" -c -o "$object" "$source" || exit 1
done
sh "$here/rooms.sh" "$here/bad" "$work/objects" libkripa >"$work/rooms" && { echo "rooms.sh found nothing"; exit 1; }
cat "$work/rooms" >>"$work/out"
sed -n 's/^\([^ ]*:[0-9]*: [a-z]*\):.*/\1/p' "$work/out" | LC_ALL=C sort | diff - "$here/bad/expected.txt" && echo "every rule was seen to fail"
