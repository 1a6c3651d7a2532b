/* SPDX-License-Identifier: MIT
 * Orders over HTTP: the checkout with its key, the shape of an order, what owner and admin may
 * do. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include "daemon.h"
#include "goods.h"
#include "http.h"
#include "orders.h"
#include "shop.h"

static struct shop shop;
static struct daemon *kripad;
static struct http *http;
static const char *admin, *retailer, *customer, *stranger;
static struct kripa_product *fan;

static void begin(void)
{
    shop_open(&shop, .place = SHOP_SHARED, .clock_runs = true);
    admin = shop_token(&shop, "owner", KRIPA_ROLE_ADMIN);
    retailer = shop_token(&shop, "dealer", KRIPA_ROLE_RETAILER);
    customer = shop_token(&shop, "asha", KRIPA_ROLE_CUSTOMER);
    stranger = shop_token(&shop, "ravi", KRIPA_ROLE_CUSTOMER);
    fan = shop_product(&shop, "Ceiling Fan", 40);
    kripad = daemon_start(shop.store.uri, SHOP_JWT_SECRET, NULL);
    http = http_open(daemon_url(kripad));
}

static void end(void)
{
    http_close(http);
    ck_assert_int_eq(daemon_stop(kripad), 0);
    ck_assert_int_eq(shop_verify(&shop), KRIPA_OK);
    shop_close(&shop);
}

static json_t *ask(const char *method, const char *path, const char *token, const char *body,
                   long status)
{
    return http_data(http, (struct http_request){method, path, token, body, NULL}, status);
}

static const struct http_answer *ask_with(const char *method, const char *path, const char *token,
                                          const char *body, const char *header)
{
    const char *headers[] = {header, "Content-Type: application/json", NULL};
    return http_ask(http, (struct http_request){method, path, token, body, headers});
}

static char *format(const char *format_text, const char *value)
{
    return kripa_arena_format(&shop.arena, format_text, value);
}

static char *body_of(int64_t qty)
{
    return shop_order_body(&shop, &fan, 1, qty);
}

/* The id of a new order. */
static const char *buy(const char *token, int64_t qty)
{
    return format("%s", http_text(ask("POST", "/api/orders", token, body_of(qty), 201), "_id"));
}

static const char *order_path(const char *format_text, const char *id)
{
    return format(format_text, id);
}

START_TEST(an_order_answers_with_its_place_and_shape)
{
    const struct http_answer *answer =
        http_ask(http, (struct http_request){"POST", "/api/orders", customer, body_of(2), NULL});
    char location[128];
    ck_assert_int_eq(answer->status, 201);
    json_t *order = json_object_get(answer->json, "data");
    const char *id = format("%s", http_text(order, "_id"));
    ck_assert_str_eq(http_header(answer, "Location", location, sizeof location),
                     order_path("/api/orders/%s", id));
    ck_assert_int_eq((int)http_number(order, "number"), 1001);
    ck_assert(http_number(order, "totalAmount") == 200);
    ck_assert_str_eq(http_text(order, "paymentMethod"), "COD");
    ck_assert_str_eq(http_text(order, "paymentStatus"), "pending");
    ck_assert_str_eq(http_text(order, "deliveryStatus"), "pending");
    ck_assert_str_eq(http_text(order, "purchaseMode"), "customer");
    ck_assert(json_is_false(json_object_get(order, "isBulkOrder")));
    ck_assert(json_is_null(json_object_get(order, "invoiceUrl")));
    ck_assert_ptr_null(json_object_get(order, "archived"));
    ck_assert_str_eq(http_text(json_object_get(order, "user"), "email"), "asha@example.com");
    ck_assert_str_eq(http_text(json_object_get(order, "shippingAddress"), "city"), "Pachore");
    json_t *line = json_array_get(json_object_get(order, "items"), 0);
    ck_assert_str_eq(http_text(line, "name"), "Ceiling Fan");
    ck_assert(http_number(line, "price") == 100);
    ck_assert_str_eq(http_text(json_object_get(line, "product"), "name"), "Ceiling Fan");
    ck_assert_uint_eq(json_array_size(json_object_get(order, "history")), 1);
    ask("GET", order_path("/api/orders/%s", id), customer, NULL, 200);
}
END_TEST

