/* SPDX-License-Identifier: MIT
 * Connections to MongoDB cut in the middle of a checkout, at every command of it: the buyer hears
 * that it is placed, or 503 and when to ask again; asking again under the same key leaves one
 * order. Prints a table; fails when one figure is off. Usage: mongo_cuts [step]   (each command; 3:
 * every third) */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "daemon.h"
#include "goods.h"
#include "http.h"
#include "mongo_proxy.h"
#include "orders.h"
#include "shop.h"

#define SKIPPED     77
#define OPENING     1000000
#define COMMANDS    200   /* more than a checkout has, begun anew and all */
#define ASKS_MAX    20    /* under one key, until it must be placed */
#define LATE_MS     400   /* until a delayed command is done, too */
#define PATIENCE_MS 15000 /* a commit's time, that for its last command, and a busy machine's */

struct cuts {
    struct shop shop;
    struct mongo_proxy *proxy;
    struct daemon *daemon;
    struct http *http;
    const char *token;
    struct kripa_product *product;
    char *body;
    int64_t orders; /* that must be there */
    size_t keys, step;
};

/* What is done to the commands of a checkout, one after the other. */
struct kind {
    const char *name;
    enum mongo_fault fault;
    const char *command; /* NULL: each in turn */
    size_t times;
    bool keyed;
};
static const struct kind kinds[] = {
    {"a command is lost", MONGO_LOSE_COMMAND, NULL, 1, true},
    {"a reply is lost", MONGO_LOSE_REPLY, NULL, 1, true},
    {"a reply, and all connections", MONGO_LOSE_BOTH, NULL, 1, true},
    {"a command comes late", MONGO_DELAY, NULL, 1, true},
    {"three commands are lost", MONGO_LOSE_COMMAND, NULL, 3, true},
    {"three replies are lost", MONGO_LOSE_REPLY, NULL, 3, true},
    {"a reply is lost, no key", MONGO_LOSE_REPLY, NULL, 1, false},
    {"three replies are lost, no key", MONGO_LOSE_REPLY, NULL, 3, false},
    {"a command comes late, no key", MONGO_DELAY, NULL, 1, false},
    {"five commits are lost", MONGO_LOSE_COMMAND, "commitTransaction", 5, true},
    {"five commits' replies are lost", MONGO_LOSE_REPLY, "commitTransaction", 5, true},
    {"five commits come late", MONGO_DELAY, "commitTransaction", 5, true},
    {"no commit is heard of", MONGO_LOSE_REPLY, "commitTransaction", 1000, true},
    {"no commit comes through", MONGO_LOSE_COMMAND, "commitTransaction", 1000, true},
};

