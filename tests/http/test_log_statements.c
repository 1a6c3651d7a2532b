/* SPDX-License-Identifier: MIT
 * KRIPA_LOG_STATEMENTS: what a request asks of the store, in kripad's log. */
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon.h"
#include "goods.h"
#include "http.h"
#include "orders.h"
#include "shop.h"

#define ID "checkout-of-monday"

static struct shop shop;

static void begin(void)
{
    shop_open(&shop, .place = SHOP_SHARED, .clock_runs = true);
}

static void end(void)
{
    shop_close(&shop);
}

static void post(struct http *http, const char *path, const char *token, const char *body)
{
    static const char *const headers[] = {"Content-Type: application/json", "X-Request-Id: " ID,
                                          NULL};
    http_ask(http,
             (struct http_request){
                 .method = "POST", .path = path, .token = token, .body = body, .headers = headers});
}

/* A sign-in and a checkout; what is in the log then. */
static char *log_of_a_checkout(const char *setting)
{
    struct kripa_product *fan = shop_product(&shop, "Ceiling Fan", 9);
    const char *token = shop_token(&shop, "asha", KRIPA_ROLE_CUSTOMER);
    struct daemon *daemon =
        daemon_start(shop.store.uri, SHOP_JWT_SECRET, (const char *const[]){setting, NULL});
    struct http *http = http_open(daemon_url(daemon));
    post(http, "/api/auth/login", NULL,
         "{\"email\":\"asha@example.com\",\"password\":\"" SHOP_PASSWORD "\"}");
    char *body = shop_order_body(&shop, &fan, 1, 2);
    post(http, "/api/orders", token, body);
    char *log = daemon_log_with(daemon, "\"route\":\"/api/orders\",\"status\":201");
    http_close(http);
    ck_assert_int_eq(daemon_stop(daemon), 0);
    return log;
}

START_TEST(nothing_of_it_is_logged_by_default)
{
    char *log = log_of_a_checkout(NULL);
    ck_assert_ptr_null(strstr(log, "\"statement\""));
    free(log);
}
END_TEST

/* Every line with a statement is the request's, but for those of threads that serve none. */
START_TEST(a_checkouts_statements_bear_its_id)
{
    static const char *const wanted[] = {"\"store\":\"find\",\"statement\":\"products where ",
                                         "\"store\":\"commit\",\"statement\":\"",
                                         "insert orders\\ninsert outbox\\n",
                                         "update products if active = ? and stock ", "\"ms\":"};
    char *log = log_of_a_checkout("KRIPA_LOG_STATEMENTS=true");
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        ck_assert_msg(strstr(log, wanted[i]) != NULL, "%s is not in it", wanted[i]);
    char *line = strstr(log, "insert orders");
    while (line > log && line[-1] != '\n')
        line--;
    ck_assert_msg(strstr(line, "\"id\":\"" ID "\"") < strchr(line, '\n'), "%.2000s", line);
    free(log);
}
END_TEST

START_TEST(no_secret_and_nothing_of_people_is_in_them)
{
    static const char *const unwanted[] = {SHOP_PASSWORD, "argon2",      "asha@example.com",
                                           "Pachore",     "Ceiling Fan", SHOP_JWT_SECRET};
    char *log = log_of_a_checkout("KRIPA_LOG_STATEMENTS=true");
    ck_assert_ptr_nonnull(strstr(log, "insert sessions"));
    for (size_t i = 0; i < sizeof unwanted / sizeof *unwanted; i++)
        ck_assert_msg(!strstr(log, unwanted[i]), "%s is in it", unwanted[i]);
    free(log);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("log_statements", begin, end, nothing_of_it_is_logged_by_default,
                        a_checkouts_statements_bear_its_id,
                        no_secret_and_nothing_of_people_is_in_them);
}