START_TEST(an_idempotency_key_is_printable)
{
    /* "Name;": curl sends it with an empty value */
    static const char *const bad[] = {"Idempotency-Key;", "Idempotency-Key: \"\"",
                                      "Idempotency-Key: caf\xC3\xA9"};
    for (size_t i = 0; i < 3; i++) {
        const struct http_answer *answer =
            ask_with("POST", "/api/orders", customer, body_of(2), bad[i]);
        ck_assert_int_eq(answer->status, 400);
        ck_assert_str_eq(http_code(answer), "INVALID");
    }
    char longest[300] = "Idempotency-Key: ";
    memset(longest + 17, 'k', 256);
    longest[17 + 256] = '\0';
    ck_assert_int_eq(ask_with("POST", "/api/orders", customer, body_of(2), longest)->status, 400);
    longest[17 + 255] = '\0';
    ck_assert_int_eq(ask_with("POST", "/api/orders", customer, body_of(2), longest)->status, 201);
}
END_TEST

START_TEST(one_key_is_one_order)
{
    const char *header = "Idempotency-Key: \"checkout-1\"";
    const struct http_answer *answer =
        ask_with("POST", "/api/orders", customer, body_of(2), header);
    ck_assert_int_eq(answer->status, 201);
    char *first = format("%s", answer->body), location[128], again[128];
    ck_assert_ptr_nonnull(http_header(answer, "Location", location, sizeof location));
    answer = ask_with("POST", "/api/orders", customer, body_of(2), "Idempotency-Key: checkout-1");
    ck_assert_int_eq(answer->status, 201);
    ck_assert_str_eq(answer->body, first);
    ck_assert_str_eq(http_header(answer, "Location", again, sizeof again), location);
    answer = ask_with("POST", "/api/orders", customer, body_of(3), header);
    ck_assert_int_eq(answer->status, 422);
    ck_assert_str_eq(http_code(answer), "KEY_REUSED");
    answer = ask_with("POST", "/api/orders?purchaseMode=customer", customer, body_of(2), header);
    ck_assert_int_eq(answer->status, 422);
    answer = ask_with("POST", "/api/orders", customer, body_of(2), "Idempotency-Key: \"\"");
    ck_assert_int_eq(answer->status, 400);
    ck_assert_int_eq(shop_stock(&shop, fan->id), 38);
}
END_TEST

START_TEST(a_total_that_is_not_as_expected_is_told)
{
    char *order = format("%s", body_of(2));
    order[strlen(order) - 1] = '\0'; /* its last brace */
    char *body = format("%s,\"expectedTotal\":199.5}", order);
    json_t *data = ask("POST", "/api/orders", customer, body, 409);
    json_t *error = json_array_get(json_object_get(data, "errors"), 0);
    ck_assert_str_eq(http_text(data, "code"), "CONFLICT");
    ck_assert_str_eq(http_text(error, "field"), "expectedTotal");
    ck_assert_str_eq(http_text(error, "message"), "the order comes to 200 rupees now, not 199.50");
    body = format("%s,\"expectedTotal\":200}", order);
    ask("POST", "/api/orders", customer, body, 201);
    ck_assert_int_eq(shop_stock(&shop, fan->id), 38);
}
END_TEST

START_TEST(quantities_that_are_no_numbers_are_refused_by_name)
{
    static const char *const bad[] = {"-2", "0", "1.5", "\"1\"", "1e99", "null", "true", "100001"};
    char id[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(fan->id, id);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char *body = kripa_arena_format(
            &shop.arena,
            "{\"items\":[{\"product\":\"%s\",\"qty\":%s}],\"shippingAddress\":{\"name\":\"A\","
            "\"phone\":\"9826012345\",\"addressLine\":\"x\",\"city\":\"x\",\"state\":\"x\","
            "\"pincode\":\"465683\"}}",
            id, bad[i]);
        json_t *data = ask("POST", "/api/orders", customer, body, 400);
        json_t *error = json_array_get(json_object_get(data, "errors"), 0);
        ck_assert_str_eq(http_text(error, "field"), "items[0].qty");
    }
}
END_TEST

