#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs into a temporary prefix, then builds the installed examples as a stranger would, once with pkg-config alone and
# once with find_package, and runs them on a small shop made with the installed kripactl.
# Usage: install.sh BUILD CC [SANITIZERS]
set -u
build=${1:?usage: install.sh BUILD CC [SANITIZERS]}
cc=${2:-cc}
sanitize=${3:+-fsanitize=$3}
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
fail() { echo "FAILED: $*"; exit 1; }

cmake --install "$build" --prefix "$work/prefix" >"$work/log" 2>&1 || { cat "$work/log"; fail "cmake --install"; }
PKG_CONFIG_PATH=$(dirname "$(find "$work/prefix" -name libkripa.pc)")
LD_LIBRARY_PATH=$(pkg-config --variable=libdir "$PKG_CONFIG_PATH/libkripa.pc")
PATH=$work/prefix/bin:$PATH
KRIPA_STORE=sqlite:$work/shop.db
export PKG_CONFIG_PATH LD_LIBRARY_PATH PATH KRIPA_STORE

version=$(pkg-config --modversion libkripa) || fail "pkg-config does not find libkripa"
[ "$(kripactl --version)" = "kripactl $version" ] || fail "kripactl says '$(kripactl --version)', pkg-config $version"
[ "$(kripad --version)" = "kripad $version" ] || fail "kripad says '$(kripad --version)', pkg-config $version"

examples=$work/prefix/share/doc/kripa/examples
for program in price-list sell; do
    # shellcheck disable=SC2046,SC2086
    "$cc" -std=c11 -Wall -Wextra -Werror $sanitize "$examples/$program.c" -o "$work/$program" \
        $(pkg-config --cflags --libs libkripa) || fail "$program.c does not build with pkg-config"
done
cmake -S "$root/tests/install/consumer" -B "$work/consumer" -DCMAKE_PREFIX_PATH="$work/prefix" -DEXAMPLES="$examples" \
    -DCMAKE_C_COMPILER="$cc" -DCMAKE_C_FLAGS="$sanitize" >"$work/log" 2>&1 && cmake --build "$work/consumer" >>"$work/log" 2>&1 ||
    { cat "$work/log"; fail "the examples do not build with find_package"; }

cat >"$work/products.jsonl" <<'GOODS'
{"name": "Ceiling Fan 1200 mm", "sku": "FAN-1", "category": "fans", "price": 1749, "retailer_price": 1479.5, "price_bulk": 1385, "min_bulk_qty": 5, "stock": 9}
{"name": "Kept back", "sku": "FAN-2", "price": 999, "stock": 1, "active": false}
GOODS
{ echo 'a quiet pool 7' | kripactl init --name Owner --email owner@example.com &&
    kripactl category add --name Fans --slug fans &&
    kripactl product add --file "$work/products.jsonl" &&
    echo 'a quiet pool 8' | kripactl user add --name Trader --email trader@example.com --role retailer; } >"$work/log" 2>&1 ||
    { cat "$work/log"; fail "the shop can't be made"; }

for program in "$work/price-list" "$work/consumer/price-list"; do
    "$program" "$KRIPA_STORE" >"$work/guest" || fail "price-list for a guest"
    "$program" "$KRIPA_STORE" trader@example.com >"$work/trader" || fail "price-list for a retailer"
    grep -q 'FAN-1 .* 1749 .*Ceiling Fan' "$work/guest" || fail "a guest does not see the price: $(cat "$work/guest")"
    grep -qE '1479|1385|Kept back' "$work/guest" && fail "a guest sees too much: $(cat "$work/guest")"
    grep -q '1479.50 .*1385 from 5' "$work/trader" || fail "a retailer does not see trade prices: $(cat "$work/trader")"
    "$program" "$KRIPA_STORE" nobody@example.com >/dev/null 2>"$work/log" && fail "price-list for nobody succeeds"
    grep -q NOT_FOUND "$work/log" || fail "price-list for nobody says: $(cat "$work/log")"
done
cat "$work/trader"

"$work/sell" "$KRIPA_STORE" trader@example.com sale-1 FAN-1 5 >"$work/receipt" || fail "sell"
grep -q 'delivered' "$work/receipt" && grep -q 'Total *6925$' "$work/receipt" || fail "the receipt says: $(cat "$work/receipt")"
"$work/consumer/sell" "$KRIPA_STORE" trader@example.com sale-1 FAN-1 5 >"$work/again" || fail "sell again"
cmp "$work/receipt" "$work/again" || fail "the same sale again is another one"
"$work/sell" "$KRIPA_STORE" trader@example.com sale-2 FAN-1 5 2>"$work/log" && fail "sell sells what is not there"
grep -q 'OUT_OF_STOCK.*only 4 left' "$work/log" || fail "sell without stock says: $(cat "$work/log")"
kripactl store verify >/dev/null || fail "store verify after the sales"
cat "$work/receipt"

# What the headers and the README send a reader to is there.
for cited in $(grep -rhoE '\(?[a-z]+\.md' "$work/prefix/include/kripa" | tr -d '(' | sort -u) README.md CHANGELOG.md; do
    [ -f "$work/prefix/share/doc/kripa/$cited" ] || fail "a header cites $cited, which is not installed"
done
[ -f "$work/prefix/lib/systemd/system/kripad.service" ] || fail "the systemd unit is not installed"
