/* SPDX-License-Identifier: MIT
 * Pages that are repeated to guests: never old, never another viewer's. */
#include <check.h>
#include <string.h>

#include "daemon.h"
#include "goods.h"
#include "http.h"
#include "orders.h"
#include "shop.h"
#include "suite.h"

#include <kripa/sys/schema.h>

#define PAGE "/api/products?limit=5"

static struct shop shop;
static struct daemon *kripad;
static struct http *http;
static struct kripa_product *lamp;

static void begin(void)
{
    shop_open(&shop, .place = SHOP_SHARED, .clock_runs = true);
    lamp = shop_product(&shop, "Lamp", 5);
    kripad = daemon_start(shop.store.uri, SHOP_JWT_SECRET, NULL);
    http = http_open(daemon_url(kripad));
}

static void end(void)
{
    http_close(http);
    ck_assert_int_eq(daemon_stop(kripad), 0);
    shop_close(&shop);
}

static const struct http_answer *page(const char *token)
{
    const struct http_answer *answer =
        http_ask(http, (struct http_request){"GET", PAGE, token, NULL, NULL});
    ck_assert_int_eq(answer->status, 200);
    return answer;
}

/* Asked twice: the second answer is a repeated one. */
static void must_hold(const char *token, const char *what)
{
    for (int i = 0; i < 2; i++)
        ck_assert_msg(strstr(page(token)->body, what) != NULL, "no %s in %s", what,
                      page(token)->body);
}

static void rename_to(const char *name)
{
    struct kripa_product form = {.name = name}, *out;
    struct kripa_error err = {0};
    enum kripa_status status = kripa_product_edit(shop.kripa, shop.console, lamp->id, &form,
                                                  kripa_schema_bit(&kripa_product_schema, "name"),
                                                  (struct kripa_int){0}, &shop.arena, &out, &err);
    ck_assert_msg(status == KRIPA_OK, "%s", err.message);
}

START_TEST(another_programs_change_shows_in_the_next_answer)
{
    must_hold(NULL, "\"Lamp\"");
    rename_to("Lantern");
    must_hold(NULL, "\"Lantern\"");
    rename_to("Torch");
    must_hold(NULL, "\"Torch\"");
}
END_TEST

START_TEST(a_sale_shows_in_the_next_answer)
{
    const char *token = shop_token(&shop, "asha", KRIPA_ROLE_CUSTOMER);
    must_hold(NULL, "\"stock\":5");
    char *body = shop_order_body(&shop, &lamp, 1, 2);
    const struct http_answer *answer =
        http_ask(http, (struct http_request){"POST", "/api/orders", token, body, NULL});
    ck_assert_int_eq(answer->status, 201);
    must_hold(NULL, "\"stock\":3");
}
END_TEST

START_TEST(a_viewers_page_is_never_anothers)
{
    const char *retailer = shop_token(&shop, "dealer", KRIPA_ROLE_RETAILER);
    must_hold(retailer, "retailer_price");
    must_hold(NULL, "\"Lamp\"");
    ck_assert_ptr_null(strstr(page(NULL)->body, "retailer_price"));
    must_hold(retailer, "retailer_price");
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("page cache", begin, end, another_programs_change_shows_in_the_next_answer,
                        a_sale_shows_in_the_next_answer, a_viewers_page_is_never_anothers);
}
