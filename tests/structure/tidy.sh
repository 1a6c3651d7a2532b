#!/bin/sh
# SPDX-License-Identifier: MIT
# clang-tidy finds nothing in libkripa/, httpd/ and cli/ (.clang-tidy names its checks). Usage: tidy.sh BUILD [FILES...], the
# folder of compile_commands.json and, unless all are meant, the sources to look at.
set -u
build=$(cd "${1:?usage: tidy.sh BUILD [FILES...]}" && pwd) || exit 2
shift
cd "$(dirname "$0")/../.." || exit 2
command -v clang-tidy >/dev/null || { echo "tidy: skipped: no clang-tidy (apt-get install clang-tidy)"; exit 77; }
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

[ $# -gt 0 ] || set -- $(find libkripa httpd cli -name '*.c')
# status.c defines what tidy.h stands before.
printf '%s\n' "$@" | xargs -P "$(nproc)" -I FILE sh -c '
    known="--extra-arg=-include --extra-arg=$1/tools/tidy.h"
    [ "$2" = libkripa/base/status.c ] && known=
    clang-tidy -p "$3" --quiet $known "$2" >"$4/$(echo "$2" | tr / _)" 2>"$4/$(echo "$2" | tr / _).err" ||
        cat "$4/$(echo "$2" | tr / _)"' - "$PWD" FILE "$build" "$work" >"$work/found"
grep -E ': (warning|error): ' "$work/found" | sed "s|^$PWD/||" | sort -u
offences=$(grep -cE ': (warning|error): ' "$work/found")
echo "$offences offences in $# files"
[ ! -s "$work/found" ]
