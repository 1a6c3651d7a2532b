/* SPDX-License-Identifier: MIT
 * MongoDB goes away and comes back while many buyers order, each asking again under their key until
 * it is placed: no acknowledged order is lost, none is doubled, kripad serves again by itself, and
 * its probes say what is so. Fails when one figure is off.
 *
 * Usage: mongo_outage [outages] [server]   (4 outages of the way to the server; with `server` a
 * server of its own is stopped and started: support/mongo/mongo_control.h) */
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "daemon.h"
#include "fresh_database.h"
#include "goods.h"
#include "http.h"
#include "mongo_control.h"
#include "mongo_proxy.h"
#include "orders.h"
#include "shop.h"

#define SKIPPED      77
#define BUYERS       32
#define PRODUCTS     16
#define ORDERS_MAX   4096 /* of one buyer */
#define OPENING      100000
#define CALM_MS      2000
#define AWAY_MS      3000
#define CUTS         5
#define CUT_EVERY_MS 300
#define LOOK_MS      100
#define AGAIN_MS     200   /* until a buyer asks again */
#define READY_MS     3000  /* /readyz has an answer by then, whatever the server does */
#define HEALTHY_MS   2000  /* so has /healthz */
#define RECOVER_MS   8000  /* kripad sells again */
#define PATIENCE_MS  25000 /* a buyer has an answer */

