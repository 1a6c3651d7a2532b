/* SPDX-License-Identifier: MIT
 * Somebody removes or replaces the shop's file under a running kripad: no order is acknowledged,
 * /readyz tells why, and all is well when the file is back. */
#include <check.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "daemon.h"
#include "goods.h"
#include "http.h"
#include "orders.h"
#include "shop.h"
#include "suite.h"

static struct shop shop;
static struct daemon *kripad;
static struct http *http;
static const char *buyer, *body;

static void set_up(void)
{
    shop_open(&shop, .place = SHOP_IN_FILE, .clock_runs = true);
    buyer = shop_token(&shop, "buyer", KRIPA_ROLE_CUSTOMER);
    struct kripa_product *fan = shop_product(&shop, "Fan", 1000);
    body = shop_order_body(&shop, &fan, 1, 1);
    kripad = daemon_start(shop.store.uri, SHOP_JWT_SECRET, NULL);
    http = http_open(daemon_url(kripad));
}

static void tear_down(void)
{
    http_close(http);
    ck_assert_int_eq(daemon_stop(kripad), 0);
    shop_close(&shop);
}

static const struct http_answer *order(void)
{
    return http_ask(http,
                    (struct http_request){
                        .method = "POST", .path = "/api/orders", .token = buyer, .body = body});
}

static const struct http_answer *get(const char *path)
{
    return http_ask(http, (struct http_request){.method = "GET", .path = path});
}

static void expect_refused(const struct http_answer *answer, const char *name)
{
    char retry[8];
    ck_assert_int_eq(answer->status, 503);
    ck_assert_str_eq(http_code(answer), "UNAVAILABLE");
    ck_assert_ptr_nonnull(http_header(answer, "Retry-After", retry, sizeof retry));
    ck_assert_msg(strstr(answer->body, name), "%s", answer->body);
}

START_TEST(no_order_goes_into_a_file_that_is_gone)
{
    static const char *const endings[] = {"", "-wal"};
    const char *name = kripa_arena_format(&shop.arena, "%s%s", shop.store.path, endings[_i]);
    const char *kept = kripa_arena_format(&shop.arena, "%s.kept", name);
    ck_assert_int_eq(order()->status, 201);
    ck_assert_int_eq(get("/readyz")->status, 200);
    ck_assert_int_eq(rename(name, kept), 0);
    for (int i = 0; i < 3; i++)
        expect_refused(order(), strrchr(name, '/') + 1);
    expect_refused(get("/readyz"), strrchr(name, '/') + 1);
    ck_assert_int_eq(get("/healthz")->status, 200);
    ck_assert_int_eq(rename(kept, name), 0);
    ck_assert_int_eq(get("/readyz")->status, 200);
    ck_assert_int_eq(order()->status, 201);
    ck_assert_int_eq(shop_verify(&shop), KRIPA_OK);
}
END_TEST

int main(void)
{
    TCase *tests = new_cases("the shop's file", set_up, tear_down);
    tcase_add_loop_test(tests, no_order_goes_into_a_file_that_is_gone, 0, 2);
    return RUN_ALL("http: lost file", tests);
}
