#!/bin/sh
# SPDX-License-Identifier: MIT
# The documents keep up: docs/kripad.md lists the settings that kripad --help lists, word for word, and what the documents
# link to, or name as a file in `backquotes`, is there.
# Usage: docs.sh KRIPAD [--write], which brings docs/kripad.md up to date.
set -u
kripad=${1:?usage: docs.sh KRIPAD [--write]}
cd "$(dirname "$0")/../.." || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
failed=0

"$kripad" --help | sed -n '/^Settings/,/^$/p' | sed '$d' >"$work/help"
[ "$(wc -l <"$work/help")" -gt 20 ] || { echo "kripad --help lists no settings"; exit 1; }
awk -v help="$work/help" '
    /^```settings/ { print; while ((getline line < help) > 0) print line; inside = 1; next }
    /^```$/ { inside = 0 }
    !inside' docs/kripad.md >"$work/kripad.md"
[ "${2:-}" = --write ] && cp "$work/kripad.md" docs/kripad.md
diff docs/kripad.md "$work/kripad.md" || {
    echo "docs/kripad.md is behind kripad --help: sh tests/structure/docs.sh $kripad --write"
    failed=1
}

for document in *.md docs/*.md docs/decisions/*.md; do
    { grep -oE '\]\([^)#:]+\)' "$document" | sed 's/^](//; s/)$//; s|^|'"$(dirname "$document")"'/|'
        grep -oE '`(include|libkripa|httpd|cli|tests|examples|docs)/[A-Za-z0-9_./*{},-]*`' "$document" | tr -d '`'; } |
        while read -r path; do
            # shellcheck disable=SC2086
            case $path in
            *[{,]*) continue ;;
            *) ls -d $path >/dev/null 2>&1 || echo "$document names $path, which is not there" ;;
            esac
        done
done >"$work/dead"

# Comments point to sections: (domain.md, "Orders").
find include libkripa httpd cli -name '*.[ch]' -exec cat {} + | tr '\n*' '  ' | tr -s ' ' |
    grep -oE '[a-z]+\.md, "[^"]+"' | sort -u | while IFS=, read -r document section; do
    section=$(echo "$section" | tr -d '"')
    grep -qE "^##* *${section# }\$" "docs/$document" || echo "a comment points to$section of docs/$document"
done >>"$work/dead"
[ -s "$work/dead" ] && cat "$work/dead" && failed=1
exit $failed
