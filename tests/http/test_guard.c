/* SPDX-License-Identifier: MIT
 * Who may come in: tokens, roles, origins, limits, addresses behind proxies; on a real shop,
 * without sockets. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "in_process.h"
#include "shop.h"
#include "suite.h"
#include "thing_routes.h"

static struct shop shop;
static struct in_process in;
static const char *customer, *admin;

static void reopen(const char *const *settings)
{
    in_process_close(&in);
    in_process_open(&in, thing_routes, shop.kripa, settings);
}

static void begin(void)
{
    shop_open(&shop, .place = SHOP_SHARED, .clock_runs = true);
    customer = shop_token(&shop, "customer", KRIPA_ROLE_CUSTOMER);
    admin = shop_token(&shop, "admin", KRIPA_ROLE_ADMIN);
    in_process_open(&in, thing_routes, shop.kripa, NULL);
}

static void end(void)
{
    in_process_close(&in);
    shop_close(&shop);
}

static unsigned ask(const char *method, const char *target, const char *token, const char *header)
{
    char authorization[2048];
    const char *headers[3] = {NULL};
    size_t count = 0;
    if (token) {
        snprintf(authorization, sizeof authorization, "Authorization: Bearer %s", token);
        headers[count++] = authorization;
    }
    if (header)
        headers[count++] = header;
    return in_process_ask(&in, method, target, NULL, headers);
}

static unsigned get(const char *target, const char *token)
{
    return ask("GET", target, token, NULL);
}

START_TEST(roles_open_what_their_route_says)
{
    ck_assert_uint_eq(get("/mine", NULL), 401);
    ck_assert_uint_eq(get("/mine", "nonsense"), 401);
    ck_assert_str_eq(in_process_header(&in, "WWW-Authenticate"), "Bearer error=\"invalid_token\"");
    ck_assert_uint_eq(get("/mine", customer), 200);
    ck_assert_uint_eq(get("/admin", NULL), 401);
    ck_assert_uint_eq(get("/admin", customer), 403);
    ck_assert_uint_eq(get("/admin", admin), 200);
    ck_assert_uint_eq(ask("GET", "/mine", NULL, "Authorization: bearer  nonsense"), 401);
}
END_TEST

START_TEST(a_bad_token_is_a_guest_where_anybody_may_come)
{
    ck_assert_uint_eq(get("/cached", "nonsense"), 200);
    ck_assert_str_eq(in_process_header(&in, "Cache-Control"), "public, no-cache");
    ck_assert_uint_eq(get("/things/gone", "nonsense"), 404);
    ck_assert_str_eq(in_process_message(&in), "there is no such thing");
}
END_TEST

START_TEST(the_viewer_decides_what_is_seen_and_kept)
{
    char guests[64], customers[64];
    get("/cached", NULL);
    snprintf(guests, sizeof guests, "%s", in_process_header(&in, "ETag"));
    get("/cached", customer);
    snprintf(customers, sizeof customers, "%s", in_process_header(&in, "ETag"));
    ck_assert_str_ne(guests, customers);
    ck_assert_str_eq(in_process_header(&in, "Cache-Control"), "private, no-cache");
    ck_assert_str_eq(in_process_header(&in, "Vary"), "Authorization, Origin");
    get("/mine", customer);
    ck_assert_str_eq(in_process_header(&in, "Cache-Control"), "no-store");
    get("/things/lamp", customer);
    ck_assert_ptr_null(strstr(in.request.reply.body, "price"));
    get("/things/lamp", admin);
    ck_assert_ptr_nonnull(strstr(in.request.reply.body, "\"price\":12.50"));
}
END_TEST

START_TEST(a_blocked_account_is_refused_at_once)
{
    struct kripa_id id;
    ck_assert_uint_eq(get("/mine", customer), 200);
    id = in.request.viewer.user;
    struct kripa_account *account;
    struct kripa_error err = {0};
    ck_assert_int_eq(kripa_account_block(shop.kripa, shop.console, id, (struct kripa_int){1, true},
                                         &shop.arena, &account, &err),
                     KRIPA_OK);
    unsigned status = get("/mine", customer);
    ck_assert_msg(status == 401 || status == 403, "%u", status);
    ck_assert_uint_eq(get("/cached", customer), 200);
    ck_assert_int_eq(in.request.viewer.role, KRIPA_ROLE_GUEST);
}
END_TEST

START_TEST(a_preflight_is_answered_before_sign_in)
{
    reopen(
        (const char *const[]){"ALLOWED_ORIGINS=https://shop.example, http://localhost:3000", NULL});
    const char *const headers[] = {"Origin: https://shop.example",
                                   "Access-Control-Request-Method: PATCH", NULL};
    ck_assert_uint_eq(in_process_ask(&in, "OPTIONS", "/admin", NULL, headers), 204);
    ck_assert_str_eq(in_process_header(&in, "Access-Control-Allow-Origin"), "https://shop.example");
    ck_assert_str_eq(in_process_header(&in, "Access-Control-Allow-Credentials"), "true");
    ck_assert_ptr_nonnull(strstr(in_process_header(&in, "Access-Control-Allow-Methods"), "PATCH"));
    ck_assert_ptr_nonnull(
        strstr(in_process_header(&in, "Access-Control-Allow-Headers"), "Idempotency-Key"));
    ck_assert_ptr_nonnull(strstr(in_process_header(&in, "Vary"), "Origin"));
    ck_assert_uint_eq(in_process_ask(&in, "OPTIONS", "/nothing", NULL, headers), 404);
    static const char *const unknown[] = {"/api", "/api/nothing", "/api/no/such/thing?a=b",
                                          "/api/1/2/3/4/5/6/7/8/9/10/11/12"};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        ck_assert_msg(in_process_ask(&in, "OPTIONS", unknown[i], NULL, headers) == 204, "%s",
                      unknown[i]);
        ck_assert_ptr_nonnull(in_process_header(&in, "Access-Control-Allow-Methods"));
    }
    ck_assert_uint_eq(in_process_ask(&in, "GET", "/api/nothing", NULL, headers), 404);
}
END_TEST

START_TEST(only_listed_origins_may_read)
{
    static const char *const foreign[] = {"https://evil.example",
                                          "http://shop.example",
                                          "https://shop.example.evil",
                                          "https://shop.example:8443",
                                          "null",
                                          "https://SHOP.example"};
    reopen((const char *const[]){"ALLOWED_ORIGINS=https://shop.example", NULL});
    ask("GET", "/things", NULL, "Origin: https://shop.example");
    ck_assert_str_eq(in_process_header(&in, "Access-Control-Allow-Origin"), "https://shop.example");
    ck_assert_ptr_nonnull(
        strstr(in_process_header(&in, "Access-Control-Expose-Headers"), "X-Request-Id"));
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
        char header[128];
        snprintf(header, sizeof header, "Origin: %s", foreign[i]);
        ck_assert_uint_eq(ask("GET", "/things", NULL, header), 200);
        ck_assert_msg(!in_process_header(&in, "Access-Control-Allow-Origin"), "%s", header);
        ck_assert_msg(ask("POST", "/cookie", NULL, header) == 403, "%s", header);
        ck_assert_ptr_nonnull(strstr(in_process_header(&in, "Vary"), "Origin"));
    }
    ck_assert_uint_eq(ask("POST", "/cookie", NULL, "Origin: https://shop.example"), 200);
    ck_assert_uint_eq(ask("POST", "/cookie", NULL, NULL), 200);
}
END_TEST

START_TEST(errors_can_be_read_by_the_front_end_too)
{
    reopen((const char *const[]){"FRONTEND_URL=https://shop.example/", NULL});
    ck_assert_uint_eq(ask("GET", "/mine", NULL, "Origin: https://shop.example"), 401);
    ck_assert_str_eq(in_process_header(&in, "Access-Control-Allow-Origin"), "https://shop.example");
    ck_assert_uint_eq(ask("GET", "/nothing", NULL, "Origin: https://shop.example"), 404);
    ck_assert_str_eq(in_process_header(&in, "Access-Control-Allow-Origin"), "https://shop.example");
}
END_TEST

START_TEST(localhost_may_call_a_loopback_listener_without_a_list)
{
    ask("GET", "/things", NULL, "Origin: http://localhost:5173");
    ck_assert_str_eq(in_process_header(&in, "Access-Control-Allow-Origin"),
                     "http://localhost:5173");
    ask("GET", "/things", NULL, "Origin: http://localhost.evil.example");
    ck_assert_ptr_null(in_process_header(&in, "Access-Control-Allow-Origin"));
    static const char *const here[] = {"FRONTEND_URL=http://localhost:3000",
                                       "PUBLIC_URL=http://127.0.0.1:8080",
                                       "PUBLIC_URL=http://[::1]:8080"};
    for (size_t i = 0; i < sizeof here / sizeof *here; i++) {
        reopen((const char *const[]){here[i], NULL});
        ask("GET", "/things", NULL, "Origin: http://localhost:5173");
        ck_assert_msg(in_process_header(&in, "Access-Control-Allow-Origin"), "%s", here[i]);
    }
}
END_TEST

START_TEST(localhost_may_not_call_a_shop_for_others)
{
    static const char *const shops[] = {"HOST=0.0.0.0",
                                        "HOST=::",
                                        "FRONTEND_URL=https://shop.example",
                                        "PUBLIC_URL=https://api.shop.example",
                                        "PUBLIC_URL=http://192.0.2.1:8080",
                                        "ALLOWED_ORIGINS=https://shop.example"};
    static const char *const pages[] = {"http://localhost:5173", "http://127.0.0.1",
                                        "http://[::1]"};
    for (size_t i = 0; i < sizeof shops / sizeof *shops; i++) {
        reopen((const char *const[]){shops[i], NULL});
        for (size_t j = 0; j < sizeof pages / sizeof *pages; j++) {
            char header[64];
            snprintf(header, sizeof header, "Origin: %s", pages[j]);
            ask("GET", "/things", NULL, header);
            ck_assert_msg(!in_process_header(&in, "Access-Control-Allow-Origin"), "%s %s", shops[i],
                          header);
            ck_assert_uint_eq(ask("POST", "/cookie", NULL, header), 403);
        }
    }
}
END_TEST

/* What passes no other bucket has one of its own, and takes nothing from shoppers. */
START_TEST(what_costs_nothing_is_limited_by_itself)
{
    static const struct {
        const char *method, *target, *header;
        unsigned status;
    } rows[] = {
        {"GET", "/nothing", NULL, 404},    {"PATCH", "/things", NULL, 405},
        {"OPTIONS", "/things", NULL, 204}, {"GET", "/things/%00", NULL, 400},
        {"GET", "/health", NULL, 200},     {"GET", "/things", "Transfer-Encoding: gzip", 400},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        reopen((const char *const[]){"RATE_LIMIT_FREE=3/600s", "RATE_LIMIT_ADDRESS=4/600s", NULL});
        for (int j = 0; j < 3; j++)
            ck_assert_msg(ask(rows[i].method, rows[i].target, NULL, rows[i].header) ==
                              rows[i].status,
                          "%s: %u", rows[i].target, in.request.reply.http_status);
        ck_assert_uint_eq(ask(rows[i].method, rows[i].target, NULL, rows[i].header), 429);
        ck_assert_str_eq(in_process_code(&in), "LIMITED");
        ck_assert_str_eq(in_process_header(&in, "RateLimit-Policy"), "\"free\";q=3;w=600");
        ck_assert_ptr_nonnull(in_process_header(&in, "Retry-After"));
        ck_assert_ptr_null(in_process_header(&in, "Allow"));
        ck_assert_uint_eq(get("/health", customer), 429);
        for (int j = 0; j < 4; j++)
            ck_assert_uint_eq(get("/things", NULL), 200);
        ck_assert_uint_eq(get("/things", NULL), 429);
    }
}
END_TEST

