/* SPDX-License-Identifier: MIT
 * Cart and favourites over HTTP: shapes, what retailers see more, and what is refused. */
#include "suite.h"

#include <string.h>

#include "daemon.h"
#include "goods.h"
#include "http.h"
#include "shop.h"

static struct shop shop;
static struct daemon *kripad;
static struct http *http;
static const char *retailer, *customer;
static char fan[KRIPA_ID_TEXT_SIZE], lamp[KRIPA_ID_TEXT_SIZE];

static void begin(void)
{
    shop_open(&shop, .place = SHOP_SHARED, .clock_runs = true);
    retailer = shop_token(&shop, "dealer", KRIPA_ROLE_RETAILER);
    customer = shop_token(&shop, "asha", KRIPA_ROLE_CUSTOMER);
    kripa_id_format(shop_product(&shop, "Ceiling Fan", 40)->id, fan);
    kripa_id_format(shop_product(&shop, "Lamp", 5)->id, lamp);
    kripad = daemon_start(shop.store.uri, SHOP_JWT_SECRET, NULL);
    http = http_open(daemon_url(kripad));
}

static void end(void)
{
    http_close(http);
    ck_assert_int_eq(daemon_stop(kripad), 0);
    shop_close(&shop);
}

static json_t *ask(const char *method, const char *path, const char *token, const char *body,
                   long status)
{
    return http_data(http, (struct http_request){method, path, token, body, NULL}, status);
}

static json_t *add(const char *token, const char *product, const char *qty, long status)
{
    const char *body = kripa_arena_format(&shop.arena, "{\"productId\":\"%s\"%s%s}", product,
                                          qty ? ",\"qty\":" : "", qty ? qty : "");
    return ask("POST", "/api/cart/add", token, body, status);
}

static const char *item_path(const char *product)
{
    return kripa_arena_format(&shop.arena, "/api/cart/item/%s", product);
}

START_TEST(a_customers_line_has_its_shape)
{
    json_t *line = json_object_get(add(customer, fan, NULL, 200), "item");
    ck_assert_str_eq(http_text(line, "product"), fan);
    ck_assert_str_eq(http_text(line, "name"), "Ceiling Fan");
    ck_assert(http_number(line, "price") == 100);
    ck_assert(http_number(line, "qty") == 1);
    ck_assert(http_number(line, "stock") == 40);
    ck_assert(json_is_null(json_object_get(line, "image")));
    ck_assert(json_is_true(json_object_get(line, "available")));
    static const char *const trade[] = {"regularPrice", "bulkPrice", "minBulkQty", "isBulkPrice"};
    for (size_t i = 0; i < 4; i++)
        ck_assert_ptr_null(json_object_get(line, trade[i]));
}
END_TEST

START_TEST(a_retailers_line_has_trade_prices_unless_he_buys_as_a_customer)
{
    json_t *line = json_object_get(add(retailer, fan, "10", 200), "item");
    ck_assert(http_number(line, "price") == 80);
    ck_assert(http_number(line, "regularPrice") == 100); /* what others pay */
    ck_assert(http_number(line, "bulkPrice") == 80);
    ck_assert(http_number(line, "minBulkQty") == 10);
    ck_assert(json_is_true(json_object_get(line, "isBulkPrice")));
    line = json_array_get(ask("GET", "/api/cart?purchaseMode=customer", retailer, NULL, 200), 0);
    ck_assert(http_number(line, "price") == 100);
    ck_assert_ptr_null(json_object_get(line, "bulkPrice"));
    line = json_object_get(
        ask("PUT", item_path(fan), retailer, "{\"qty\":12,\"purchaseMode\":\"customer\"}", 200),
        "item");
    ck_assert(http_number(line, "price") == 100);
    ck_assert_ptr_null(json_object_get(line, "isBulkPrice"));
}
END_TEST

START_TEST(lines_are_changed_and_taken_out)
{
    add(customer, fan, "2", 200);
    add(customer, lamp, "1", 200);
    json_t *data = ask("PUT", item_path(fan), customer, "{\"qty\":3}", 200);
    ck_assert(http_number(json_object_get(data, "item"), "qty") == 3);
    data = ask("PUT", item_path(fan), customer, "{\"qty\":0}", 200);
    ck_assert(json_is_true(json_object_get(data, "removed")));
    ck_assert_str_eq(http_text(data, "productId"), fan);
    ask("PUT", item_path(fan), customer, "{\"qty\":1}", 404);
    data = ask("DELETE", item_path(lamp), customer, NULL, 200);
    ck_assert_str_eq(http_text(data, "productId"), lamp);
    add(customer, fan, "2", 200);
    data = ask("DELETE", "/api/cart", customer, NULL, 200);
    ck_assert(json_is_array(data));
    ck_assert_uint_eq(json_array_size(ask("GET", "/api/cart", customer, NULL, 200)), 0);
}
END_TEST

START_TEST(bad_quantities_are_named)
{
    static const char *const bad[] = {"-2", "0", "1.5", "\"1\"", "1e99", "100001"};
    add(customer, fan, "1", 200);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        json_t *data = add(customer, fan, bad[i], 400);
        ck_assert_str_eq(http_text(json_array_get(json_object_get(data, "errors"), 0), "field"),
                         "qty");
    }
    ask("PUT", item_path(fan), customer, "{\"qty\":-1}", 400);
    ask("PUT", item_path(fan), customer, "{}", 400);
    ask("PUT", item_path("nonsense"), customer, "{\"qty\":1}", 404);
    ask("POST", "/api/cart/add", customer, "{\"productId\":\"nonsense\"}", 400);
}
END_TEST

