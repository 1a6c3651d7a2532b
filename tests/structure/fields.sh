#!/bin/sh
# SPDX-License-Identifier: MIT
# A row of a field table that does not fit its struct does not compile: RIGHT of fields.c must, each WRONG_* must not, and for
# that reason. The two gaps of the macros (INT on a member with a unit, ENUM on a plain number) are looked for in the tables.
# Usage: fields.sh CC
set -u
cc=${1:-cc}
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.." || exit 2
command -v ctags >/dev/null || { echo "rows: skipped: no ctags (apt-get install universal-ctags)"; exit 77; }
failed=0
members=$(mktemp) || exit 2
trap 'rm -f "$members"' EXIT

compile() { "$cc" -std=gnu11 -Wall -Wextra -Werror -fsyntax-only -Iinclude -Ilibkripa "-D$1" tests/structure/fields.c 2>&1; }

compile RIGHT || { echo "rows that fit their struct do not compile"; failed=1; }
for case in $(sed -n 's/^#elif defined(\(.*\))$/\1/p' tests/structure/fields.c); do
    if said=$(compile "$case"); then
        echo "$case compiles, and must not"
        failed=1
    elif ! echo "$said" | grep -qE "_Generic|no member named|controlling expression"; then
        echo "$case does not compile, but for another reason: $said"
        failed=1
    fi
done

# Members of the structs as "struct member type", then every INT and ENUM row against them.
ctags --languages=C --langmap=C:.c.h --c-kinds=m --fields=+t -f - -R include libkripa | awk -F '\t' '!/^!/ {
    scope = type = ""
    for (i = 4; i <= NF; i++) {
        if ($i ~ /^struct:/) scope = substr($i, 8)
        if ($i ~ /^typeref:/) { type = $i; sub(/^typeref:(typename:)?/, "", type) }
    }
    print scope, $1, type
}' >"$members"
awk -f tests/structure/fields.awk libkripa/schema/*.c | tr '\n' ' ' | grep -oE '(INT|ENUM)\([^)"]*"[^"]*"(, *[a-z_]+)?' | sed 's/[(,]/ /g' |
    awk 'NR == FNR { type[$1, $2] = $3 " " $4; next }
        $1 == "INT" && $3 ~ /_(paise|ms|bp)$/ { print "INT on " $2 "." $3 ": MONEY, TIME or OPT_RATE is meant"; bad = 1 }
        $1 == "ENUM" && type["kripa_" $2, $3] !~ ("^enum:kripa_" $5 " ?$") {
            print "ENUM of " $5 " on " $2 "." $3 ", which is: " type["kripa_" $2, $3]; bad = 1
        }
        { rows++ }
        END { print rows " INT and ENUM rows looked at"; exit bad || rows < 20 }' "$members" - || failed=1
exit $failed
