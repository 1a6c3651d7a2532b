/* SPDX-License-Identifier: MIT
 * kill -9 at random moments under checkout load: after each restart the store verifies, and every
 * order that was acknowledged is there, whole. Usage: kill [times] [seed]   (200 times) */
#include <jansson.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon.h"
#include "goods.h"
#include "load.h"
#include "orders.h"
#include "shop.h"

#define BUYERS                   32
#define REQUESTS                 4000 /* more than can be answered before the kill */
#define DELAY_US_MIN             20000
#define DELAY_US_SPAN            250000
/* Orders of the same goods come one by one there, and each takes its time. */
#define DELAY_US_SPAN_ON_MONGODB 2000000

struct crash {
    struct shop shop;
    struct daemon *daemon;
    struct load *load;
    const char *tokens[BUYERS];
    struct load_request requests[REQUESTS];
    struct kripa_product *products[3];
    char *body;
    size_t acknowledged, missing, unverified;
    unsigned seed;
};

/* The same moments again for the same seed (a linear congruential generator). */
static unsigned next_chance(struct crash *crash)
{
    crash->seed = crash->seed * 1664525U + 1013904223U;
    return crash->seed >> 8;
}

static void *kill_later(void *ctx)
{
    struct crash *crash = ctx;
    unsigned span = fresh_store_on_mongodb() ? DELAY_US_SPAN_ON_MONGODB : DELAY_US_SPAN;
    usleep(DELAY_US_MIN + next_chance(crash) % span);
    daemon_kill(crash->daemon);
    return NULL;
}

/* Whether the order of this answer is in the store, with all its lines. */
static bool is_there(struct crash *crash, const struct load_request *request)
{
    json_t *reply = json_loads(request->reply, 0, NULL);
    const char *text = NULL;
    json_unpack(reply, "{s:{s:s}}", "data", "_id", &text);
    struct kripa_id id;
    struct kripa_arena arena = {0};
    struct kripa_order *order;
    bool there = text && kripa_id_parse(text, &id) &&
                 kripa_order_get(crash->shop.kripa, crash->shop.console, id, &arena, &order,
                                 NULL) == KRIPA_OK &&
                 order->items_count == 3 && order->total_paise == 3 * 10000;
    kripa_arena_clear(&arena);
    json_decref(reply);
    return there;
}

static void look(struct crash *crash)
{
    for (size_t i = 0; i < REQUESTS; i++) {
        if (crash->requests[i].status != 201)
            continue;
        crash->acknowledged++;
        if (!is_there(crash, &crash->requests[i]))
            crash->missing++;
    }
    load_clear(crash->requests, REQUESTS);
}

static void round_of(struct crash *crash)
{
    crash->daemon = daemon_start(
        crash->shop.store.uri, SHOP_JWT_SECRET,
        (const char *const[]){"RATE_LIMIT_ACCOUNT=off", "RATE_LIMIT_CHECKOUT=off", NULL});
    const char *url = daemon_url(crash->daemon);
    crash->load = load_create(&url, 1, BUYERS);
    for (size_t i = 0; i < REQUESTS; i++)
        crash->requests[i] = (struct load_request){.method = "POST",
                                                   .path = "/api/orders",
                                                   .token = crash->tokens[i % BUYERS],
                                                   .body = crash->body};
    pthread_t killer;
    pthread_create(&killer, NULL, kill_later, crash);
    load_run(crash->load, crash->requests, REQUESTS);
    pthread_join(killer, NULL);
    load_free(crash->load);
    look(crash);
    if (shop_verify(&crash->shop) != KRIPA_OK)
        crash->unverified++;
}

static void prepare(struct crash *crash)
{
    shop_open(&crash->shop, .place = SHOP_SHARED, .clock_runs = true);
    for (size_t i = 0; i < BUYERS; i++) {
        char name[32];
        snprintf(name, sizeof name, "buyer%zu", i);
        crash->tokens[i] = shop_token(&crash->shop, name, KRIPA_ROLE_CUSTOMER);
    }
    for (size_t i = 0; i < 3; i++) {
        char name[32];
        snprintf(name, sizeof name, "Lamp %zu", i);
        crash->products[i] = shop_product(&crash->shop, name, 50000000);
    }
    crash->body = shop_order_body(&crash->shop, crash->products, 3, 1);
}

int main(int argc, char **argv)
{
    static struct crash crash;
    size_t times = argc > 1 ? strtoul(argv[1], NULL, 10) : 200;
    crash.seed = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : (unsigned)getpid();
    printf("seed %u\n", crash.seed);
    prepare(&crash);
    for (size_t i = 0; i < times; i++)
        round_of(&crash);
    shop_close(&crash.shop);
    printf("kills %zu, acknowledged orders %zu, missing %zu, failed verifications %zu\n", times,
           crash.acknowledged, crash.missing, crash.unverified);
    return crash.acknowledged > 0 && crash.missing == 0 && crash.unverified == 0 ? 0 : 1;
}
