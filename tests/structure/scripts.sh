#!/bin/sh
# SPDX-License-Identifier: MIT
# The form of JavaScript and pages: what they are for in the first lines, no file too long, no inline script or style (the
# pages' content security policy refuses them), no name of nothing, and node can read them.
# Usage: scripts.sh ROOT
set -u
cd "${1:?usage: scripts.sh ROOT}" || exit 2
file_lines_max=500
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
find examples tests \( -name '*.js' -o -name '*.mjs' -o -name '*.html' -o -name '*.css' \) -print | LC_ALL=C sort >"$work/files"
[ -s "$work/files" ] || { echo "no script was found" && exit 1; }
while read -r file; do
    head -3 "$file" | grep -q 'SPDX-License-Identifier: MIT' || echo "$file:1: head: SPDX-License-Identifier: MIT, and what it is for"
    lines=$(wc -l <"$file")
    [ "$lines" -le $file_lines_max ] || echo "$file:1: file: $lines lines, $file_lines_max at most: split it by meaning"
    grep -nE '	| +$' "$file" | sed "s|^\([0-9]*\):.*|$file:\1: blanks: a tab, or blanks at the end|"
    case $file in
    *.html) grep -niE '<style|<script>|[ "]style=| on[a-z]+=|javascript:' "$file" | sed "s|^\([0-9]*\):.*|$file:\1: inline: the policy refuses it|" ;;
    examples/*.js)
        grep -nE 'innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|\.style\.|cssText|console\.' "$file" |
            sed "s|^\([0-9]*\):.*|$file:\1: banned: build elements, set classes, say it on the page|"
        ;;
    esac
done <"$work/files" >"$work/found"
if command -v node >/dev/null; then
    grep 'js$' "$work/files" | while read -r file; do
        # A file that imports or exports is a module, whatever its ending.
        case $file in *.mjs) type=mjs ;; *) type=js && grep -qE '^(import|export) ' "$file" && type=mjs ;; esac
        cp "$file" "$work/one.$type"
        node --check "$work/one.$type" 2>"$work/error" || sed -n "1s|^.*one.$type|$file|p; /Error:/p" "$work/error"
    done >>"$work/found"
fi
cat "$work/found"
[ ! -s "$work/found" ] || exit 1
command -v node >/dev/null || { echo "SKIPPED: no node, so nobody tried to read the scripts" && exit 77; }
