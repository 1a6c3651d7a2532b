/* SPDX-License-Identifier: MIT
 * The catalogue over HTTP: shapes, rights, caching, and what each viewer may see. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "daemon.h"
#include "http.h"
#include "shop.h"
#include "suite.h"

static struct shop shop;
static struct daemon *kripad;
static struct http *http;
static const char *admin, *retailer, *customer;

static void begin(void)
{
    shop_open(&shop, .place = SHOP_SHARED, .clock_runs = true);
    admin = shop_token(&shop, "owner", KRIPA_ROLE_ADMIN);
    retailer = shop_token(&shop, "dealer", KRIPA_ROLE_RETAILER);
    customer = shop_token(&shop, "asha", KRIPA_ROLE_CUSTOMER);
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

static const struct http_answer *get_with(const char *path, const char *token, const char *header)
{
    const char *headers[] = {header, NULL};
    return http_ask(http, (struct http_request){"GET", path, token, NULL, headers});
}

static char *format(const char *format_text, const char *value)
{
    return kripa_arena_format(&shop.arena, format_text, value);
}

/* A product with every price; returns its id. */
static const char *add_fan(void)
{
    json_t *fan = ask("POST", "/api/products", admin,
                      "{\"name\":\"Ceiling Fan\",\"price\":1749.5,\"retailer_price\":1479,"
                      "\"price_bulk\":1385,\"min_bulk_qty\":5,\"stock\":64,\"gst_rate\":18,"
                      "\"tags\":[\"pavanya\"],\"low_stock_threshold\":7,"
                      "\"images\":[{\"url\":\"https://x.example/a.jpg\",\"public_id\":\"a\"}]}",
                      201);
    return format("%s", http_text(fan, "_id"));
}

START_TEST(a_product_is_made_and_found)
{
    const struct http_answer *answer =
        http_ask(http, (struct http_request){"POST", "/api/products", admin,
                                             "{\"name\":\"Lamp\",\"price\":99.5}", NULL});
    char location[128];
    ck_assert_int_eq(answer->status, 201);
    ck_assert_ptr_nonnull(http_header(answer, "Location", location, sizeof location));
    json_t *lamp = ask("GET", location, NULL, NULL, 200);
    ck_assert_str_eq(http_text(lamp, "name"), "Lamp");
    ck_assert_str_eq(http_text(lamp, "slug"), "lamp");
    ck_assert_str_eq(http_text(lamp, "description"), "");
    ck_assert(json_number_value(json_object_get(lamp, "price")) == 99.5);
    ck_assert_ptr_null(json_object_get(lamp, "active"));
    ck_assert_ptr_null(json_object_get(lamp, "category"));
    ck_assert(json_is_array(json_object_get(lamp, "images")));
    ask("GET", "/api/products/lamp", NULL, NULL, 200);
    ask("GET", "/api/products/no-lamp", NULL, NULL, 404);
    ask("GET", "/api/products/0123456789abcdef01234567", NULL, NULL, 404);
    ask("PUT", "/api/products/not-an-id", admin, "{\"price\":1}", 404);
}
END_TEST

START_TEST(lists_have_items_and_meta)
{
    for (int i = 0; i < 3; i++)
        ask("POST", "/api/products", admin,
            kripa_arena_format(&shop.arena, "{\"name\":\"P%d\",\"price\":%d}", i, 10 + i), 201);
    json_t *data = ask("GET", "/api/products?limit=2&sort=price", NULL, NULL, 200);
    json_t *meta = json_object_get(data, "meta"), *items = json_object_get(data, "items");
    ck_assert_uint_eq(json_array_size(items), 2);
    ck_assert_int_eq(json_integer_value(json_object_get(meta, "total")), 3);
    ck_assert_int_eq(json_integer_value(json_object_get(meta, "pages")), 2);
    ck_assert_int_eq(json_integer_value(json_object_get(meta, "page")), 1);
    char *path = format("/api/products?limit=2&sort=price&cursor=%s", http_text(meta, "next"));
    data = ask("GET", path, NULL, NULL, 200);
    ck_assert_str_eq(http_text(json_array_get(json_object_get(data, "items"), 0), "name"), "P2");
    ck_assert(json_is_null(json_object_get(json_object_get(data, "meta"), "next")));
    data = ask("GET", "/api/products?search=p1&utm_source=x", NULL, NULL, 200);
    ck_assert_uint_eq(json_array_size(json_object_get(data, "items")), 1);
}
END_TEST

