#!/bin/sh
# SPDX-License-Identifier: MIT
# usage: clients.sh BUILD_DIR. Makes clients of kripad's own OpenAPI document with openapi-typescript and with orval,
# compiles a shopping script against each with tsc --strict, and goes shopping with both in a real shop.
# Needs node and BUILD_DIR/../clients/node_modules (tests/run.sh installs it by npm): 77 where they are missing.
set -eu
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
modules=$(dirname "$build")/clients/node_modules
command -v node >/dev/null || { echo "skipped: no node on this machine" && exit 77; }
[ -d "$modules/typescript" ] || { echo "skipped: $modules is missing (npm ci)" && exit 77; }

dir=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill "$pid"; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
umask 077
password='Monsoon#Lamp42'
export KRIPA_STORE="sqlite:$dir/shop.db"
{
    echo "$password" | "$build/kripactl" init --name "Asha Rao" --email asha@example.in
    echo "$password" | "$build/kripactl" user add --name "Meena Patel" --email meena@example.in
    "$build/kripactl" product add --name "Desk Lamp" --price 499 --retailer-price 450 --stock 10
} >"$dir/shop.log" 2>&1 || { cat "$dir/shop.log" && exit 1; }
JWT_SECRET=$("$build/kripactl" secret new) PORT=0 HOST=127.0.0.1 "$build/kripad" 2>"$dir/kripad.log" &
pid=$!
tries=0
while port=$(sed -n 's/.*"message":"ready".*"port":\([0-9]*\).*/\1/p' "$dir/kripad.log") && [ -z "$port" ]; do
    kill -0 "$pid" && [ $tries -lt 600 ] || { cat "$dir/kripad.log" && exit 1; }
    tries=$((tries + 1))
    sleep 0.1
done

cp "$here"/*.ts "$here/tsconfig.json" "$here/orval.config.cjs" "$dir"
ln -s "$modules" "$dir/node_modules"
cd "$dir"
curl -sf "http://127.0.0.1:$port/api/openapi.json" >openapi.json
bin=node_modules/.bin
# Their own words on what they make of the document; nothing in it may be doubtful to them.
"$bin/openapi-typescript" openapi.json -o schema.ts >made.log 2>&1 || { cat made.log && exit 1; }
NO_UPDATE_NOTIFIER=1 "$bin/orval" --config orval.config.cjs >>made.log 2>&1 || { cat made.log && exit 1; }
if grep -iE 'warn|error|invalid' made.log; then exit 1; fi
"$bin/tsc" -p tsconfig.json
for program in shop-fetch shop-orval; do
    KRIPA_URL="http://127.0.0.1:$port" KRIPA_PASSWORD=$password node "out/$program.js"
done