START_TEST(more_than_there_is_is_refused)
{
    add(customer, lamp, "4", 200);
    json_t *data = add(customer, lamp, "2", 409);
    ck_assert_str_eq(http_text(data, "code"), "OUT_OF_STOCK");
    ck_assert_str_eq(http_text(json_array_get(json_object_get(data, "errors"), 0), "message"),
                     "only 5 left");
}
END_TEST

START_TEST(a_guests_cart_joins_and_says_what_was_left_out)
{
    add(customer, lamp, "3", 200);
    const char *body =
        kripa_arena_format(&shop.arena,
                           "{\"items\":[{\"productId\":\"%s\",\"qty\":9},{\"productId\":\"%s\"},"
                           "{\"productId\":\"000000000000000000000001\",\"qty\":1}]}",
                           lamp, fan);
    json_t *lines = ask("POST", "/api/cart/merge", customer, body, 200);
    ck_assert_uint_eq(json_array_size(lines), 2);
    ck_assert(http_number(json_array_get(lines, 0), "qty") == 5);
    ck_assert(http_number(json_array_get(lines, 1), "qty") == 1);
    const struct http_answer *answer =
        http_ask(http, (struct http_request){"POST", "/api/cart/merge", customer, body, NULL});
    ck_assert_str_eq(http_text(answer->json, "message"),
                     "no longer available: 1 product; less than asked for: Lamp (5)");
    ask("POST", "/api/cart/merge", customer, "{}", 400);
}
END_TEST

static const struct http_answer *merge_under(const char *key, const char *body)
{
    static const char *headers[2];
    headers[0] = key;
    return http_ask(http,
                    (struct http_request){"POST", "/api/cart/merge", customer, body, headers});
}

START_TEST(a_merge_under_a_key_is_done_once)
{
    const char *key = "Idempotency-Key: sign-in-7";
    const char *body =
        kripa_arena_format(&shop.arena, "{\"items\":[{\"productId\":\"%s\",\"qty\":9}]}", lamp);
    const struct http_answer *answer = merge_under(key, body);
    ck_assert_int_eq(answer->status, 200);
    const char *first = kripa_arena_format(&shop.arena, "%s", answer->body);
    ck_assert_str_eq(merge_under(key, body)->body, first);
    body = kripa_arena_format(&shop.arena, "{\"items\":[{\"productId\":\"%s\"}]}", fan);
    answer = merge_under(key, body);
    ck_assert_int_eq(answer->status, 422);
    ck_assert_str_eq(http_code(answer), "KEY_REUSED");
    ck_assert_int_eq(merge_under("Idempotency-Key: \"\"", body)->status, 400);
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(merge_under("Idempotency-Key: sign-in-8", body)->status, 200);
    json_t *lines = ask("GET", "/api/cart", customer, NULL, 200);
    ck_assert_uint_eq(json_array_size(lines), 2);
    ck_assert(http_number(json_array_get(lines, 1), "qty") == 1);
}
END_TEST

START_TEST(an_unknown_purchase_mode_leaves_it_to_the_role)
{
    static const char *const modes[] = {"7",    "true", "[\"customer\"]", "{\"a\":1}",
                                        "null", "\"\"", "\"bulk\""};
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        const char *body = kripa_arena_format(
            &shop.arena, "{\"productId\":\"%s\",\"purchaseMode\":%s}", fan, modes[i]);
        json_t *line = json_object_get(ask("POST", "/api/cart/add", retailer, body, 200), "item");
        ck_assert(http_number(line, "price") == 90);
    }
    ask("GET", "/api/cart?purchaseMode=a-mode-that-is-longer-than-any-other-known-here", retailer,
        NULL, 200);
}
END_TEST

START_TEST(guests_have_no_cart_here)
{
    ask("GET", "/api/cart", NULL, NULL, 401);
    ask("GET", "/api/favorites", NULL, NULL, 401);
    add(NULL, fan, "1", 401);
}
END_TEST

START_TEST(favourites_are_kept_and_dropped)
{
    const char *body = kripa_arena_format(&shop.arena, "{\"productId\":\"%s\"}", fan);
    for (int i = 0; i < 2; i++)
        ck_assert_str_eq(
            http_text(ask("POST", "/api/favorites/add", customer, body, 200), "productId"), fan);
    json_t *products = ask("GET", "/api/favorites", customer, NULL, 200);
    ck_assert_uint_eq(json_array_size(products), 1);
    ck_assert_str_eq(http_text(json_array_get(products, 0), "name"), "Ceiling Fan");
    ck_assert_ptr_null(json_object_get(json_array_get(products, 0), "price_bulk"));
    const char *path = kripa_arena_format(&shop.arena, "/api/favorites/remove/%s", fan);
    for (int i = 0; i < 2; i++)
        ck_assert_str_eq(http_text(ask("DELETE", path, customer, NULL, 200), "productId"), fan);
    ck_assert_uint_eq(json_array_size(ask("GET", "/api/favorites", customer, NULL, 200)), 0);
    ask("POST", "/api/favorites/add", customer, "{\"productId\":\"000000000000000000000001\"}",
        404);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN(
        "cart", begin, end, a_customers_line_has_its_shape,
        a_retailers_line_has_trade_prices_unless_he_buys_as_a_customer,
        lines_are_changed_and_taken_out, bad_quantities_are_named, more_than_there_is_is_refused,
        a_guests_cart_joins_and_says_what_was_left_out, a_merge_under_a_key_is_done_once,
        an_unknown_purchase_mode_leaves_it_to_the_role, guests_have_no_cart_here,
        favourites_are_kept_and_dropped);
}