START_TEST(guests_are_limited_by_address_and_accounts_by_themselves)
{
    reopen((const char *const[]){"RATE_LIMIT_ACCOUNT=5/60s", "RATE_LIMIT_ADDRESS=3/60s", NULL});
    for (int i = 0; i < 3; i++)
        ck_assert_uint_eq(get("/things", i == 1 ? "nonsense" : NULL), 200);
    ck_assert_str_eq(in_process_header(&in, "RateLimit-Policy"), "\"address\";q=3;w=60");
    ck_assert_str_eq(in_process_header(&in, "RateLimit"), "\"address\";r=0;t=60");
    ck_assert_uint_eq(get("/things", NULL), 429);
    ck_assert_str_eq(in_process_code(&in), "LIMITED");
    ck_assert_int_ge(strtol(in_process_header(&in, "Retry-After"), NULL, 10), 19);
    ck_assert_ptr_nonnull(in_process_header(&in, "RateLimit"));
    ck_assert_uint_eq(get("/mine", NULL), 429);
    for (int i = 0; i < 5; i++)
        ck_assert_uint_eq(get("/things", customer), 200);
    ck_assert_uint_eq(get("/things", customer), 429);
    ck_assert_uint_eq(get("/things", admin), 200);
}
END_TEST

START_TEST(only_failed_sign_ins_count)
{
    static const char right[] = "{\"email\":\"a@x\",\"password\":\"right\"}";
    static const char wrong[] = "{\"email\":\"a@x\",\"password\":\"wrong\"}";
    static const char other[] = "{\"email\":\"b@x\",\"password\":\"wrong\"}";
    reopen((const char *const[]){"RATE_LIMIT_SIGN_IN=3/60s", "RATE_LIMIT_SIGN_IN_ADDRESS=5/60s",
                                 NULL});
    for (int i = 0; i < 10; i++)
        ck_assert_uint_eq(in_process_ask(&in, "POST", "/sign-in", right, NULL), 200);
    for (int i = 0; i < 3; i++)
        ck_assert_uint_eq(in_process_ask(&in, "POST", "/sign-in", wrong, NULL), 401);
    ck_assert_uint_eq(in_process_ask(&in, "POST", "/sign-in", right, NULL), 429);
    for (int i = 0; i < 2; i++)
        ck_assert_uint_eq(in_process_ask(&in, "POST", "/sign-in", other, NULL), 401);
    ck_assert_uint_eq(in_process_ask(&in, "POST", "/sign-in", other, NULL), 429);
    ck_assert_uint_eq(get("/things", NULL), 200);
}
END_TEST

