/* SPDX-License-Identifier: MIT
 * What it is worth that changes to one document take turns within a process: the same orders with
 * and without, turns by turns, in one run. The buyers are threads that come through as many
 * openings of the shop as there would be kripad; each opening has connections and turns of its
 * own. Prints how often the server refused a command since somebody else writes to the same, how
 * many orders ended as 503, the longest that one took, and the orders placed a second. Usage:
 * KRIPA_TEST_STORE=mongodb turns [buyers] [openings] [orders of each]   (48 buyers through 3
 * openings, 2 orders each) */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buyers.h"
#include "commands.h"
#include "core/context.h"
#include "goods.h"
#include "shop.h"
#include "store/mongo/internal.h"
#include "wrk.h"

#define ROUNDS       3
#define OPENINGS_MAX 8
#define STOCK        1000000

/* What they buy. */
enum crowd { ONE_PRODUCT, ONE_OF_THREE, NOTHING_SHARED, CROWDS };
static const char *const crowd_names[CROWDS] = {
    [ONE_PRODUCT] = "all buy one product",
    [ONE_OF_THREE] = "three lines, one of them shared",
    [NOTHING_SHARED] = "three lines, nothing shared",
};
struct bench {
    struct shop shop;
    struct kripa *openings[OPENINGS_MAX];
    struct commands *commands[OPENINGS_MAX];
    size_t openings_count, buyers_count;
    int orders;
    struct buyer *buyers;
    struct kripa_id shared, *own; /* products; of each buyer BUYER_LINES_MAX */
};

static void open_again(struct bench *bench, struct kripa **kripa)
{
    struct kripa_config config = {.store_uri = bench->shop.store.uri};
    struct kripa_error err;
    if (kripa_open(&config, kripa, &err) == KRIPA_OK)
        return;
    fprintf(stderr, "%s\n", err.message);
    exit(2);
}

static void prepare(struct bench *bench)
{
    shop_open(&bench->shop, .place = SHOP_SHARED, .people = SHOP_ACCOUNTS);
    for (size_t i = 0; i < bench->openings_count; i++) {
        open_again(bench, &bench->openings[i]);
        bench->commands[i] = commands_watch(bench->openings[i], NULL, NULL);
    }
    bench->buyers = calloc(bench->buyers_count, sizeof *bench->buyers);
    bench->own = calloc(bench->buyers_count * BUYER_LINES_MAX, sizeof *bench->own);
    if (!bench->buyers || !bench->own)
        exit(2);
    bench->shared = shop_product(&bench->shop, "Shared Fan", STOCK)->id;
    for (size_t i = 0; i < bench->buyers_count; i++) {
        const char *name = kripa_arena_format(&bench->shop.arena, "buyer%zu", i);
        bench->buyers[i].viewer = shop_new_viewer(&bench->shop, name, KRIPA_ROLE_CUSTOMER);
        bench->buyers[i].kripa = bench->openings[i % bench->openings_count];
        bench->buyers[i].orders = bench->orders;
        for (size_t j = 0; j < BUYER_LINES_MAX; j++) {
            name = kripa_arena_format(&bench->shop.arena, "Fan %zu %zu", i, j);
            bench->own[i * BUYER_LINES_MAX + j] = shop_product(&bench->shop, name, STOCK)->id;
        }
    }
}

struct figures {
    double rate;
    size_t conflicts;
    int64_t placed, unavailable, longest_ms;
};

static void choose(struct bench *bench, enum crowd crowd)
{
    for (size_t i = 0; i < bench->buyers_count; i++) {
        struct buyer *buyer = &bench->buyers[i];
        buyer->placed = buyer->refused = buyer->unavailable = buyer->longest_ms = 0;
        buyer->lines = crowd == ONE_PRODUCT ? 1 : BUYER_LINES_MAX;
        memcpy(buyer->products, &bench->own[i * BUYER_LINES_MAX], sizeof buyer->products);
        if (crowd != NOTHING_SHARED)
            buyer->products[0] = bench->shared;
    }
}

