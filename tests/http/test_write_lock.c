/* SPDX-License-Identifier: MIT
 * Another program holds the file's write lock: readers don't notice, writers are told in time, and
 * /readyz tells it, too. */
#include <check.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "daemon.h"
#include "goods.h"
#include "http.h"
#include "routes.h"
#include "shop.h"
#include "suite.h"

#define WRITERS        40
#define WAIT_BOUND_MS  9000 /* one wait is 5 s; the machine may have other things to do */
#define READ_BOUND_MS  1500
#define AGAIN_BOUND_MS 3000 /* while it is known that nobody can write */
#define READS          20

static struct shop shop;
static struct daemon *daemon_of_shop;
static const char *admin;

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static sqlite3 *hold_lock(void)
{
    sqlite3 *db;
    ck_assert_int_eq(sqlite3_open(shop.store.path, &db), SQLITE_OK);
    sqlite3_busy_timeout(db, 5000);
    ck_assert_int_eq(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    return db;
}

static void release_lock(sqlite3 *db)
{
    ck_assert_int_eq(sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void set_up(void)
{
    shop_open(&shop, .place = SHOP_IN_FILE, .clock_runs = true);
    admin = shop_token(&shop, "owner", KRIPA_ROLE_ADMIN);
    shop_product(&shop, "Fan", 1000);
    daemon_of_shop = daemon_start(shop.store.uri, SHOP_JWT_SECRET, NULL);
}

static void tear_down(void)
{
    ck_assert_int_eq(daemon_stop(daemon_of_shop), 0);
    shop_close(&shop);
}

struct asked {
    long status;
    int64_t took_ms;
    char code[24], retry_after[8];
};

static struct asked ask(struct http_request request)
{
    struct asked asked = {0};
    struct http *http = http_open(daemon_url(daemon_of_shop));
    int64_t start_ms = now_ms();
    const struct http_answer *answer = http_ask(http, request);
    asked.took_ms = now_ms() - start_ms;
    asked.status = answer->status;
    snprintf(asked.code, sizeof asked.code, "%s", http_code(answer));
    http_header(answer, "Retry-After", asked.retry_after, sizeof asked.retry_after);
    http_close(http);
    return asked;
}

static struct asked write_something(void)
{
    return ask((struct http_request){.method = "PUT",
                                     .path = "/api/admin/settings",
                                     .token = admin,
                                     .body = "{\"shopName\":\"Asha Electricals\"}"});
}

static struct asked ready(void)
{
    return ask((struct http_request){.method = "GET", .path = "/readyz"});
}

static void *write_meanwhile(void *out)
{
    *(struct asked *)out = write_something();
    return NULL;
}

static void expect_refused(const struct asked *asked, int64_t bound_ms)
{
    ck_assert_int_eq(asked->status, 503);
    ck_assert_str_eq(asked->code, "UNAVAILABLE");
    ck_assert_int_ge(strtol(asked->retry_after, NULL, 10), 1);
    ck_assert_msg(asked->took_ms < bound_ms, "took %lld ms", (long long)asked->took_ms);
}

/* A search and a list of orders: both on a worker. */
static void read_meanwhile(void)
{
    static const char *const paths[] = {"/api/products?q=fan", "/api/orders", "/api/products"};
    for (int i = 0; i < READS; i++) {
        struct asked asked =
            ask((struct http_request){.method = "GET", .path = paths[i % 3], .token = admin});
        ck_assert_int_eq(asked.status, 200);
        ck_assert_msg(asked.took_ms < READ_BOUND_MS, "%s took %lld ms", paths[i % 3],
                      (long long)asked.took_ms);
    }
}

START_TEST(readers_go_on_and_writers_are_told_in_time)
{
    pthread_t writers[WRITERS];
    static struct asked asked[WRITERS];
    ck_assert_int_eq(write_something().status, 200);
    ck_assert_int_eq(ready().status, 200);
    sqlite3 *held = hold_lock();
    for (int i = 0; i < WRITERS; i++)
        ck_assert_int_eq(pthread_create(&writers[i], NULL, write_meanwhile, &asked[i]), 0);
    read_meanwhile();
    for (int i = 0; i < WRITERS; i++)
        pthread_join(writers[i], NULL);
    for (int i = 0; i < WRITERS; i++)
        expect_refused(&asked[i], WAIT_BOUND_MS);
    struct asked later = write_something();
    expect_refused(&later, AGAIN_BOUND_MS);
    struct asked told = ready();
    expect_refused(&told, AGAIN_BOUND_MS);
    read_meanwhile();
    release_lock(held);
    ck_assert_int_eq(ready().status, 200);
    ck_assert_int_eq(write_something().status, 200);
    ck_assert_int_eq(shop_verify(&shop), KRIPA_OK);
}
END_TEST

START_TEST(readyz_tells_it_before_anybody_writes)
{
    sqlite3 *held = hold_lock();
    struct asked told = ready();
    expect_refused(&told, AGAIN_BOUND_MS);
    release_lock(held);
    ck_assert_int_eq(ready().status, 200);
}
END_TEST

/* By the table, so that no writer can wait where readers do. */
START_TEST(what_writes_has_a_pool_of_its_own)
{
    for (const struct route *route = kripad_routes; route->path; route++) {
        bool writes = route->method != METHOD_GET;
        bool apart = route->pool == POOL_WRITE || route->pool == POOL_HASH;
        ck_assert_msg(writes == apart, "%s %s", method_name(route->method), route->path);
    }
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("http: write lock", set_up, tear_down,
                        readers_go_on_and_writers_are_told_in_time,
                        readyz_tells_it_before_anybody_writes, what_writes_has_a_pool_of_its_own);
}