struct result {
    size_t met, placed, refused, other, wrong;
    int64_t longest_ms;
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static long ask(struct cuts *cuts, const char *key, struct result *result)
{
    char line[64], after[16];
    snprintf(line, sizeof line, "Idempotency-Key: %s", key ? key : "");
    const char *const headers[] = {"Content-Type: application/json", key ? line : NULL, NULL};
    int64_t began_ms = now_ms();
    const struct http_answer *answer =
        http_ask(cuts->http, (struct http_request){.method = "POST",
                                                   .path = "/api/orders",
                                                   .token = cuts->token,
                                                   .body = cuts->body,
                                                   .headers = headers});
    int64_t took_ms = now_ms() - began_ms;
    if (took_ms > result->longest_ms)
        result->longest_ms = took_ms;
    bool good = answer->status == 201 ||
                (answer->status == 503 && http_header(answer, "Retry-After", after, sizeof after));
    if (!good && result->other++ == 0)
        fprintf(stderr, "%ld %.*s\n", answer->status, (int)answer->body_size, answer->body);
    return answer->status;
}

/* Stock and ledger must say what is sold. */
static bool is_sold(struct cuts *cuts, int64_t orders)
{
    int64_t stock = shop_stock(&cuts->shop, cuts->product->id);
    return stock == OPENING - orders && shop_ledger_sum(&cuts->shop, cuts->product->id) == stock;
}

/* Without a key nobody can ask again: 503 may have been placed or not, 201 is one order. */
static void count_unkeyed(struct cuts *cuts, long status, struct result *result)
{
    int64_t sold = OPENING - shop_stock(&cuts->shop, cuts->product->id) - cuts->orders;
    result->wrong += status == 201 ? sold != 1 : sold < 0 || sold > 1;
    cuts->orders += sold;
}

static void meet(struct cuts *cuts, const struct kind *kind, size_t nth, struct result *result,
                 char met[40])
{
    char key[32];
    snprintf(key, sizeof key, "key-%zu", cuts->keys++);
    mongo_proxy_arm(cuts->proxy, kind->fault, kind->command, nth, kind->times);
    long status = ask(cuts, kind->keyed ? key : NULL, result);
    result->placed += status == 201;
    result->refused += status == 503;
    mongo_proxy_met(cuts->proxy, met, 40);
    mongo_proxy_arm(cuts->proxy, MONGO_LOSE_NOTHING, NULL, 0, 0);
    result->met += *met != '\0';
    if (kind->fault == MONGO_DELAY && *met)
        usleep(LATE_MS * 1000);
    if (!kind->keyed) {
        count_unkeyed(cuts, status, result);
    } else {
        for (int i = 0; i < ASKS_MAX && status != 201; i++)
            status = ask(cuts, key, result);
        cuts->orders++;
    }
    if (is_sold(cuts, cuts->orders))
        return;
    result->wrong++;
    cuts->orders = OPENING - shop_stock(&cuts->shop, cuts->product->id);
    fprintf(stderr, "%s: at %zu, %s: %lld orders, stock and ledger say otherwise\n", kind->name,
            nth, met, (long long)cuts->orders);
}

static bool run_kind(struct cuts *cuts, const struct kind *kind)
{
    struct result result = {0};
    char met[40] = "?";
    for (size_t nth = 0; nth < (kind->command ? 1 : COMMANDS) && *met; nth += cuts->step)
        meet(cuts, kind, nth, &result, met);
    bool good = result.met > 0 && result.other == 0 && result.wrong == 0 &&
                result.longest_ms <= PATIENCE_MS;
    printf("%-32s %5zu %7zu %7zu %7zu %7zu %8lld%s\n", kind->name, result.met, result.placed,
           result.refused, result.other, result.wrong, (long long)result.longest_ms,
           good ? "" : "   FAILED");
    fflush(stdout);
    return good;
}

static void begin(struct cuts *cuts)
{
    char uri[FRESH_STORE_URI_SIZE];
    shop_open(&cuts->shop, .place = SHOP_SHARED, .clock_runs = true);
    cuts->token = shop_token(&cuts->shop, "buyer", KRIPA_ROLE_CUSTOMER);
    cuts->product = shop_product(&cuts->shop, "Lamp", OPENING);
    cuts->body = shop_order_body(&cuts->shop, &cuts->product, 1, 1);
    cuts->proxy = mongo_proxy_open(cuts->shop.store.uri, uri, sizeof uri);
    cuts->daemon = daemon_start(
        uri, SHOP_JWT_SECRET,
        (const char *const[]){"RATE_LIMIT_ACCOUNT=off", "RATE_LIMIT_CHECKOUT=off", NULL});
    cuts->http = http_open(daemon_url(cuts->daemon));
    struct result warm = {0};
    ask(cuts, "warm", &warm);
    cuts->orders = 1;
}

int main(int argc, char **argv)
{
    struct cuts cuts = {.step = argc > 1 ? strtoul(argv[1], NULL, 10) : 1};
    if (cuts.step == 0 || !fresh_store_on_mongodb()) {
        fprintf(stderr, "SKIPPED: KRIPA_TEST_STORE is not mongodb\n");
        return SKIPPED;
    }
    begin(&cuts);
    printf("%-32s %5s %7s %7s %7s %7s %8s\n", "what is done", "cuts", "placed", "503", "other",
           "wrong", "longest");
    bool good = true;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        good = run_kind(&cuts, &kinds[i]) && good;
    http_close(cuts.http);
    bool stopped = daemon_stop(cuts.daemon) == 0;
    mongo_proxy_close(cuts.proxy);
    bool verified = shop_verify(&cuts.shop) == KRIPA_OK;
    printf("orders %lld; store verify: %s%s\n", (long long)cuts.orders,
           verified ? "no differences" : "DIFFERENCES", stopped ? "" : "; kripad did not end well");
    shop_close(&cuts.shop);
    return good && stopped && verified ? 0 : 1;
}
