# SPDX-License-Identifier: MIT
# The story of quickstart.sh --check: browse, buy, buy in bulk, ship and deliver over HTTP, and look whether all of it was
# so. Read by quickstart.sh, with kripad running at $url.

reply=$dir/reply.json

# call METHOD PATH [TOKEN [BODY [HEADER]]]: the answer goes to $reply, its code to $code.
call() {
    set -- "$1" "$2" "${3:-}" "${4:-}" "${5:-X-Story: quickstart}"
    code=$(curl -s -o "$reply" -w '%{http_code}' --max-time 30 -X "$1" "$url/api$2" -H 'Content-Type: application/json' \
        -H "$5" ${3:+-H "Authorization: Bearer $3"} ${4:+--data "$4"})
}
# expect CODE WHAT: the last call was answered so.
expect() {
    [ "$code" = "$1" ] && return
    jq . "$reply" 2>/dev/null || cat "$reply"
    die "$2: HTTP $code instead of $1"
}
get() { jq -r ".data$1" "$reply"; }
# same WHAT A B
same() { [ "$2" = "$3" ] || die "$1: $2 instead of $3"; }

sign_in() {
    call POST /auth/login '' "$(jq -n --arg email "$1" --arg password "$(password_of "$1")" '{$email, $password}')"
    expect 200 "sign-in of $1"
    get .token
}
product_id() {
    call GET "/products?q=$1&limit=100"
    expect 200 "looking for $1"
    jq -re --arg sku "$2" '.data.items[] | select(.sku == $sku) | ._id' "$reply" || die "no $2 in the catalogue"
}
field_of() { # field_of PRODUCT-ID TOKEN FIELD
    call GET "/products/$1" "$2"
    expect 200 "product $1"
    get "$3"
}
address() {
    printf '{"name": "%s", "phone": "%s", "addressLine": "%s", "city": "Pachore", "state": "Madhya Pradesh", "pincode": "465683"}' "$@"
}
deliver() { # deliver ORDER-ID
    for status in shipped delivered; do
        call PUT "/orders/$1/status" "$admin" "{\"status\": \"$status\", \"note\": \"by quickstart\"}"
        expect 200 "order $1 to $status"
        same "delivery status" "$(get .deliveryStatus)" "$status"
    done
    same "payment of a delivered COD order" "$(get .paymentStatus)" paid
}
row() {
    jq -r '.data | [.number, .purchaseMode, (.items | map("\(.qty) x \(.price)") | join(" + ")), .deliveryCharge, .totalAmount,
        .deliveryStatus, .paymentStatus] | @tsv' "$reply" |
        awk -F '\t' '{ printf "%-7s %-9s %-26s %9s %10s  %-10s %s\n", $1, $2, $3, $4, $5, $6, $7 }'
}

# Three people sign in; a guest looks around and sees no trade price.
admin=$(sign_in admin@example.com) || exit 1
retailer=$(sign_in retailer@example.com) || exit 1
customer=$(sign_in customer@example.com) || exit 1
call GET /categories
expect 200 "categories"
same "top categories" "$(get '|length')" 7
same "the demo shop's page" "$(curl -s -o /dev/null -w '%{http_code} %{content_type}' "$url/demo")" '200 text/html; charset=utf-8'
call GET /banners
expect 200 "banners"
same "banners" "$(get '|length')" 2
call GET '/products?limit=100'
expect 200 "the catalogue"
products=$(get .meta.total)
[ "$products" -ge 60 ] || die "only $products products"
grep -qE 'retailer_price|price_bulk|min_bulk_qty' "$reply" && die "a guest sees trade prices"

fan=$(product_id fan FAN-C1200-BR) || exit 1
bulb=$(product_id bulb LED-B9-CW) || exit 1
fan_stock=$(field_of "$fan" '' .stock) || exit 1
bulb_stock=$(field_of "$bulb" '' .stock) || exit 1
fan_price=$(field_of "$fan" '' .price) || exit 1
bulb_price=$(field_of "$bulb" '' .price) || exit 1
bulk_price=$(field_of "$bulb" "$retailer" .price_bulk) || exit 1
bulk_qty=$(field_of "$bulb" "$retailer" .min_bulk_qty) || exit 1

# The customer fills a cart and checks it out, twice under one key: one order.
call POST /cart/add "$customer" "{\"productId\": \"$fan\", \"qty\": 2}"
expect 200 "fan into the cart"
call POST /cart/add "$customer" "{\"productId\": \"$bulb\", \"qty\": 3}"
expect 200 "bulbs into the cart"
call GET /cart "$customer"
same "lines in the cart" "$(get '|length')" 2
checkout="{\"shippingAddress\": $(address 'Meena Patel' 9826000002 '7 Gandhi Chowk'), \"paymentMethod\": \"COD\"}"
call POST /orders "$customer" "$checkout" 'Idempotency-Key: quickstart-1'
expect 201 "checkout"
order=$(get ._id)
number=$(get .number)
same "total of the order" "$(get '.totalAmount == (.deliveryCharge + 2 * '"$fan_price"' + 3 * '"$bulb_price"')')" true
call POST /orders "$customer" "$checkout" 'Idempotency-Key: quickstart-1'
expect 201 "the same checkout again"
same "order of the same checkout" "$(get .number)" "$number"
call GET /cart "$customer"
same "lines in the cart afterwards" "$(get '|length')" 0

# The retailer buys bulbs in bulk, at the bulk price.
call POST /retailer/orders "$retailer" "{\"items\": [{\"product\": \"$bulb\", \"qty\": $bulk_qty}], \
    \"shippingAddress\": $(address 'Ravi Kumar' 9826000003 '3 Mandi Road'), \"paymentMethod\": \"COD\"}"
expect 201 "bulk order"
bulk_order=$(get ._id)
same "unit price of the bulk order" "$(get '.items[0].price')" "$bulk_price"
same "marking of the bulk order" "$(get .isBulkOrder)" true

deliver "$order"
deliver "$bulk_order"
call GET "/orders/$order" "$retailer"
expect 404 "somebody else's order"
same "fans left" "$(field_of "$fan" '' .stock)" $((fan_stock - 2))
same "bulbs left" "$(field_of "$bulb" '' .stock)" $((bulb_stock - 3 - bulk_qty))

say
printf '%-7s %-9s %-26s %9s %10s  %-10s %s\n' Order Buyer 'Qty x price' Delivery Total Status Payment
for id in "$order" "$bulk_order"; do
    call GET "/orders/$id" "$admin"
    expect 200 "order $id"
    row
done
say
say "$products products in 7 categories; fans $fan_stock -> $((fan_stock - 2)), bulbs $bulb_stock -> $((bulb_stock - 3 - bulk_qty))"

kripactl --store "sqlite:$dir/shop.db" store verify || die "kripactl store verify found differences"
kill "$kripad_pid"
wait "$kripad_pid" || die "kripad ended with $?"
kripad_pid=
say "All of it was so."
