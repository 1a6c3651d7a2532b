#!/bin/sh
# SPDX-License-Identifier: MIT
# Becomes a proxy with the configuration that examples/ recommends, but on 127.0.0.1:PORT, without TLS, in front of
# 127.0.0.1:KRIPAD_PORT; all it writes is in FOLDER. The installed program, or the one tests/run.sh unpacked.
# Usage: proxy.sh nginx|caddy PORT KRIPAD_PORT FOLDER UNPACKED. 77: there is no such program.
set -eu
name=$1 port=$2 kripad_port=$3 folder=$4 unpacked=$5
examples=$(cd "$(dirname "$0")/../../examples" && pwd)
PATH=$PATH:/usr/sbin:$unpacked/usr/sbin:$unpacked/usr/bin
command -v "$name" >/dev/null || {
    echo "SKIPPED: $name is not installed, so nobody looked at what it lets through (apt-get install $name)"
    exit 77
}

# changed FILE SED-EXPRESSION...: fails where one of them changes nothing: the example is another one now.
changed() {
    cp "$1" "$folder/site"
    shift
    for expression in "$@"; do
        sed "$expression" "$folder/site" >"$folder/site.new"
        cmp -s "$folder/site" "$folder/site.new" && echo "proxy.sh: the example has nothing for $expression" && exit 1
        mv "$folder/site.new" "$folder/site"
    done
}

cd "$folder"
case $name in
nginx)
    changed "$examples/nginx.conf" "s/listen 443 ssl;/listen 127.0.0.1:$port;/" '/ssl_certificate/d' "s/127\.0\.0\.1:8080/127.0.0.1:$kripad_port/"
    # One process: its number is that of this script.
    cat >nginx.conf <<END
daemon off;
master_process off;
pid $folder/pid;
events { worker_connections 2048; }
http {
    access_log off;
    client_body_temp_path $folder/body;
    proxy_temp_path $folder/proxy;
    fastcgi_temp_path $folder/fastcgi;
    uwsgi_temp_path $folder/uwsgi;
    scgi_temp_path $folder/scgi;
    include $folder/site;
}
END
    exec nginx -p "$folder" -c "$folder/nginx.conf" -e stderr
    ;;
caddy)
    changed "$examples/Caddyfile" "s/^shop.example.in {/http:\/\/:$port {\n\tbind 127.0.0.1/" "s/127\.0\.0\.1:8080/127.0.0.1:$kripad_port/"
    { printf '{\n\tadmin off\n}\n' && cat site; } >Caddyfile
    export HOME="$folder" XDG_DATA_HOME="$folder" XDG_CONFIG_HOME="$folder"
    exec caddy run --config Caddyfile --adapter caddyfile
    ;;
*) exit 2 ;;
esac