START_TEST(what_is_not_there_is_told_by_line)
{
    json_t *data = ask("POST", "/api/orders", customer, body_of(41), 409);
    json_t *error = json_array_get(json_object_get(data, "errors"), 0);
    ck_assert_str_eq(http_text(data, "code"), "OUT_OF_STOCK");
    ck_assert_str_eq(http_text(error, "field"), "items[0].qty");
    ck_assert_str_eq(http_text(error, "message"), "only 40 left");
}
END_TEST

START_TEST(purchase_mode_comes_in_body_or_query)
{
    json_t *order = ask("POST", "/api/orders", retailer, body_of(10), 201);
    ck_assert(http_number(order, "totalAmount") == 800);
    ck_assert(json_is_true(json_object_get(order, "isBulkOrder")));
    order = ask("POST", "/api/orders?purchaseMode=customer", retailer, body_of(10), 201);
    ck_assert(http_number(order, "totalAmount") == 1000);
    ck_assert_str_eq(http_text(order, "purchaseMode"), "customer");
    order = ask("POST", "/api/retailer/orders?purchaseMode=customer", retailer, body_of(10), 201);
    ck_assert(http_number(order, "totalAmount") == 800);
    json_t *mine = ask("GET", "/api/retailer/orders", retailer, NULL, 200);
    ck_assert(http_number(json_object_get(mine, "meta"), "total") == 2);
    mine = ask("GET", "/api/orders/my", retailer, NULL, 200);
    ck_assert(http_number(json_object_get(mine, "meta"), "total") == 3);
    json_t *all = ask("GET", "/api/admin/retailer-orders", admin, NULL, 200);
    ck_assert(http_number(json_object_get(all, "meta"), "total") == 2);
    ask("POST", "/api/retailer/orders", customer, body_of(1), 403);
    ask("GET", "/api/retailer/orders", admin, NULL, 403);
}
END_TEST

START_TEST(an_order_is_its_owners_and_the_admins)
{
    const char *id = buy(customer, 1);
    const char *path = order_path("/api/orders/%s", id);
    ask("GET", path, stranger, NULL, 404);
    ask("GET", path, NULL, NULL, 401);
    ask("GET", path, admin, NULL, 200);
    ask("GET", order_path("/api/admin/orders/%s", id), admin, NULL, 200);
    ask("GET", order_path("/api/admin/orders/%s", id), customer, NULL, 403);
    ask("PUT", order_path("/api/orders/%s/cancel", id), stranger, NULL, 404);
    ask("GET", "/api/orders", customer, NULL, 403);
    ask("GET", "/api/orders/nonsense", customer, NULL, 404);
    ask("GET", "/api/orders/000000000000000000000000", customer, NULL, 404);
    ck_assert_uint_eq(json_array_size(json_object_get(
                          ask("GET", "/api/orders/my", stranger, NULL, 200), "items")),
                      0);
}
END_TEST