struct outage;
struct buyer {
    struct outage *outage;
    pthread_t thread;
    size_t number, count, unavailable, unanswered, other;
    int64_t longest_ms;
    const char *token;
    struct kripa_id orders[ORDERS_MAX];
};
struct outage {
    struct shop shop;
    struct mongo_proxy *proxy; /* NULL: a server of its own */
    bool server;               /* that is stopped and started */
    struct daemon *daemon;
    struct kripa_product *products[PRODUCTS];
    char *bodies[PRODUCTS];
    struct buyer buyers[BUYERS];
    atomic_bool closing, away; /* away: all the time, the server can't be reached */
    atomic_llong placed;
    pthread_t prober;
    size_t looks, looks_away, untrue, unhealthy, late;
    int64_t longest_ready_ms, recover_ms, ready_again_ms;
    size_t outages, cuts;
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void sleep_ms(int64_t ms)
{
    usleep((useconds_t)ms * 1000);
}

static void raise_to(int64_t *most, int64_t ms)
{
    if (ms > *most)
        *most = ms;
}

/* Buyers */

static long ask(struct buyer *buyer, struct http *http, const char *key)
{
    char after[16];
    int64_t began_ms = now_ms();
    const struct http_answer *answer = http_ask(
        http, (struct http_request){
                  .method = "POST",
                  .path = "/api/orders",
                  .token = buyer->token,
                  .body = buyer->outage->bodies[buyer->number % PRODUCTS],
                  .headers = (const char *const[]){"Content-Type: application/json", key, NULL}});
    raise_to(&buyer->longest_ms, now_ms() - began_ms);
    const char *id =
        json_string_value(json_object_get(json_object_get(answer->json, "data"), "_id"));
    if (answer->status == 201 && id && kripa_id_parse(id, &buyer->orders[buyer->count]))
        buyer->count++;
    else if (answer->status == 503 && http_header(answer, "Retry-After", after, sizeof after))
        buyer->unavailable++;
    else if (answer->status == 0)
        buyer->unanswered++;
    else if (buyer->other++ == 0)
        fprintf(stderr, "%ld %.*s\n", answer->status, (int)answer->body_size, answer->body);
    return answer->status;
}

/* What was begun is asked for until it is placed, also when the load is over. */
static void *buy(void *ctx)
{
    struct buyer *buyer = ctx;
    struct outage *outage = buyer->outage;
    struct http *http = http_open(daemon_url(outage->daemon));
    for (size_t i = 0; i < ORDERS_MAX && !atomic_load(&outage->closing); i++) {
        char key[64];
        snprintf(key, sizeof key, "Idempotency-Key: buyer-%zu-%zu", buyer->number, i);
        while (ask(buyer, http, key) != 201 && buyer->other == 0)
            sleep_ms(AGAIN_MS);
        atomic_fetch_add(&outage->placed, 1);
    }
    http_close(http);
    return NULL;
}

/* Probes */

static long probe(struct http *http, const char *path, int64_t *took_ms)
{
    int64_t began_ms = now_ms();
    long status = http_ask(http, (struct http_request){.method = "GET", .path = path})->status;
    *took_ms = now_ms() - began_ms;
    return status;
}

static void look(struct outage *outage, struct http *http)
{
    int64_t took_ms;
    bool healthy = probe(http, "/healthz", &took_ms) == 200 && took_ms <= HEALTHY_MS;
    outage->unhealthy += !healthy;
    bool away = atomic_load(&outage->away);
    long ready = probe(http, "/readyz", &took_ms);
    away = away && atomic_load(&outage->away);
    raise_to(&outage->longest_ready_ms, took_ms);
    outage->looks++;
    outage->looks_away += away;
    outage->late += took_ms > READY_MS;
    outage->untrue += (away && ready != 503) || (ready != 503 && ready != 200);
}

static void *watch(void *ctx)
{
    struct outage *outage = ctx;
    struct http *http = http_open(daemon_url(outage->daemon));
    while (!atomic_load(&outage->closing)) {
        look(outage, http);
        sleep_ms(LOOK_MS);
    }
    http_close(http);
    return NULL;
}

/* Outages */

/* By turns it refuses connections, and takes them but never says a word. */
static void go_away(struct outage *outage, bool away)
{
    if (!away)
        atomic_store(&outage->away, false);
    if (!outage->proxy)
        mongo_control(away ? "stop" : "start", NULL, 0);
    else if (outage->outages % 2 == 0)
        mongo_proxy_set_away(outage->proxy, away);
    else
        mongo_proxy_set_dumb(outage->proxy, away);
    if (away)
        sleep_ms(LOOK_MS);
    if (away)
        atomic_store(&outage->away, true);
}

static void cut(struct outage *outage)
{
    if (outage->proxy)
        mongo_proxy_cut(outage->proxy);
    else
        mongo_control("cut", NULL, 0);
    outage->cuts++;
    sleep_ms(CUT_EVERY_MS);
}

static void wait_until_sold(struct outage *outage)
{
    struct http *http = http_open(daemon_url(outage->daemon));
    int64_t back_ms = now_ms(), took_ms;
    long long before = atomic_load(&outage->placed);
    while (probe(http, "/readyz", &took_ms) != 200 && now_ms() < back_ms + RECOVER_MS)
        sleep_ms(LOOK_MS / 10);
    raise_to(&outage->ready_again_ms, now_ms() - back_ms);
    while (atomic_load(&outage->placed) == before && now_ms() < back_ms + RECOVER_MS)
        sleep_ms(LOOK_MS / 10);
    raise_to(&outage->recover_ms, now_ms() - back_ms);
    http_close(http);
}

static void break_once(struct outage *outage)
{
    sleep_ms(CALM_MS);
    go_away(outage, true);
    sleep_ms(AWAY_MS);
    go_away(outage, false);
    wait_until_sold(outage);
    outage->outages++;
    for (int i = 0; i < CUTS; i++)
        cut(outage);
}

static void begin(struct outage *outage)
{
    char uri[FRESH_STORE_URI_SIZE];
    if (outage->server) {
        mongo_control("start", uri, sizeof uri);
        fresh_databases_begin(uri);
    }
    shop_open(&outage->shop, .place = SHOP_SHARED, .clock_runs = true);
    snprintf(uri, sizeof uri, "%s", outage->shop.store.uri);
    if (!outage->server)
        outage->proxy = mongo_proxy_open(outage->shop.store.uri, uri, sizeof uri);
    for (size_t i = 0; i < PRODUCTS; i++) {
        char name[32];
        snprintf(name, sizeof name, "Lamp %zu", i);
        outage->products[i] = shop_product(&outage->shop, name, OPENING);
        outage->bodies[i] = shop_order_body(&outage->shop, &outage->products[i], 1, 1);
    }
    outage->daemon = daemon_start(
        uri, SHOP_JWT_SECRET,
        (const char *const[]){"RATE_LIMIT_ACCOUNT=off", "RATE_LIMIT_CHECKOUT=off", NULL});
    for (size_t i = 0; i < BUYERS; i++) {
        struct buyer *buyer = &outage->buyers[i];
        char name[32];
        snprintf(name, sizeof name, "buyer%zu", i);
        buyer->outage = outage;
        buyer->number = i;
        buyer->token = shop_token(&outage->shop, name, KRIPA_ROLE_CUSTOMER);
    }
}

/* The end */

static size_t count_missing(struct outage *outage, const struct buyer *buyer)
{
    size_t missing = 0;
    for (size_t i = 0; i < buyer->count; i++) {
        struct kripa_arena arena = {0};
        struct kripa_order *order;
        missing += kripa_order_get(outage->shop.kripa, outage->shop.console, buyer->orders[i],
                                   &arena, &order, NULL) != KRIPA_OK;
        kripa_arena_clear(&arena);
    }
    return missing;
}

static bool is_sound(struct outage *outage)
{
    size_t missing = 0, unavailable = 0, unanswered = 0, other = 0;
    int64_t acknowledged = 0, longest_ms = 0;
    for (size_t i = 0; i < BUYERS; i++) {
        const struct buyer *buyer = &outage->buyers[i];
        acknowledged += (int64_t)buyer->count;
        unavailable += buyer->unavailable;
        unanswered += buyer->unanswered;
        other += buyer->other;
        raise_to(&longest_ms, buyer->longest_ms);
        missing += count_missing(outage, buyer);
    }
    int64_t sold = 0, entered = 0;
    for (size_t i = 0; i < PRODUCTS; i++) {
        sold += OPENING - shop_stock(&outage->shop, outage->products[i]->id);
        entered += OPENING - shop_ledger_sum(&outage->shop, outage->products[i]->id);
    }
    bool verified = shop_verify(&outage->shop) == KRIPA_OK;
    printf("outages %zu of %d s, cuts %zu; orders acknowledged %lld, missing %zu, sold %lld, in "
           "the ledger %lld; 503 %zu, no answer %zu, others %zu, longest answer %lld ms\n",
           outage->outages, AWAY_MS / 1000, outage->cuts, (long long)acknowledged, missing,
           (long long)sold, (long long)entered, unavailable, unanswered, other,
           (long long)longest_ms);
    printf("ready again after %lld ms, sold again after %lld ms; /readyz looked at %zu times (%zu "
           "away), untrue %zu, late %zu, longest %lld ms; /healthz bad %zu; store verify: %s\n",
           (long long)outage->ready_again_ms, (long long)outage->recover_ms, outage->looks,
           outage->looks_away, outage->untrue, outage->late, (long long)outage->longest_ready_ms,
           outage->unhealthy, verified ? "no differences" : "DIFFERENCES");
    return acknowledged > 0 && missing == 0 && sold == acknowledged && entered == sold &&
           other == 0 && unanswered == 0 && longest_ms <= PATIENCE_MS && outage->looks_away > 0 &&
           outage->untrue == 0 && outage->late == 0 && outage->unhealthy == 0 &&
           outage->recover_ms < RECOVER_MS && verified;
}

static bool run(struct outage *outage, size_t outages)
{
    begin(outage);
    for (size_t i = 0; i < BUYERS; i++)
        pthread_create(&outage->buyers[i].thread, NULL, buy, &outage->buyers[i]);
    pthread_create(&outage->prober, NULL, watch, outage);
    for (size_t i = 0; i < outages; i++)
        break_once(outage);
    sleep_ms(CALM_MS);
    atomic_store(&outage->closing, true);
    for (size_t i = 0; i < BUYERS; i++)
        pthread_join(outage->buyers[i].thread, NULL);
    pthread_join(outage->prober, NULL);
    bool stopped = daemon_stop(outage->daemon) == 0;
    if (outage->proxy)
        mongo_proxy_close(outage->proxy);
    bool good = is_sound(outage);
    shop_close(&outage->shop);
    if (!stopped)
        fprintf(stderr, "kripad did not end well\n");
    return good && stopped;
}

int main(int argc, char **argv)
{
    static struct outage outage;
    bool server = argc > 2 && strcmp(argv[2], "server") == 0;
    if (!fresh_store_on_mongodb()) {
        fprintf(stderr, "SKIPPED: KRIPA_TEST_STORE is not mongodb\n");
        return SKIPPED;
    }
    outage.server = server;
    if (server && !mongo_control_is_there()) {
        fprintf(stderr, "SKIPPED: KRIPA_TEST_MONGODB_CONTROL names no program that stops and "
                        "starts a server\n");
        return SKIPPED;
    }
    return run(&outage, argc > 1 ? strtoul(argv[1], NULL, 10) : 4) ? 0 : 1;
}