static unsigned get_from(const char *forwarded_for)
{
    char header[256];
    snprintf(header, sizeof header, "X-Forwarded-For: %s", forwarded_for);
    return ask("GET", "/things", NULL, header);
}

START_TEST(a_proxy_is_believed_only_when_it_is_listed)
{
    reopen((const char *const[]){"RATE_LIMIT_ADDRESS=1/60s", NULL});
    ck_assert_uint_eq(get_from("203.0.113.1"), 200);
    ck_assert_uint_eq(get_from("203.0.113.2"), 429);
    reopen((const char *const[]){"RATE_LIMIT_ADDRESS=1/60s",
                                 "TRUSTED_PROXIES=127.0.0.0/8, 10.0.0.0/8", NULL});
    ck_assert_uint_eq(get_from("203.0.113.1"), 200);
    ck_assert_uint_eq(get_from("203.0.113.2"), 200);
    ck_assert_uint_eq(get_from("203.0.113.9, 203.0.113.2"), 429);
    ck_assert_uint_eq(get_from("203.0.113.8, 203.0.113.3, 10.1.2.3"), 200);
    ck_assert_uint_eq(get_from("203.0.113.3,10.9.9.9 , 10.1.2.3"), 429);
    ck_assert_uint_eq(get_from("junk"), 200);
    ck_assert_uint_eq(get_from("other junk"), 429);
}
END_TEST

