/* SPDX-License-Identifier: MIT
 * One checkout sent many times at once under one idempotency key: one order, equal answers; another
 * request under the key is refused. Usage: one_key [rounds] [copies] [processes]   (100 rounds of
 * 64 copies to one kripad; with more processes each gets its share) */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fleet.h"
#include "goods.h"
#include "orders.h"
#include "shop.h"

struct counts {
    size_t unequal, orders_wrong, not_refused;
};

/* The copies of a round; true when each got the first one's answer. */
static bool send_copies(struct load *load, struct load_request *requests, size_t copies)
{
    bool equal = true;
    load_run(load, requests, copies);
    for (size_t i = 0; i < copies; i++)
        equal =
            equal && requests[i].status == 201 && strcmp(requests[i].reply, requests[0].reply) == 0;
    if (!equal)
        fprintf(stderr, "%ld %s\n", requests[0].status,
                requests[0].reply ? requests[0].reply : "(no answer)");
    load_clear(requests, copies);
    return equal;
}

static bool is_refused(struct load *load, struct load_request other)
{
    bool refused = load_one(load, &other) == 422 && strstr(other.reply, "KEY_REUSED");
    load_clear(&other, 1);
    return refused;
}

static void run_round(struct shop *shop, struct load *load, const char *token, size_t round,
                      size_t copies, struct counts *counts)
{
    char name[64];
    snprintf(name, sizeof name, "Lamp %zu", round);
    struct kripa_product *product = shop_product(shop, name, 1000);
    struct load_request request = {
        .method = "POST",
        .path = "/api/orders",
        .token = token,
        .key = kripa_arena_format(&shop->arena, "key-%zu", round),
        .body = shop_order_body(shop, &product, 1, 2),
    };
    struct load_request *requests = calloc(copies, sizeof *requests);
    if (!requests)
        abort();
    for (size_t i = 0; i < copies; i++)
        requests[i] = request;
    counts->unequal += !send_copies(load, requests, copies);
    counts->orders_wrong += shop_stock(shop, product->id) != 998;
    request.body = shop_order_body(shop, &product, 1, 3);
    counts->not_refused += !is_refused(load, request);
    free(requests);
}

int main(int argc, char **argv)
{
    size_t rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : 100;
    size_t copies = argc > 2 ? strtoul(argv[2], NULL, 10) : 64;
    size_t processes = argc > 3 ? strtoul(argv[3], NULL, 10) : 1;
    struct shop shop;
    struct counts counts = {0};
    shop_open(&shop, .place = SHOP_SHARED, .clock_runs = true);
    const char *token = shop_token(&shop, "buyer", KRIPA_ROLE_CUSTOMER);
    struct fleet fleet;
    fleet_start(&fleet, processes, shop.store.uri, SHOP_JWT_SECRET, copies);
    for (size_t round = 0; round < rounds; round++)
        run_round(&shop, fleet.load, token, round, copies, &counts);
    fleet_stop(&fleet);
    bool verified = shop_verify(&shop) == KRIPA_OK;
    shop_close(&shop);
    printf(
        "rounds %zu of %zu copies: unequal answers in %zu, not one order in %zu, another request "
        "not refused in %zu; store verify: %s\n",
        rounds, copies, counts.unequal, counts.orders_wrong, counts.not_refused,
        verified ? "no differences" : "DIFFERENCES");
    return counts.unequal + counts.orders_wrong + counts.not_refused == 0 && verified ? 0 : 1;
}
