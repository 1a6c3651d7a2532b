#!/bin/sh
# SPDX-License-Identifier: MIT
# Which lines and branches of libkripa/, httpd/ and cli/ the tests run, by room, and the functions that nothing runs.
# Usage: sh tests/coverage.sh [CTEST-ARGUMENTS...], from the quick suite when there are none; build/coverage/html has each line.
# What a process did that was killed with SIGKILL is not counted. Needs gcovr (apt-get install gcovr).
set -u
cd "$(dirname "$0")/.." || exit 1
command -v gcovr >/dev/null || { echo "coverage: no gcovr (apt-get install gcovr)"; exit 77; }
[ $# -gt 0 ] || set -- -L quick -LE structure
build=build/coverage

mkdir -p "$build"
{ cmake --preset coverage && cmake --build "$build"; } >"$build.log" 2>&1 || { tail -40 "$build.log"; exit 1; }
find "$build" -name '*.gcda' -delete
ctest --test-dir "$build" -j "$(nproc)" "$@" >"$build/tests.log" 2>&1 || grep -E 'Failed|Timeout|tests passed' "$build/tests.log"

mkdir -p "$build/html"
gcovr -r . --object-directory "$build" --filter libkripa/ --filter httpd/ --filter cli/ --exclude-unreachable-branches \
    --gcov-ignore-parse-errors -j "$(nproc)" --json "$build/coverage.json" --csv "$build/coverage.csv" \
    --html-details "$build/html/index.html" >"$build/gcovr.log" 2>&1 || { tail -5 "$build/gcovr.log"; exit 1; }

# A room is the folder of a file, below the sources' own: libkripa/order, httpd/pipeline.
awk -F , '
    NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    {
        top = $1; sub(/\/.*/, "", top)
        room = $1; sub(/\/[^\/]*$/, "", room)
        count(room); count(top); count("all")
    }
    function count(name) {
        lines[name] += $at["line_total"]; run[name] += $at["line_covered"]
        branches[name] += $at["branch_total"]; taken[name] += $at["branch_covered"]
    }
    END {
        for (name in lines)
            printf "%-28s %6d %6.1f%% %8d %6.1f%%\n", name, lines[name], 100 * run[name] / (lines[name] ? lines[name] : 1),
                branches[name], 100 * taken[name] / (branches[name] ? branches[name] : 1)
    }' "$build/coverage.csv" | LC_ALL=C sort >"$build/rooms.txt"
printf '%-28s %6s %7s %8s %7s\n' room lines run branches taken
cat "$build/rooms.txt"
# What is for MongoDB alone runs where there is a server.
python3 - "$build/coverage.json" "${KRIPA_TEST_MONGODB_URI:+mongodb}" <<'END'
import json, sys
left_out = () if sys.argv[2] else ("libkripa/store/mongo/", "libkripa/store/condition.c")
never = [f"{file['file']}:{function['lineno']}: {function['name']}"
         for file in json.load(open(sys.argv[1]))["files"]
         for function in file.get("functions", []) 
         if not function["execution_count"] and not file["file"].startswith(left_out)]
print(f"\n{len(never)} functions that nothing ran" + (f", but for those of {' and '.join(left_out)}" if left_out else ""))
print("\n".join(sorted(never)))
END
