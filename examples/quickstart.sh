#!/bin/sh
# SPDX-License-Identifier: MIT
# From a bare Debian 12 to a shop that takes orders: installs the packages, builds, makes a shop with a sample catalogue and
# three accounts, starts kripad and says what to try. Run again, it goes on with the shop that is there.
set -u
cd "$(dirname "$0")/.." || exit 1
root=$(pwd)

usage() {
    cat <<'END'
Usage: sh examples/quickstart.sh [--dir DIR] [--port PORT]
       sh examples/quickstart.sh --check

Makes a sample shop and serves it on 127.0.0.1 until Ctrl-C.

  --dir DIR     where the shop is kept: store, env file, sign-ins, log [./shop-data]
  --port PORT   the port to listen on [8080]
  --check       on a free port and in a temporary folder, lets three people browse, buy, ship and deliver over HTTP,
                prints the outcome, verifies the store, cleans up. Exit code 0: all of it was so.

The admin's password is random, or taken from ADMIN_PASSWORD.
END
}

check=false
dir=$root/shop-data
port=8080
while [ $# -gt 0 ]; do
    case $1 in
    --check) check=true port=0 ;;
    --dir) dir=${2:?--dir needs a folder} && shift ;;
    --port) port=${2:?--port needs a number} && shift ;;
    -h | --help) usage && exit 0 ;;
    *) usage >&2 && exit 2 ;;
    esac
    shift
done
kripad_pid=
unset KRIPA_STORE MONGO_URI KRIPA_ENV_FILE JWT_SECRET JWT_REFRESH_SECRET LOG_FILE # this shop has its own

say() { printf '%s\n' "$*"; }
die() {
    say "quickstart: $*" >&2
    exit 1
}
finish() {
    [ -n "$kripad_pid" ] && kill "$kripad_pid" 2>/dev/null && wait "$kripad_pid" 2>/dev/null
    $check && rm -rf "$dir"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Somebody listens on 127.0.0.1:port already.
port_taken() {
    hex=$(printf ':%04X' "$1")
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v port="$hex\$" '$2 ~ port && $4 == "0A" { taken = 1 } END { exit !taken }'
}

build() {
    . "$root/examples/packages.sh"
    # shellcheck disable=SC2086
    packages_need $packages_build $packages_story || exit 1
    say "Building (build/quickstart)"
    log=$(mktemp)
    { cmake -S . -B build/quickstart -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DBUILD_TESTING=OFF &&
        cmake --build build/quickstart; } >"$log" 2>&1 || { tail -30 "$log"; rm -f "$log"; die "the build failed"; }
    rm -f "$log"
    PATH=$root/build/quickstart:$PATH
}

# Everything goes into a store beside the one it becomes: a shop half made is never taken for a shop.
make_shop() {
    umask 077
    mkdir -p "$dir" || die "can't make $dir"
    dir=$(cd "$dir" && pwd)
    if [ -f "$dir/shop.db" ]; then
        say "Going on with the shop in $dir"
        return
    fi
    say "Making a shop in $dir"
    rm -f "$dir"/making.db*
    KRIPA_STORE=sqlite:$dir/making.db
    export KRIPA_STORE
    admin_password=${ADMIN_PASSWORD:-$(kripactl secret new | cut -c 1-16)}
    retailer_password=$(kripactl secret new | cut -c 1-16)
    customer_password=$(kripactl secret new | cut -c 1-16)
    {
        say "$admin_password" | kripactl init --name "Asha Rao" --email admin@example.com &&
            kripactl shop set --shop-name "Kripa Electricals" --address "14 Station Road, Pachore" --state "Madhya Pradesh" \
                --phone 9826000001 --email shop@example.com --delivery-charge 40 --free-delivery-from 999 &&
            kripactl category add --file examples/catalogue/categories.jsonl &&
            kripactl product add --file examples/catalogue/products.jsonl &&
            kripactl banner add --title "Cool rooms, small bills" --subtitle "A fan that takes 28 W, and a remote for it" \
                --badge "Saves half" --product pavanya-bldc-ceiling-fan-1200-mm-with-remote &&
            kripactl banner add --title "दीवाली की रोशनी" --subtitle "झालर और रंग-बिरंगी लाइट" --cta-label "अभी देखें" \
                --product deeptika-led-string-light-10-m-multicolour --sort-order 1 &&
            say "$retailer_password" | kripactl user add --name "Ravi Kumar" --email retailer@example.com --role retailer &&
            say "$customer_password" | kripactl user add --name "Meena Patel" --email customer@example.com
    } >"$dir/making.log" 2>&1 || { tail -20 "$dir/making.log"; die "the shop can't be made (all of it: $dir/making.log)"; }
    cat >"$dir/sign-ins.txt" <<END
admin@example.com     $admin_password
retailer@example.com  $retailer_password
customer@example.com  $customer_password
END
    cat >"$dir/kripad.env" <<END
# kripad --help says what else may stand here.
KRIPA_STORE=sqlite:$dir/shop.db
JWT_SECRET=$(kripactl secret new)
END
    mv "$dir/making.db" "$dir/shop.db"
    rm -f "$dir/making.log"
    unset KRIPA_STORE
}

# Starts kripad and sets $url, with the port it took.
start() {
    : >"$dir/kripad.log"
    HOST=127.0.0.1 PORT=$port DEMO=on kripad --env-file "$dir/kripad.env" >>"$dir/kripad.log" 2>&1 &
    kripad_pid=$!
    tries=0
    while
        taken=$(sed -n 's/.*"message":"ready".*"port":\([0-9]*\).*/\1/p' "$dir/kripad.log")
        [ -z "$taken" ]
    do
        kill -0 "$kripad_pid" 2>/dev/null && [ $tries -lt 100 ] || {
            tail -5 "$dir/kripad.log"
            die "kripad did not start"
        }
        tries=$((tries + 1))
        sleep 0.1
    done
    url=http://127.0.0.1:$taken
}

password_of() { sed -n "s/^$1  *//p" "$dir/sign-ins.txt"; }

print_invitation() {
    first=$(curl -s "$url/api/products?limit=1" | jq -r '.data.items[0]._id')
    cat <<END

Kripa is at $url (only from this machine). Ctrl-C stops it; the shop stays in $dir.

Sign in as
$(sed 's/^/    /' "$dir/sign-ins.txt")

Try
    curl -s '$url/api/products?q=fan&limit=3' | jq
    curl -s '$url/api/categories?tree=1' | jq '.data[].name'

    TOKEN=\$(curl -s $url/api/auth/login -H 'Content-Type: application/json' \\
        -d '{"email": "retailer@example.com", "password": "$(password_of retailer@example.com)"}' | jq -r .data.token)
    curl -s '$url/api/retailer/products?limit=2' -H "Authorization: Bearer \$TOKEN" | jq
    curl -s $url/api/cart/add -H "Authorization: Bearer \$TOKEN" -H 'Content-Type: application/json' \\
        -d '{"productId": "$first", "qty": 2}' | jq

    $root/build/quickstart/kripactl --store sqlite:$dir/shop.db order list
    $url/api/openapi.json      every route, for tools
    $dir/kripad.log            a line for every request

Open the shop in a browser
    $url/demo
END
}

if ! $check && port_taken "$port"; then
    die "port $port on this machine is taken: stop what listens there, or choose another: --port 8081"
fi
build
if $check; then
    dir=$(mktemp -d)
    make_shop
    start
    . "$root/examples/quickstart-check.sh"
else
    make_shop
    start
    print_invitation
    wait "$kripad_pid"
fi
