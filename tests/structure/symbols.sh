#!/bin/sh
# SPDX-License-Identifier: MIT
# What libkripa.so exports is what include/ declares with KRIPA_API, no more and no less; and every declaration there has the
# mark. Usage: symbols.sh LIBRARY
set -u
library=${1:?usage: symbols.sh LIBRARY}
cd "$(dirname "$0")/../.." || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

nm -D --defined-only "$library" | awk '$2 ~ /^[TDRBVW]$/ { print $3 }' | grep -vE '^(_init|_fini|__(asan|tsan|ubsan)_|__odr_asan)' |
    LC_ALL=C sort >"$work/exported"

# Statements of the headers: comments and preprocessor lines away, bodies of structs and enums too.
find include -name '*.h' -exec cat {} + | awk '
    /^[ ]*#/ || skip { skip = /\\$/; next }
    { gsub(/\/\*[^*]*\*\//, ""); text = text " " $0 }
    END {
        while (match(text, /\/\*/)) {
            rest = substr(text, RSTART + 2)
            text = substr(text, 1, RSTART - 1) " " substr(rest, index(rest, "*/") + 2)
        }
        while (match(text, /\{[^{}]*\}/)) text = substr(text, 1, RSTART - 1) " " substr(text, RSTART + RLENGTH)
        gsub(/KRIPA_(BEGIN|END)/, "", text)
        gsub(/KRIPA_PRINTF\([^)]*\)/, "", text)
        count = split(text, statement, ";")
        for (i = 1; i <= count; i++) print statement[i]
    }' | tr -s ' ' >"$work/statements"
grep 'KRIPA_API' "$work/statements" | sed 's/(.*//; s/\[.*//; s/ *$//; s/.*[ *]//' | LC_ALL=C sort >"$work/declared"
grep -v 'KRIPA_API' "$work/statements" | grep -v 'typedef' | grep '(' >"$work/unmarked"

failed=0
comm -23 "$work/declared" "$work/exported" >"$work/missing"
comm -13 "$work/declared" "$work/exported" >"$work/secret"
sed 's/^/declared, but not in the library: /' "$work/missing"
sed 's/^/exported, but in no public header: /' "$work/secret"
sed 's/^/a declaration without KRIPA_API:/' "$work/unmarked"
for list in missing secret unmarked; do [ -s "$work/$list" ] && failed=1; done
uniq -d "$work/declared" | grep . && { echo "declared twice"; failed=1; }
echo "$(wc -l <"$work/declared") symbols declared, $(wc -l <"$work/exported") exported"
exit $failed
