#!/bin/sh
# SPDX-License-Identifier: MIT
# usage: browser.sh BUILD_DIR TEST.mjs...  Runs the tests of the demo shop in Debian's chromium, by playwright-core, and looks
# at it with axe-core. Installs the two packages beside the builds (BUILD_DIR/../browser) when npm reaches them. 77: what it
# needs can't be had here.
# KRIPA_SCREENSHOTS=DIR keeps a picture of each page.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd)
shift
modules=$(dirname "$build")/browser
skip() {
    echo "SKIPPED: $*, so nobody looked at the demo shop in a browser"
    exit 77
}
command -v node >/dev/null || skip "no node on this machine"
chromium=$(command -v chromium || command -v chromium-browser) || skip "no chromium on this machine (apt-get install chromium)"
mkdir -p "$modules"
exec 9>"$modules/.lock"
flock 9
if ! cmp -s "$here/package-lock.json" "$modules/installed"; then
    command -v npm >/dev/null || skip "no npm on this machine"
    cp "$here/package.json" "$here/package-lock.json" "$modules/"
    timeout 300 npm ci --prefix "$modules" --cache "$modules/cache" --ignore-scripts --no-audit --no-fund >"$modules/npm.log" 2>&1 || {
        tail -3 "$modules/npm.log"
        skip "npm does not get playwright-core and axe-core"
    }
    cp "$here/package-lock.json" "$modules/installed"
fi
flock -u 9
export KRIPA_BUILD="$build" KRIPA_MODULES="$modules" KRIPA_CHROMIUM="$chromium"
cd "$here"
exec node --test --test-reporter=spec "$@"