START_TEST(an_address_may_have_a_port_and_brackets)
{
    static const struct {
        const char *first, *same;
    } rows[] = {
        {"203.0.113.1:443", "203.0.113.1"},
        {"203.0.113.2", "203.0.113.2:1"},
        {"[2001:db8:1:1::1]", "2001:db8:1:1::2"},
        {"[2001:db8:1:2::1]:65535", "[2001:db8:1:2::1]"},
        {"[::ffff:203.0.113.3]:443", "203.0.113.3"},
        {"203.0.113.4:443 , 10.0.0.1:80", "203.0.113.4"},
        {"203.0.113.5:8080,[::1]:9", "203.0.113.5:1"},
    };
    static const char *const none[] = {"203.0.113.9:",  "203.0.113.9:4x", "203.0.113.9:123456",
                                       "[203.0.113.9]", "[2001:db8::1",   "[2001:db8::1]443",
                                       "2001:db8::1]",  "[]:443",         ":443"};
    reopen((const char *const[]){"RATE_LIMIT_ADDRESS=1/600s",
                                 "TRUSTED_PROXIES=127.0.0.1, 10.0.0.0/8, ::1", NULL});
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ck_assert_msg(get_from(rows[i].first) == 200, "%s", rows[i].first);
        ck_assert_msg(get_from(rows[i].same) == 429, "%s", rows[i].same);
    }
    ck_assert_uint_eq(get_from(none[0]), 200); /* the proxy itself */
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        ck_assert_msg(get_from(none[i]) == 429, "%s", none[i]);
}
END_TEST

