#!/bin/sh
# SPDX-License-Identifier: MIT
# Does what the README says under "Running it", every line as it is printed, in an empty folder: only kripad goes to the
# background, on a free port, and what it prints is waited for. As root it does so once more as a user without rights.
# Usage: readme.sh BUILD
set -u
build=$(cd "${1:?usage: readme.sh BUILD}" && pwd)
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"

sed -n '/^## Running it$/,/^## Measured$/p' "$root/README.md" | sed -n 's/^    //p' >"$work/lines"
grep -qx kripad "$work/lines" || { echo "the README does not start kripad any more"; exit 1; }
{
    echo "set -eu"
    sed 's/^kripad$/PORT=0 kripad 2>log \& kripad=$!\
trap "kill $kripad; wait $kripad || true" EXIT\
until grep -q "message.:.ready" log; do kill -0 $kripad; sleep 0.05; done/' "$work/lines"
    echo 'kill $kripad; wait $kripad; trap - EXIT; ls'
} >"$work/script"

# In a folder of its own, with the admin's password as standard input.
walk() {
    name=$1 && shift
    mkdir "$work/$name" && [ $# -eq 0 ] || chown "$name" "$work/$name"
    echo "Monsoon#Lamp42" >"$work/password"
    (cd "$work/$name" && "$@" env -i PATH="$build:/usr/bin:/bin" MONGOC_DISABLE_SHM=1 sh "$work/script") \
        <"$work/password" >"$work/said" 2>&1 || { cat "$work/said" "$work/$name/log"; echo "FAILED: $name"; exit 1; }
    for said in "Made the shop" "Order 1001 for" "is shipped" "all is as it should be" "kripad.env"; do
        grep -q "$said" "$work/said" || { cat "$work/said"; echo "FAILED: $name: nothing says '$said'"; exit 1; }
    done
}
walk myself
if [ "$(id -u)" = 0 ] && runuser -u nobody -- test -x "$build/kripad" && runuser -u nobody -- test -r "$root/README.md"; then
    walk nobody runuser -u nobody --
fi
cat "$work/said"
