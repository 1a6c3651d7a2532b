#!/bin/sh
# SPDX-License-Identifier: MIT
# tools/gdb.py prints ids, money, times and optional numbers as people read them. Usage: gdb.sh BUILD/tests/unit_statement,
# whose order is the same each time.
set -u
program=${1:?usage: gdb.sh PROGRAM}
root=$(cd "$(dirname "$0")/../.." && pwd)
command -v gdb >/dev/null || { echo "gdb: skipped: no gdb (apt-get install gdb)"; exit 77; }
out=$(CK_FORK=no gdb -nx -batch -x "$root/tools/gdb.py" -ex 'break kripa_order_cancel' -ex run -ex 'print id' \
    -ex 'print if_revision' -ex 'up' -ex 'print order->total_paise' -ex 'print *order' -ex 'print $rupees(-5)' \
    -ex 'print $instant(1795000000000)' -ex kill "$program" 2>&1)
case $out in
*"not permitted"* | *"Python scripting is not supported"*) echo "gdb: skipped: it may not debug here, or has no Python"; exit 77 ;;
esac
failed=0
for wanted in '= 6afd86c0000102030407060a' '= none' 'total_paise = ₹2998.00' 'created_at_ms = 2026-11-18T11:06:40.000Z' \
    '₹0.05' '2026-11-18T11:06:40.000Z'; do
    printf '%s\n' "$out" | grep -qF -- "$wanted" || { echo "not printed: $wanted"; failed=1; }
done
[ $failed -eq 0 ] || printf '%s\n' "$out" | tail -40
exit $failed