START_TEST(an_ipv6_network_is_one_address)
{
    reopen((const char *const[]){"RATE_LIMIT_ADDRESS=1/60s", "TRUSTED_PROXIES=127.0.0.1", NULL});
    ck_assert_uint_eq(get_from("2001:db8:1:2::1"), 200);
    ck_assert_uint_eq(get_from("2001:db8:1:2:ffff::9"), 429);
    ck_assert_uint_eq(get_from("2001:db8:1:3::1"), 200);
}
END_TEST

/* Many addresses can't push out who is near the limit: the table gives up the fullest buckets. */
START_TEST(many_addresses_do_not_forget_one)
{
    char text[64];
    reopen(
        (const char *const[]){"RATE_LIMIT_ADDRESS=100/86400s", "TRUSTED_PROXIES=127.0.0.1", NULL});
    for (int i = 0; i < 100; i++)
        ck_assert_uint_eq(get_from("203.0.113.1"), 200);
    for (int i = 0; i < 70000; i++) {
        snprintf(text, sizeof text, "%d.%d.%d.7", 11 + (i >> 16), i >> 8 & 255, i & 255);
        ck_assert_uint_eq(get_from(text), 200);
    }
    ck_assert_uint_eq(get_from("203.0.113.1"), 429);
}
END_TEST

int main(void)
{
    TCase *tests = new_cases("in process", begin, end);
    tcase_set_timeout(tests, 240);
    return RUN_CASES(
        tests, "guard", roles_open_what_their_route_says,
        a_bad_token_is_a_guest_where_anybody_may_come, the_viewer_decides_what_is_seen_and_kept,
        a_blocked_account_is_refused_at_once, a_preflight_is_answered_before_sign_in,
        only_listed_origins_may_read, errors_can_be_read_by_the_front_end_too,
        localhost_may_call_a_loopback_listener_without_a_list,
        localhost_may_not_call_a_shop_for_others, what_costs_nothing_is_limited_by_itself,
        guests_are_limited_by_address_and_accounts_by_themselves, only_failed_sign_ins_count,
        a_proxy_is_believed_only_when_it_is_listed, an_address_may_have_a_port_and_brackets,
        an_ipv6_network_is_one_address, many_addresses_do_not_forget_one);
}