START_TEST(an_order_goes_from_hand_to_hand)
{
    const char *id = buy(customer, 1);
    const char *status = order_path("/api/orders/%s/status", id);
    ask("PUT", status, customer, "{\"status\":\"shipped\"}", 403);
    json_t *data = ask("PUT", status, admin, "{\"status\":\"delivered\"}", 409);
    ck_assert_str_eq(http_text(data, "code"), "CONFLICT");
    ask("PUT", status, admin, "{\"status\":\"lost\"}", 400);
    json_t *order = ask("PUT", status, admin, "{\"status\":\"shipped\",\"note\":\"by post\"}", 200);
    ck_assert_str_eq(http_text(order, "deliveryStatus"), "shipped");
    ask("PUT", order_path("/api/orders/%s/cancel", id), customer, NULL, 409);
    order = ask("PUT", order_path("/api/admin/orders/status/%s", id), admin,
                "{\"deliveryStatus\":\"delivered\"}", 200);
    ck_assert_str_eq(http_text(order, "paymentStatus"), "paid");
    json_t *history = json_object_get(order, "history");
    ck_assert_uint_eq(json_array_size(history), 3);
    ck_assert_str_eq(http_text(json_array_get(history, 1), "note"), "by post");
    ask("PUT", status, admin, "{\"status\":\"delivered\"}", 200);
}
END_TEST

START_TEST(cancelling_needs_no_body_and_gives_the_stock_back)
{
    const char *id = buy(customer, 5);
    ck_assert_int_eq(shop_stock(&shop, fan->id), 35);
    json_t *order = ask("PUT", order_path("/api/orders/%s/cancel", id), customer, NULL, 200);
    ck_assert_str_eq(http_text(order, "deliveryStatus"), "cancelled");
    ask("PUT", order_path("/api/orders/%s/cancel", id), customer, "{\"reason\":\"late\"}", 200);
    ck_assert_int_eq(shop_stock(&shop, fan->id), 40);
    ask("DELETE", order_path("/api/admin/orders/%s", id), admin, NULL, 200);
    ask("GET", order_path("/api/orders/%s", id), customer, NULL, 404);
}
END_TEST

START_TEST(a_live_order_is_archived_not_deleted)
{
    const char *id = buy(customer, 1);
    ask("DELETE", order_path("/api/orders/%s", id), customer, NULL, 403);
    json_t *order = ask("DELETE", order_path("/api/orders/%s", id), admin, NULL, 200);
    ck_assert(json_is_true(json_object_get(order, "archived")));
    order = ask("GET", order_path("/api/orders/%s", id), customer, NULL, 200);
    ck_assert(json_is_true(json_object_get(order, "archived")));
    json_t *mine = ask("GET", "/api/orders/my", customer, NULL, 200);
    ck_assert_uint_eq(json_array_size(json_object_get(mine, "items")), 0);
    ask("PUT", order_path("/api/orders/%s/cancel", id), customer, NULL, 409);
}
END_TEST

START_TEST(tags_tell_what_changed_meanwhile)
{
    const char *id = buy(customer, 1);
    const char *path = order_path("/api/orders/%s", id);
    const char *status = order_path("/api/orders/%s/status", id);
    char tag[64], header[96];
    const struct http_answer *answer =
        http_ask(http, (struct http_request){"GET", path, customer, NULL, NULL});
    ck_assert_ptr_nonnull(http_header(answer, "ETag", tag, sizeof tag));
    snprintf(header, sizeof header, "If-None-Match: %s", tag);
    ck_assert_int_eq(ask_with("GET", path, customer, NULL, header)->status, 304);
    snprintf(header, sizeof header, "If-Match: %s", tag);
    answer = ask_with("PUT", status, admin, "{\"status\":\"shipped\"}", header);
    ck_assert_int_eq(answer->status, 200);
    answer = ask_with("PUT", status, admin, "{\"status\":\"delivered\"}", header);
    ck_assert_int_eq(answer->status, 412);
    ck_assert_str_eq(http_code(answer), "STALE");
    answer = ask_with("PUT", order_path("/api/orders/%s/cancel", id), admin, NULL, header);
    ck_assert_int_eq(answer->status, 412);
}
END_TEST

START_TEST(an_admin_orders_for_somebody)
{
    json_t *users = ask("GET", "/api/admin/users?role=retailer", admin, NULL, 200);
    const char *id =
        format("%s", http_text(json_array_get(json_object_get(users, "items"), 0), "_id"));
    char *body = body_of(10);
    body[strlen(body) - 1] = '\0';
    body = kripa_arena_format(&shop.arena, "%s,\"forUser\":\"%s\"}", body, id);
    json_t *order = ask("POST", "/api/orders", admin, body, 201);
    ck_assert(http_number(order, "totalAmount") == 800);
    ck_assert_str_eq(http_text(json_object_get(order, "user"), "email"), "dealer@example.com");
    ck_assert_uint_eq(strlen(http_text(order, "placedBy")), 24);
    ask("POST", "/api/orders", customer, body, 400);
}
END_TEST

