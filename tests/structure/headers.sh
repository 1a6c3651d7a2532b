#!/bin/sh
# SPDX-License-Identifier: MIT
# Each public header compiles alone, as strict C99 and as C++17; the library's and the programs' own headers compile alone as
# what they are. Of those most are a source's first include, so the build has shown it: only the others are compiled here.
# Usage: headers.sh CC CXX
set -u
cc=${1:-cc}
cxx=${2:-c++}
cd "$(dirname "$0")/../.." || exit 2
failed=0
count=0

alone() { # alone HEADER COMMAND...
    header=$1
    shift
    count=$((count + 1))
    printf '#include "%s"\nextern int kripa_alone;\n' "$header" | "$@" -Wall -Wextra -Werror -fsyntax-only - || {
        echo "$header does not compile alone: $*"
        failed=1
    }
}

for header in $(find include -name '*.h' | sed 's|^include/||'); do
    alone "$header" "$cc" -x c -std=c99 -pedantic -Wstrict-prototypes -Iinclude
    if command -v "$cxx" >/dev/null; then
        alone "$header" "$cxx" -x c++ -std=c++17 -pedantic -Iinclude
    fi
done
mongoc=$(pkg-config --cflags libmongoc-1.0) # no plain directory of the system's
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
find libkripa httpd cli -name '*.h' | LC_ALL=C sort >"$work/headers"
# A source's first include: beside it, or from the folder of its part.
find libkripa httpd cli -name '*.c' -exec awk '
    FNR == 1 { seen = 0 }
    !seen && /^#include/ {
        seen = 1
        if (split($0, part, "\"") == 3) {
            print FILENAME "/../" part[2]
            print substr(FILENAME, 1, index(FILENAME, "/")) part[2]
        }
    }' {} + | sed -E 's|[^/]+/\.\./||' | LC_ALL=C sort -u >"$work/first"
for header in $(LC_ALL=C comm -23 "$work/headers" "$work/first"); do
    # shellcheck disable=SC2086
    alone "$header" "$cc" -x c -std=gnu11 -D_GNU_SOURCE -Iinclude "-I${header%%/*}" -I. $mongoc
done
shown=$(LC_ALL=C comm -12 "$work/headers" "$work/first" | wc -l)
command -v "$cxx" >/dev/null || echo "headers: C++ skipped: no $cxx (apt-get install g++)"
echo "$count times a header alone, $shown headers by the build"
exit $failed
