/* SPDX-License-Identifier: MIT
 * What the figures of reports cost a checkout: the same orders with and without them, turns by
 * turns, in one run. Without: the store is handed each change less the edits of figures. Prints the
 * orders placed a second, the processor time and, on MongoDB, the commands of each order. Usage:
 * [KRIPA_TEST_STORE=mongodb] figures_cost [buyers at once] [orders of each] [rounds]   (16 buyers,
 * 100 orders, 7 rounds) */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "buyers.h"
#include "commands.h"
#include "core/context.h"
#include "goods.h"
#include "schema/schema.h"
#include "shop.h"
#include "wrk.h"

#define STOCK      90000000
#define EDITS_MAX  1024
#define ROUNDS_MAX 101

static const struct kripa_store_ops *real;
static bool figures_on;

static bool is_figure(const struct kripa_edit *edit)
{
    return edit->of == &kripa_shop_month_schema || edit->of == &kripa_product_month_schema ||
           edit->of == &kripa_retailer_month_schema;
}

/* They stand last in an edit of a product. */
static size_t without_amount(const struct kripa_edit *edit, struct kripa_set *sets)
{
    size_t count = 0;
    for (size_t i = 0; i < edit->sets_count; i++)
        if (strcmp(edit->sets[i].field, "soldAmount") != 0)
            sets[count++] = edit->sets[i];
    return count;
}

static enum kripa_status commit(struct kripa_store *store, const struct kripa_change *change,
                                struct kripa_outcome *outcome, struct kripa_error *err)
{
    struct kripa_edit edits[EDITS_MAX];
    struct kripa_set sets[EDITS_MAX][16];
    struct kripa_change without = {edits, 0};
    if (figures_on || change->count > EDITS_MAX)
        return real->commit(store, change, outcome, err);
    for (size_t i = 0; i < change->count; i++) {
        if (is_figure(&change->edits[i]))
            continue;
        edits[without.count] = change->edits[i];
        if (change->edits[i].of == &kripa_product_schema && change->edits[i].sets_count <= 16) {
            edits[without.count].sets_count =
                without_amount(&change->edits[i], sets[without.count]);
            edits[without.count].sets = sets[without.count];
        }
        without.count++;
    }
    return real->commit(store, &without, outcome, err);
}

struct bench {
    struct shop shop;
    struct buyer *buyers;
    size_t buyers_count;
    int orders;
    struct commands *commands;
};

static void prepare(struct bench *bench)
{
    static struct kripa_store_ops ops;
    shop_open(&bench->shop, .place = SHOP_SHARED);
    if (fresh_store_on_mongodb())
        bench->commands = commands_watch(bench->shop.kripa, NULL, NULL);
    real = bench->shop.kripa->store->ops;
    ops = *real;
    ops.commit = commit;
    bench->shop.kripa->store->ops = &ops;
    bench->buyers = calloc(bench->buyers_count, sizeof *bench->buyers);
    if (!bench->buyers)
        exit(2);
    for (size_t i = 0; i < bench->buyers_count; i++) {
        struct buyer *buyer = &bench->buyers[i];
        const char *name = kripa_arena_format(&bench->shop.arena, "buyer%zu", i);
        buyer->viewer = shop_new_viewer(&bench->shop, name, KRIPA_ROLE_CUSTOMER);
        buyer->kripa = bench->shop.kripa;
        buyer->orders = bench->orders;
        buyer->lines = BUYER_LINES_MAX;
        for (size_t j = 0; j < BUYER_LINES_MAX; j++) {
            name = kripa_arena_format(&bench->shop.arena, "Fan %zu %zu", i, j);
            buyer->products[j] = shop_product(&bench->shop, name, STOCK)->id;
        }
    }
}

static double processor_s(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

struct figures {
    double rate[ROUNDS_MAX], processor_us[ROUNDS_MAX], commands;
};

static void measure(struct bench *bench, bool on, size_t round, struct figures *to)
{
    int64_t placed = 0;
    figures_on = on;
    if (bench->commands)
        commands_reset(bench->commands);
    for (size_t i = 0; i < bench->buyers_count; i++)
        bench->buyers[i].placed = 0;
    double start = wrk_now_s(), busy = processor_s();
    buyers_run(bench->buyers, bench->buyers_count);
    busy = processor_s() - busy;
    double took_s = wrk_now_s() - start;
    for (size_t i = 0; i < bench->buyers_count; i++)
        placed += bench->buyers[i].placed;
    to->rate[round] = (double)placed / took_s;
    to->processor_us[round] = busy * 1e6 / (double)placed;
    if (bench->commands)
        to->commands = (double)commands_count(bench->commands) / (double)placed;
}

int main(int argc, char **argv)
{
    setenv("TMPDIR", "/tmp", 0); /* a disk: what is measured is what a commit waits for */
    struct bench bench = {.buyers_count = argc > 1 ? strtoul(argv[1], NULL, 10) : 16,
                          .orders = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 100};
    size_t rounds = argc > 3 ? strtoul(argv[3], NULL, 10) : 7;
    static struct figures with, without;
    prepare(&bench);
    measure(&bench, true, 0, &with); /* warm */
    measure(&bench, false, 0, &without);
    for (size_t i = 0; i < rounds && i < ROUNDS_MAX; i++) {
        measure(&bench, i % 2 == 0, i, i % 2 == 0 ? &with : &without);
        measure(&bench, i % 2 != 0, i, i % 2 != 0 ? &with : &without);
        printf("%6.0f with, %6.0f without: %.3f\n", with.rate[i], without.rate[i],
               with.rate[i] / without.rate[i]);
        fflush(stdout);
    }
    double a = wrk_median(with.rate, rounds), b = wrk_median(without.rate, rounds);
    double p = wrk_median(with.processor_us, rounds), q = wrk_median(without.processor_us, rounds);
    printf("orders of 3 lines a second: %.0f with figures, %.0f without: %.3f (wanted 0.95)\n", a,
           b, a / b);
    printf("processor time an order: %.0f us with figures, %.0f without\n", p, q);
    if (bench.commands)
        printf("commands an order: %.1f with figures, %.1f without\n", with.commands,
               without.commands);
    shop_close(&bench.shop);
    free(bench.buyers);
    return 0;
}