START_TEST(settings_have_a_tag)
{
    char tag[128], again[128], cache[128];
    const struct http_answer *answer =
        ask_with("GET", "/api/admin/settings", admin, NULL, "X-Request-Id: a");
    ck_assert_ptr_nonnull(http_header(answer, "ETag", tag, sizeof tag));
    ck_assert_str_eq(http_header(answer, "Cache-Control", cache, sizeof cache),
                     "private, no-cache");
    answer = ask_with("GET", "/api/admin/settings", admin, NULL, format("If-None-Match: %s", tag));
    ck_assert_int_eq(answer->status, 304);
    ck_assert_uint_eq(answer->body_size, 0);
    answer = ask_with("PUT", "/api/admin/settings", admin, "{\"deliveryCharge\":10}",
                      format("If-Match: %s", tag));
    ck_assert_int_eq(answer->status, 200);
    ck_assert_str_ne(http_header(answer, "ETag", again, sizeof again), tag);
    answer = ask_with("GET", "/api/admin/settings", admin, NULL, format("If-None-Match: %s", tag));
    ck_assert_int_eq(answer->status, 200);
    answer = ask_with("PUT", "/api/admin/settings", admin, "{\"deliveryCharge\":20}",
                      format("If-Match: %s", tag));
    ck_assert_int_eq(answer->status, 412);
}
END_TEST

START_TEST(settings_are_the_admins)
{
    ask("GET", "/api/admin/settings", customer, NULL, 403);
    json_t *settings = ask("GET", "/api/admin/settings", admin, NULL, 200);
    ck_assert_str_eq(http_text(settings, "timeZone"), "Asia/Kolkata");
    settings = ask("PUT", "/api/admin/settings", admin,
                   "{\"deliveryCharge\":49.5,\"freeDeliveryFrom\":500,\"codLimit\":1000,"
                   "\"pincodes\":[\"465683\"]}",
                   200);
    ck_assert(http_number(settings, "deliveryCharge") == 49.5);
    json_t *order = ask("POST", "/api/orders", customer, body_of(1), 201);
    ck_assert(http_number(order, "totalAmount") == 149.5);
    ck_assert(http_number(order, "deliveryCharge") == 49.5);
    json_t *data = ask("POST", "/api/orders", customer, body_of(11), 400);
    ck_assert_str_eq(http_text(json_array_get(json_object_get(data, "errors"), 0), "field"),
                     "paymentMethod");
    ask("PUT", "/api/admin/settings", admin, "{\"pincodes\":[\"465674\"]}", 200);
    data = ask("POST", "/api/orders", customer, body_of(1), 400);
    ck_assert_str_eq(http_text(json_array_get(json_object_get(data, "errors"), 0), "field"),
                     "shippingAddress.pincode");
    ask("PUT", "/api/admin/settings", admin, "{\"timeZone\":\"Nowhere\"}", 400);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN(
        "order", begin, end, an_order_answers_with_its_place_and_shape, one_key_is_one_order,
        an_idempotency_key_is_printable, a_total_that_is_not_as_expected_is_told,
        quantities_that_are_no_numbers_are_refused_by_name, what_is_not_there_is_told_by_line,
        purchase_mode_comes_in_body_or_query, an_order_is_its_owners_and_the_admins,
        an_order_goes_from_hand_to_hand, cancelling_needs_no_body_and_gives_the_stock_back,
        a_live_order_is_archived_not_deleted, tags_tell_what_changed_meanwhile,
        an_admin_orders_for_somebody, settings_are_the_admins, settings_have_a_tag);
}