static const struct {
    const char *path, *field;
} bad_queries[] = {
    {"/api/products?sort=colour", "sort"},
    {"/api/products?page=0", "page"},
    {"/api/products?limit=0", "limit"},
    {"/api/products?limit=abc", "limit"},
    {"/api/products?page=9999", "page"},
    {"/api/products?cursor=x", "cursor"},
    {"/api/products?availability=x", "availability"},
    {"/api/products?minPrice=1.005", "minPrice"},
};

START_TEST(bad_queries_are_400_and_named)
{
    for (size_t i = 0; i < sizeof bad_queries / sizeof *bad_queries; i++) {
        json_t *data = ask("GET", bad_queries[i].path, NULL, NULL, 400);
        json_t *first = json_array_get(json_object_get(data, "errors"), 0);
        ck_assert_str_eq(http_text(data, "code"), "INVALID");
        ck_assert_str_eq(http_text(first, "field"), bad_queries[i].field);
    }
}
END_TEST

/* As browsers and phones send what people type and paste. */
static const struct {
    const char *path;
    size_t found;
} pasted[] = {
    {"/api/products?q=led%C2%A0bulb", 2},         /* a no-break blank */
    {"/api/products?q=%E2%80%8Eled%E2%80%AC", 2}, /* marks that nobody sees */
    {"/api/products?q=%E0%A5%AF%20w", 2},         /* 9 in Devanagari */
    {"/api/products?q=9w+led", 2},
    {"/api/products?q=ha%CC%88fele", 1}, /* decomposed */
    {"/api/products?q=%20", 2},
    {"/api/products?brand=HAVEL", 1},
    {"/api/products?brand=nuts%2C%20bolts", 0}, /* two tags */
    {"/api/products?brand=nuts%2C%20bolts&brand=", 0},
    {"/api/products?brand=nuts%2C%20bolts&brand=Nuts%2C%20Bolts", 1},
    {"/api/products?brand=nuts%2C%20bolts&brand=havel", 2},
    {"/api/products?category=cafe%CC%81", 1},
    {"/api/products?category=caf%C3%A9", 1},
};

START_TEST(what_is_pasted_is_found)
{
    static const char *const goods[] = {
        "{\"name\":\"Häfele LED Bulb 9 "
        "W\",\"price\":10,\"category\":\"caf\u00e9\",\"tags\":[\"Havel\"]}",
        "{\"name\":\"LED Bulb 9W\",\"price\":11,\"tags\":[\"Nuts, bolts\"]}"};
    ask("POST", "/api/categories", admin, "{\"name\":\"Caf\u00e9\"}", 201);
    for (size_t i = 0; i < 2; i++)
        ask("POST", "/api/products", admin, goods[i], 201);
    for (size_t i = 0; i < sizeof pasted / sizeof *pasted; i++) {
        json_t *list = ask("GET", pasted[i].path, NULL, NULL, 200);
        ck_assert_msg(json_array_size(json_object_get(list, "items")) == pasted[i].found, "%s: %zu",
                      pasted[i].path, json_array_size(json_object_get(list, "items")));
    }
    ask("GET", "/api/products/ha%CC%88fele-led-bulb-9-w", NULL, NULL, 200);
    ask("GET", "/api/products/h%C3%A4fele-led-bulb-9-w", NULL, NULL, 200);
    ask("GET", "/api/products/hafele-led-bulb-9-w", NULL, NULL, 404);
}
END_TEST

