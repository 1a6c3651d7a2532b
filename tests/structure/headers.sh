#!/bin/sh
# SPDX-License-Identifier: MIT
# Each public header compiles alone, as strict C99 and as C++17; the library's and the programs' own headers compile alone as
# what they are. Usage: headers.sh CC CXX
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
for header in $(find libkripa httpd cli -name '*.h' 2>/dev/null); do
    # shellcheck disable=SC2086
    alone "$header" "$cc" -x c -std=gnu11 -D_GNU_SOURCE -Iinclude "-I${header%%/*}" -I. $mongoc
done
command -v "$cxx" >/dev/null || echo "headers: C++ skipped: no $cxx (apt-get install g++)"
echo "$count times a header alone"
exit $failed