static struct figures measure(struct bench *bench, enum crowd crowd, bool turns)
{
    struct figures figures = {0};
    choose(bench, crowd);
    for (size_t i = 0; i < bench->openings_count; i++) {
        ((struct kp_mongo *)bench->openings[i]->store)->turns.off = !turns;
        commands_reset(bench->commands[i]);
    }
    double start = wrk_now_s();
    buyers_run(bench->buyers, bench->buyers_count);
    double took_s = wrk_now_s() - start;
    for (size_t i = 0; i < bench->buyers_count; i++) {
        figures.placed += bench->buyers[i].placed;
        figures.unavailable += bench->buyers[i].unavailable;
        if (bench->buyers[i].longest_ms > figures.longest_ms)
            figures.longest_ms = bench->buyers[i].longest_ms;
    }
    for (size_t i = 0; i < bench->openings_count; i++)
        figures.conflicts += commands_conflicts(bench->commands[i]);
    figures.rate = (double)figures.placed / took_s;
    return figures;
}

static void print(enum crowd crowd, bool turns, struct figures rounds[ROUNDS])
{
    double rates[ROUNDS];
    struct figures sum = {0};
    for (size_t i = 0; i < ROUNDS; i++) {
        rates[i] = rounds[i].rate;
        sum.conflicts += rounds[i].conflicts;
        sum.placed += rounds[i].placed;
        sum.unavailable += rounds[i].unavailable;
        if (rounds[i].longest_ms > sum.longest_ms)
            sum.longest_ms = rounds[i].longest_ms;
    }
    printf("%-33s %-8s %7lld %10zu %6lld %10.1f %9.1f\n", crowd_names[crowd],
           turns ? "turns" : "none", (long long)sum.placed, sum.conflicts,
           (long long)sum.unavailable, (double)sum.longest_ms / 1000, wrk_median(rates, ROUNDS));
    fflush(stdout);
}

static void compare(struct bench *bench, enum crowd crowd)
{
    struct figures without[ROUNDS], with[ROUNDS];
    for (size_t i = 0; i < ROUNDS; i++) {
        without[i] = measure(bench, crowd, false);
        with[i] = measure(bench, crowd, true);
    }
    print(crowd, false, without);
    print(crowd, true, with);
}

static bool finish(struct bench *bench)
{
    struct kripa_verification found;
    struct kripa_error err;
    bool right = kripa_verify(bench->shop.kripa, NULL, NULL, &found, &err) == KRIPA_OK;
    for (size_t i = 0; i < bench->openings_count; i++) {
        commands_free(bench->commands[i]);
        kripa_close(bench->openings[i]);
    }
    shop_close(&bench->shop);
    free(bench->buyers);
    free(bench->own);
    printf("store verify: %s\n", right ? "no differences" : "DIFFERENCES");
    return right;
}

static size_t number(int argc, char **argv, int at, size_t otherwise)
{
    return argc > at ? strtoul(argv[at], NULL, 10) : otherwise;
}

int main(int argc, char **argv)
{
    setenv("TMPDIR", "/tmp", 0); /* a disk: what is measured is what a commit waits for */
    struct bench bench = {.buyers_count = number(argc, argv, 1, 48),
                          .openings_count = number(argc, argv, 2, 3),
                          .orders = (int)number(argc, argv, 3, 2)};
    if (!fresh_store_on_mongodb() || bench.openings_count > OPENINGS_MAX) {
        fprintf(stderr, "run it with KRIPA_TEST_STORE=mongodb, and up to %d openings\n",
                OPENINGS_MAX);
        return 2;
    }
    prepare(&bench);
    printf("%zu buyers through %zu openings, %d orders each, %d times\n", bench.buyers_count,
           bench.openings_count, bench.orders, ROUNDS);
    printf("%-33s %-8s %7s %10s %6s %10s %9s\n", "", "", "orders", "conflicts", "503", "longest, s",
           "orders/s");
    for (enum crowd crowd = 0; crowd < CROWDS; crowd++)
        compare(&bench, crowd);
    return finish(&bench) ? 0 : 1;
}