/* Every answer of the catalogue that a guest or a customer can get. */
START_TEST(a_customer_never_gets_a_trade_price)
{
    const char *id = add_fan();
    const char *const paths[] = {
        "/api/products",
        "/api/products?q=fan",
        "/api/products?sort=-price&limit=100",
        "/api/products?brand=pavanya&availability=in",
        "/api/products/ceiling-fan",
        format("/api/products/%s", id),
        "/api/retailer/products",
    };
    const char *const tokens[] = {NULL, customer};
    static const char *const secrets[] = {"retailer_price", "price_bulk", "min_bulk_qty",
                                          "1479",           "1385",       "low_stock_threshold",
                                          "stock_spare",    "active"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        for (size_t j = 0; j < 2; j++) {
            const struct http_answer *answer =
                http_ask(http, (struct http_request){"GET", paths[i], tokens[j], NULL, NULL});
            for (size_t k = 0; k < sizeof secrets / sizeof *secrets; k++)
                ck_assert_msg(!strstr(answer->body, secrets[k]), "%s: %s", paths[i], answer->body);
        }
}
END_TEST

START_TEST(retailers_and_admins_see_more)
{
    add_fan();
    json_t *fan = ask("GET", "/api/products/ceiling-fan", retailer, NULL, 200);
    ck_assert_int_eq(json_integer_value(json_object_get(fan, "price_bulk")), 1385);
    ck_assert_ptr_null(json_object_get(fan, "low_stock_threshold"));
    json_t *list = ask("GET", "/api/retailer/products", retailer, NULL, 200);
    json_t *limit = json_object_get(json_object_get(list, "meta"), "limit");
    ck_assert_int_eq(json_integer_value(limit), 1000);
    fan = json_array_get(json_object_get(list, "items"), 0);
    ck_assert_int_eq(json_integer_value(json_object_get(fan, "retailer_price")), 1479);
    fan = ask("GET", "/api/products/ceiling-fan", admin, NULL, 200);
    ck_assert_int_eq(json_integer_value(json_object_get(fan, "low_stock_threshold")), 7);
    ck_assert(json_is_true(json_object_get(fan, "active")));
    ask("GET", "/api/retailer/products", admin, NULL, 403);
    ask("GET", "/api/retailer/products", customer, NULL, 403);
    ask("GET", "/api/retailer/products", NULL, NULL, 401);
}
END_TEST

static const struct {
    const char *method, *path;
} admin_routes[] = {
    {"POST", "/api/products"},
    {"PUT", "/api/products/0123456789abcdef01234567"},
    {"DELETE", "/api/products/0123456789abcdef01234567"},
    {"POST", "/api/categories"},
    {"PUT", "/api/categories/0123456789abcdef01234567"},
    {"DELETE", "/api/categories/0123456789abcdef01234567"},
    {"GET", "/api/admin/categories"},
    {"GET", "/api/admin/subcategories"},
    {"PATCH", "/api/admin/categories/0123456789abcdef01234567/status"},
    {"PUT", "/api/admin/products/0123456789abcdef01234567/stock"},
    {"GET", "/api/admin/products/0123456789abcdef01234567/ledger"},
};

START_TEST(admin_routes_are_for_admins)
{
    for (size_t i = 0; i < sizeof admin_routes / sizeof *admin_routes; i++) {
        ask(admin_routes[i].method, admin_routes[i].path, NULL, NULL, 401);
        ask(admin_routes[i].method, admin_routes[i].path, customer, NULL, 403);
        ask(admin_routes[i].method, admin_routes[i].path, retailer, NULL, 403);
    }
}
END_TEST

START_TEST(replies_are_cached_by_viewer)
{
    add_fan();
    static const char *const paths[] = {"/api/products", "/api/products/ceiling-fan",
                                        "/api/categories", "/api/subcategories"};
    for (size_t i = 0; i < 4; i++) {
        char tag[64], mine[64], value[64], *match;
        const struct http_answer *answer = get_with(paths[i], NULL, NULL);
        ck_assert_int_eq(answer->status, 200);
        ck_assert_str_eq(http_header(answer, "Cache-Control", value, sizeof value),
                         "public, no-cache");
        ck_assert_ptr_nonnull(
            strstr(http_header(answer, "Vary", value, sizeof value), "Authorization"));
        ck_assert_ptr_nonnull(http_header(answer, "ETag", tag, sizeof tag));
        match = format("If-None-Match: %s", tag);
        ck_assert_int_eq(get_with(paths[i], NULL, match)->status, 304);
        answer = get_with(paths[i], customer, match);
        ck_assert_int_eq(answer->status, 200);
        ck_assert_str_eq(http_header(answer, "Cache-Control", value, sizeof value),
                         "private, no-cache");
        ck_assert_str_ne(http_header(answer, "ETag", mine, sizeof mine), tag);
    }
}
END_TEST

START_TEST(a_stale_if_match_is_412)
{
    const char *path = format("/api/products/%s", add_fan());
    char tag[64];
    ck_assert_ptr_nonnull(http_header(get_with(path, admin, NULL), "ETag", tag, sizeof tag));
    const char *headers[] = {format("If-Match: %s", tag), NULL};
    struct http_request edit = {"PUT", path, admin, "{\"stock\":5}", headers};
    ck_assert_int_eq(http_ask(http, edit)->status, 200);
    const struct http_answer *answer = http_ask(http, edit);
    ck_assert_int_eq(answer->status, 412);
    ck_assert_str_eq(http_code(answer), "STALE");
    ask("PUT", path, admin, "{\"stock\":6}", 200);
}
END_TEST

START_TEST(a_hidden_product_is_404_but_for_admins)
{
    const char *path = format("/api/products/%s", add_fan());
    ask("PUT", path, admin, "{\"active\":false}", 200);
    ask("GET", path, NULL, NULL, 404);
    ask("GET", path, customer, NULL, 404);
    ask("GET", path, retailer, NULL, 404);
    ask("GET", path, admin, NULL, 200);
    json_t *list = ask("GET", "/api/products", retailer, NULL, 200);
    ck_assert_uint_eq(json_array_size(json_object_get(list, "items")), 0);
}
END_TEST

START_TEST(what_is_taken_is_409_and_what_is_wrong_400)
{
    add_fan();
    json_t *data =
        ask("POST", "/api/products", admin, "{\"name\":\"Ceiling Fan\",\"price\":1}", 409);
    ck_assert_str_eq(http_text(data, "code"), "EXISTS");
    data = ask("POST", "/api/products", admin,
               "{\"name\":\"\",\"price\":0,\"stock\":-1,\"revision\":4,\"sold\":9}", 400);
    ck_assert_uint_eq(json_array_size(json_object_get(data, "errors")), 5);
    ask("POST", "/api/products", admin, "{\"name\":\"X\",\"price\":10,\"price_bulk\":11}", 400);
    ask("POST", "/api/products", admin, NULL, 400);
}
END_TEST

START_TEST(deleting_says_what_became_of_it)
{
    const char *path = format("/api/products/%s", add_fan());
    json_t *gone = ask("DELETE", path, admin, NULL, 200);
    ck_assert_str_eq(http_text(gone, "name"), "Ceiling Fan");
    ask("DELETE", path, admin, NULL, 404);
}
END_TEST

START_TEST(two_families_of_paths_share_one_tree)
{
    json_t *fans = ask("POST", "/api/categories", admin, "{\"name\":\"Fans\"}", 201);
    const char *fans_id = format("%s", http_text(fans, "_id"));
    ck_assert_str_eq(http_text(fans, "status"), "active");
    ck_assert_str_eq(http_text(fans, "logo"), "");
    char *body = format("{\"name\":\"Ceiling\",\"category_id\":\"%s\"}", fans_id);
    json_t *ceiling = ask("POST", "/api/admin/subcategories", admin, body, 201);
    const char *ceiling_id = format("%s", http_text(ceiling, "_id"));
    ck_assert_str_eq(http_text(json_object_get(ceiling, "category_id"), "name"), "Fans");
    ask("POST", "/api/admin/subcategories", admin, body, 409);
    ask("POST", "/api/admin/subcategories", admin, "{\"name\":\"Alone\"}", 400);
    json_t *list =
        ask("GET", format("/api/subcategories?category_id=%s", fans_id), NULL, NULL, 200);
    ck_assert_str_eq(http_text(json_array_get(list, 0), "category_id"), fans_id);
    list = ask("GET", "/api/admin/subcategories", admin, NULL, 200);
    ck_assert_str_eq(http_text(json_object_get(json_array_get(list, 0), "category_id"), "_id"),
                     fans_id);
    list = ask("GET", "/api/categories?tree=1", NULL, NULL, 200);
    ck_assert_uint_eq(json_array_size(list), 1);
    ck_assert_uint_eq(json_array_size(json_object_get(json_array_get(list, 0), "children")), 1);
    ask("DELETE", format("/api/categories/%s", fans_id), admin, NULL, 409);
    char *toggle = format("/api/admin/categories/%s/status", fans_id);
    ck_assert_str_eq(http_text(ask("PATCH", toggle, admin, NULL, 200), "status"), "inactive");
    ck_assert_uint_eq(json_array_size(ask("GET", "/api/categories", NULL, NULL, 200)), 0);
    ck_assert_uint_eq(json_array_size(ask("GET", "/api/admin/categories", admin, NULL, 200)), 1);
    json_t *shown = ask("PATCH", toggle, admin, "{\"status\":\"active\"}", 200);
    ck_assert_str_eq(http_text(shown, "status"), "active");
    ask("DELETE", format("/api/admin/subcategories/%s", ceiling_id), admin, NULL, 200);
    ask("DELETE", format("/api/admin/categories/%s", fans_id), admin, NULL, 200);
}
END_TEST

START_TEST(stock_moves_by_rows_of_the_ledger)
{
    const char *id = add_fan();
    char *stock = format("/api/admin/products/%s/stock", id);
    json_t *fan = ask("PUT", stock, admin, "{\"add\":-4,\"reason\":\"broken\"}", 200);
    ck_assert_int_eq(json_integer_value(json_object_get(fan, "stock")), 60);
    ask("PUT", stock, admin, "{\"set\":10,\"reason\":\"counted\"}", 200);
    ask("PUT", stock, admin, "{\"set\":10,\"add\":1,\"reason\":\"both\"}", 400);
    ask("PUT", stock, admin, "{\"add\":-11,\"reason\":\"too many\"}", 400);
    ask("PUT", stock, admin, "{\"set\":10}", 400);
    json_t *data = ask("GET", format("/api/admin/products/%s/ledger", id), admin, NULL, 200);
    json_t *rows = json_object_get(data, "items");
    json_int_t sum = 0;
    for (size_t i = 0; i < json_array_size(rows); i++)
        sum += json_integer_value(json_object_get(json_array_get(rows, i), "delta"));
    ck_assert_uint_eq(json_array_size(rows), 3);
    ck_assert_int_eq(sum, 10);
    ck_assert_str_eq(http_text(json_array_get(rows, 0), "kind"), "set");
    ck_assert_str_eq(http_text(json_array_get(rows, 2), "kind"), "opening");
    ask("GET", "/api/admin/products/0123456789abcdef01234567/ledger", admin, NULL, 404);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN(
        "catalog", begin, end, a_product_is_made_and_found, lists_have_items_and_meta,
        bad_queries_are_400_and_named, what_is_pasted_is_found, a_customer_never_gets_a_trade_price,
        retailers_and_admins_see_more, admin_routes_are_for_admins, replies_are_cached_by_viewer,
        a_stale_if_match_is_412, a_hidden_product_is_404_but_for_admins,
        what_is_taken_is_409_and_what_is_wrong_400, deleting_says_what_became_of_it,
        two_families_of_paths_share_one_tree, stock_moves_by_rows_of_the_ledger);
}
