#!/bin/sh
# SPDX-License-Identifier: MIT
# Every test of Kripa: sh tests/run.sh. Builds with warnings as errors and runs all, then the quick suite again under the
# address, undefined behaviour and thread sanitizers and under valgrind. sh tests/run.sh quick: only the quick suite, once.
# The tests on MongoDB need a server: KRIPA_TEST_MONGODB_URI, in which each makes a database of its own and drops it; some need
# another, or one that is more (CONTRIBUTING.md).
# Ends with ctest's own summaries; exit code 0 only when nothing failed. What was skipped is said at the end, and why.
set -u
cd "$(dirname "$0")/.." || exit 1
mode=${1:-all}
case $mode in
all | quick) ;;
*) echo "Usage: sh tests/run.sh [quick]" >&2 && exit 2 ;;
esac

. examples/packages.sh
# shellcheck disable=SC2086
packages_need $packages_build $packages_tests || exit 1

jobs=$(nproc)
# One more than there are processors: they wait a lot, for the disk, the MongoDB server or a clock. Those of the quick suite
# wait most of the time, and measure nothing that others could spoil.
together=$((jobs + 1))
[ "$mode" = quick ] && together=$((3 * jobs))
began=$(date +%s)
logs=build/logs
mkdir -p "$logs"
rm -f "$logs"/*
failed=
skipped=

say() { printf '\n== %s\n' "$*"; }

# preset NAME CTEST-ARGUMENTS...: builds it and runs its tests; all it prints is in build/logs/NAME.log.
preset() {
    name=$1
    shift
    say "$name: build"
    { cmake --preset "$name" && cmake --build "build/$name"; } >"$logs/$name.build.log" 2>&1 || {
        grep -E 'error|FAILED|warning' -A 4 "$logs/$name.build.log" | head -60
        failed="$failed $name(build)"
        return
    }
    say "$name: tests"
    ctest --test-dir "build/$name" -j "$together" --output-on-failure "$@" >"$logs/$name.log" 2>&1 || {
        failed="$failed $name"
        grep -vE ' Start +[0-9]+: | Passed +[0-9]' "$logs/$name.log" | head -300
    }
    grep 'tests passed' "$logs/$name.log"
    awk '/\*\*\*Skipped/' "$logs/$name.log" | grep -q . && skipped="$skipped $name"
    why_skipped "build/$name/Testing/Temporary/LastTest.log" >"$logs/$name.skipped"
}

# Of ctest's own log: each test that was skipped, and what it said of that.
why_skipped() {
    awk '/^[0-9]+\/[0-9]+ Testing: / { name = $3 } /^SKIPPED: / { print name ": " substr($0, 10) }' "$1" 2>/dev/null
}

# The library's own tests under valgrind: what one process does, without clocks that race.
under_valgrind() {
    say "valgrind: unit and store tests of the quick suite"
    # As ctest knows them: a program that is only for MongoDB is none of them. unit_no_memory puts a malloc of its own in
    # the place where valgrind puts its own.
    ctest --test-dir build/dev -N -L quick -R '^(unit|store)_' -E '^unit_no_memory$' |
        sed -n 's,^ *Test *#[0-9]*: ,build/dev/tests/,p' >"$logs/valgrind.programs"
    # One process a program: a process for each case takes four times as long there. No clock of check's own then, so
    # timeout has it; and threads in turn, or a writer waits for its readers' every turn.
    xargs -P "$jobs" -I PROGRAM sh -c 'log=$1/valgrind.$(basename "$2").log
        CK_FORK=no timeout 600 valgrind --fair-sched=yes -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite "$2" >"$log" 2>&1 ||
            echo "$log"' - "$logs" PROGRAM <"$logs/valgrind.programs" >"$logs/valgrind.failed"
    while read -r log; do
        tail -40 "$log"
        failed="$failed $(basename "$log" .log)"
    done <"$logs/valgrind.failed"
    echo "$(wc -l <"$logs/valgrind.programs") programs"
}

# What makes clients of the API's document (tests/clients), where there is npm and it reaches its packages.
install_clients() {
    command -v npm >/dev/null || { echo "clients: skipped, no npm on this machine" && return; }
    mkdir -p build/clients
    cmp -s tests/clients/package-lock.json build/clients/installed && return
    say "clients: install"
    cp tests/clients/package.json tests/clients/package-lock.json build/clients/
    if npm ci --prefix build/clients --ignore-scripts --no-audit --no-fund >"$logs/clients.log" 2>&1; then
        cp tests/clients/package-lock.json build/clients/installed
    else
        tail -5 "$logs/clients.log"
    fi
}

# A browser for tests/browser, where apt may install it and reaches it. browser.sh gets the rest by npm, and says what is missing.
install_browser() {
    { [ "$(id -u)" -ne 0 ] || ! command -v node >/dev/null; } && return
    # shellcheck disable=SC2086
    (packages_need $packages_browser) >"$logs/browser.log" 2>&1 || tail -3 "$logs/browser.log"
}

# The proxies that tests/proxy looks through, where apt reaches them: unpacked beside the builds, so that nothing is installed
# or started. A test whose proxy is missing says so.
unpack_proxies() {
    for proxy in $packages_proxies; do
        (PATH=$PATH:/usr/sbin:build/proxies/usr/sbin:build/proxies/usr/bin && command -v "$proxy" >/dev/null) && continue
        say "$proxy: unpack"
        mkdir -p build/proxies/"$proxy"
        { (cd build/proxies/"$proxy" && timeout 120 apt-get download -q -o Acquire::Retries=0 "$proxy") &&
            dpkg -x build/proxies/"$proxy"/*.deb build/proxies; } >"$logs/$proxy.log" 2>&1 || tail -3 "$logs/$proxy.log"
        rm -rf build/proxies/"$proxy"
    done
}

# What ran on MongoDB, in one line.
tell_of_mongodb() {
    if [ "$mode" = quick ]; then
        echo "MongoDB tests: not in the quick run"
    elif [ -z "${KRIPA_TEST_MONGODB_URI:-}" ]; then
        echo "MongoDB tests skipped: KRIPA_TEST_MONGODB_URI is not set"
    else
        echo "MongoDB tests: $(grep -c '_mongodb .*Passed' "$logs/dev.log") passed of $(grep -c '[0-9]: [^ ]*_mongodb \.' \
            "$logs/dev.log"), on$(for uri in $KRIPA_TEST_MONGODB_URI; do
                printf ' %s' "$uri" | sed 's,[^ ]*://,,; s,[^@/ ]*@,,; s,[/?].*,,'
            done)"
    fi
}

if [ "$mode" = quick ]; then
    preset dev -L quick
else
    [ -z "${KRIPA_TEST_MONGODB_URI:-}" ] && [ "${CI:-}" = true ] && failed=" mongodb(no server)"
    install_clients
    install_browser
    unpack_proxies
    preset dev
    ASAN_OPTIONS=detect_leaks=1 preset asan -L 'quick|sanitize'
    preset tsan -L 'quick|threads'
    under_valgrind
fi

say "skipped"
# Without a server every test on MongoDB is: one line tells of them all.
for name in $skipped; do
    sed "/names no server to test on/d; s/^/$name: /" "$logs/$name.skipped"
    [ -s "$logs/$name.skipped" ] || echo "$name: see build/logs/$name.log"
done
tell_of_mongodb
[ "$mode" = all ] && echo "unit_no_memory under valgrind: both want to be malloc"
[ "$mode" = quick ] && echo "Sanitizers, valgrind and the long tests: not in the quick run"

[ -z "$failed" ] || printf '\nFAILED:%s\n' "$failed"
say "$(($(date +%s) - began)) s in all; ctest's summaries, that of every test last"
for name in asan tsan dev; do
    [ "$mode" = quick ] && [ $name != dev ] && continue
    echo "$name:"
    sed -n '/tests passed/p; /^Total Test time/p' "$logs/$name.log" 2>/dev/null
done
[ -z "$failed" ]
