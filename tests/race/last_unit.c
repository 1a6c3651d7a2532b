/* SPDX-License-Identifier: MIT
 * The last unit, sold once: many buyers order at the same moment over HTTP, round after round, and
 * after each round the orders, the stock and the ledger are counted. Prints a table; fails when one
 * figure is off. Usage: last_unit [rounds] [buyers] [processes]   (100 rounds of 256 buyers of one
 * kripad; with more processes each serves its share of them) */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "fleet.h"
#include "goods.h"
#include "orders.h"
#include "shop.h"

#define PRODUCTS    3
#define ADMIN_CALLS 8

struct race {
    struct shop shop;
    struct fleet fleet;
    size_t rounds, buyers, processes;
    const char **tokens, *admin;
    struct load_request *requests;
};

/* What one kind of round does, and how many orders it must end with. */
struct kind {
    const char *name;
    size_t products;    /* that are raced for */
    size_t lines;       /* of one order, over those products */
    int64_t stock;      /* of each product before the round */
    size_t admin_calls; /* each adds one unit meanwhile */
    int64_t units;      /* of each product that one order takes */
};
static const struct kind kinds[] = {
    {"one unit, one line", 1, 1, 1, 0, 1},
    {"two lines of one product", 1, 2, 2, 0, 2},
    {"three lines, all or nothing", 3, 3, 1, 0, 1},
    {"an admin adds units meanwhile", 1, 1, 1, ADMIN_CALLS, 1},
};

struct result {
    size_t sold, refused, other, wrong_rounds;
    double seconds;
};

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Fresh products each round, so that every count starts from nothing. */
static void stock_up(struct race *race, const struct kind *kind, size_t round,
                     struct kripa_product *products[PRODUCTS])
{
    for (size_t i = 0; i < kind->products; i++) {
        char name[96];
        snprintf(name, sizeof name, "%s %zu %zu", kind->name, round, i);
        products[i] = shop_product(&race->shop, name, kind->stock);
    }
}

static size_t fill_requests(struct race *race, const struct kind *kind,
                            struct kripa_product *products[PRODUCTS])
{
    struct kripa_product *lines[PRODUCTS];
    for (size_t i = 0; i < kind->lines; i++)
        lines[i] = products[i % kind->products];
    char *body = shop_order_body(&race->shop, lines, kind->lines, 1);
    for (size_t i = 0; i < race->buyers; i++)
        race->requests[i] = (struct load_request){
            .method = "POST", .path = "/api/orders", .token = race->tokens[i], .body = body};
    char id[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(products[0]->id, id);
    const char *path = kripa_arena_format(&race->shop.arena, "/api/admin/products/%s/stock", id);
    for (size_t i = 0; i < kind->admin_calls; i++)
        race->requests[(i + 1) * race->buyers / (kind->admin_calls + 1)] =
            (struct load_request){.method = "PUT",
                                  .path = path,
                                  .token = race->admin,
                                  .body = "{\"add\":1,\"reason\":\"delivery came\"}"};
    return race->buyers;
}

/* Sold must be what there was: orders x units = what was in stock and came in, less what is left;
 * never below 0. */
static bool counts_are_right(struct race *race, const struct kind *kind,
                             struct kripa_product *products[PRODUCTS], int64_t sold, int64_t added)
{
    bool right = true;
    for (size_t i = 0; i < kind->products; i++) {
        int64_t left = shop_stock(&race->shop, products[i]->id);
        right = right && left >= 0 && left == shop_ledger_sum(&race->shop, products[i]->id) &&
                sold * kind->units + left == kind->stock + added;
    }
    return right && sold >= 1 && (kind->admin_calls > 0 || sold == 1);
}

static void run_round(struct race *race, const struct kind *kind, size_t round,
                      struct result *result)
{
    struct kripa_product *products[PRODUCTS];
    stock_up(race, kind, round, products);
    size_t count = fill_requests(race, kind, products);
    double start = now_s();
    load_run(race->fleet.load, race->requests, count);
    result->seconds += now_s() - start;
    int64_t sold = 0, added = 0;
    for (size_t i = 0; i < count; i++) {
        struct load_request *request = &race->requests[i];
        if (!strcmp(request->method, "PUT") && request->status == 200)
            added++;
        else if (request->status == 201)
            sold++;
        else if (request->status == 409 && strstr(request->reply, "OUT_OF_STOCK"))
            result->refused++;
        else if (result->other++ == 0)
            fprintf(stderr, "%ld %s\n", request->status, request->reply ? request->reply : "");
    }
    result->sold += (size_t)sold;
    if (!counts_are_right(race, kind, products, sold, added)) {
        result->wrong_rounds++;
        fprintf(stderr, "%s, round %zu: %lld sold, %lld left\n", kind->name, round, (long long)sold,
                (long long)shop_stock(&race->shop, products[0]->id));
    }
    load_clear(race->requests, count);
}

static void prepare(struct race *race)
{
    shop_open(&race->shop, .place = SHOP_SHARED, .clock_runs = true);
    race->tokens = calloc(race->buyers, sizeof *race->tokens);
    race->requests = calloc(race->buyers, sizeof *race->requests);
    if (!race->tokens || !race->requests)
        abort();
    race->admin = shop_token(&race->shop, "admin", KRIPA_ROLE_ADMIN);
    for (size_t i = 0; i < race->buyers; i++) {
        char name[32];
        snprintf(name, sizeof name, "buyer%zu", i);
        race->tokens[i] = shop_token(&race->shop, name, KRIPA_ROLE_CUSTOMER);
    }
    fleet_start(&race->fleet, race->processes, race->shop.store.uri, SHOP_JWT_SECRET, race->buyers);
}

static bool run_kind(struct race *race, const struct kind *kind)
{
    struct result result = {0};
    for (size_t round = 0; round < race->rounds; round++)
        run_round(race, kind, round, &result);
    printf("%-30s %6zu %7zu %7zu %9zu %7zu %7zu %11.0f\n", kind->name, race->rounds, race->buyers,
           result.sold, result.refused, result.other, result.wrong_rounds,
           (double)(race->rounds * race->buyers) / result.seconds);
    return result.other == 0 && result.wrong_rounds == 0;
}

int main(int argc, char **argv)
{
    struct race race = {.rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : 100,
                        .buyers = argc > 2 ? strtoul(argv[2], NULL, 10) : 256,
                        .processes = argc > 3 ? strtoul(argv[3], NULL, 10) : 1};
    prepare(&race);
    printf("%zu kripad on %s\n", race.fleet.count, fresh_store_on_mongodb() ? "MongoDB" : "SQLite");
    printf("%-30s %6s %7s %7s %9s %7s %7s %11s\n", "race", "rounds", "buyers", "orders", "refused",
           "other", "wrong", "requests/s");
    bool right = true;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        right = run_kind(&race, &kinds[i]) && right;
    bool verified = shop_verify(&race.shop) == KRIPA_OK;
    printf("store verify: %s\n", verified ? "no differences" : "DIFFERENCES");
    fleet_stop(&race.fleet);
    shop_close(&race.shop);
    free(race.tokens);
    free(race.requests);
    return right && verified ? 0 : 1;
}
