# SPDX-License-Identifier: MIT
# The Debian 12 packages Kripa needs, and a function that sees to them. Read by quickstart.sh and tests/run.sh.

packages_build='gcc libc6-dev cmake ninja-build pkg-config libjansson-dev libsodium-dev libjwt-dev libsqlite3-dev libmicrohttpd-dev
    libcrypt-dev libunistring-dev libmongoc-dev libgd-dev libcurl4-openssl-dev libssl-dev'
packages_story='curl jq'
packages_tests='g++ check curl jq sqlite3 valgrind universal-ctags clang-format'
# What tests/browser looks with: a browser, letters of Hindi, and a certificate's maker.
packages_browser='chromium fonts-noto-core openssl'
# What tests/proxy looks through. Nothing installs them, as Debian starts what it installs: tests/run.sh unpacks them.
packages_proxies='nginx caddy'

# Installs the missing ones, or says what to type. Only as root something is changed.
packages_need() {
    missing=
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
    done
    [ -z "$missing" ] && return 0
    if [ "$(id -u)" -ne 0 ]; then
        echo "These packages are missing; install them, then run this again:" >&2
        echo "    sudo apt-get install$missing" >&2
        return 1
    fi
    echo "Installing$missing"
    # shellcheck disable=SC2086
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $missing; } \
        >/tmp/kripa-apt.log 2>&1 || {
        tail -20 /tmp/kripa-apt.log >&2
        echo "apt-get could not install:$missing" >&2
        return 1
    }
}
