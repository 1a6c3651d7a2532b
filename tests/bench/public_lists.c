/* SPDX-License-Identifier: MIT
 * What the public lists of reviews and banners cost: microseconds a page, in this process, first
 * with a few of them and then with many. The two columns should be alike.
 * Usage: [KRIPA_TEST_STORE=mongodb] public_lists [reviews] [banners] [calls of a kind] */
#include <stdio.h>
#include <stdlib.h>

#include "core/change.h"
#include "core/context.h"
#include "goods.h"
#include "schema/schema.h"
#include "wrk.h"

#define FEW       10 /* of each, at first */
#define BATCH     500
#define PAGE_SIZE 10
#define ROUNDS    5

struct bench {
    struct shop shop;
    struct kripa_id product;
    size_t calls;
};

static void must(struct bench *bench, enum kripa_status status, const char *what)
{
    shop_must(status, &bench->shop.err, what);
}

static struct kp_call call_of(struct bench *bench)
{
    return (struct kp_call){.kripa = bench->shop.kripa,
                            .viewer = bench->shop.console,
                            .arena = &bench->shop.arena,
                            .err = &bench->shop.err};
}

static void add_review(struct bench *bench, struct kp_change *change, size_t number)
{
    struct kripa_review *review = kripa_arena_alloc(&bench->shop.arena, sizeof *review, 1);
    *review = (struct kripa_review){
        .id = kp_new_id(bench->shop.kripa),
        .user = kp_new_id(bench->shop.kripa),
        .product = bench->product,
        .rating = 1 + (int64_t)number % KRIPA_STARS_MAX,
        .text = "It does what it should, and came in two days.",
        .created_at_ms = bench->shop.now_ms + (int64_t)number,
    };
    kp_insert(change, &kripa_review_schema, review);
    kp_update(change, &kripa_product_schema, bench->product);
    kp_add(change, kripa_arena_format(&bench->shop.arena, "stars%d", (int)review->rating), 1);
}

static void add_banner(struct bench *bench, struct kp_change *change, size_t number)
{
    struct kripa_banner *banner = kripa_arena_alloc(&bench->shop.arena, sizeof *banner, 1);
    *banner = (struct kripa_banner){
        .id = kp_new_id(bench->shop.kripa),
        .title = "Diwali lights",
        .product = bench->product,
        .sort_order = (int64_t)number % 10,
        .created_at_ms = bench->shop.now_ms + (int64_t)number,
    };
    kp_insert(change, &kripa_banner_schema, banner);
}

typedef void add_fn(struct bench *bench, struct kp_change *change, size_t number);

static void add_many(struct bench *bench, add_fn *add, size_t from, size_t to)
{
    while (from < to) {
        const struct kp_call call = call_of(bench);
        struct kp_change change = kp_change_in(&call);
        for (size_t i = 0; i < BATCH && from < to; i++)
            add(bench, &change, from++);
        must(bench, kp_commit(&call, &change, NULL), "add");
        kripa_arena_reset(&bench->shop.arena);
    }
}

static void list_reviews(struct bench *bench, const char *sort, int64_t rating)
{
    struct kripa_reviews found;
    const struct kripa_review_filter filter = {.paging = {.limit = PAGE_SIZE, .sort = sort},
                                               .rating = rating};
    must(bench,
         kripa_review_list(bench->shop.kripa, kripa_viewer_guest(), bench->product, &filter,
                           &bench->shop.arena, &found, &bench->shop.err),
         "reviews");
}

static void newest(struct bench *bench)
{
    list_reviews(bench, NULL, 0);
}

static void best(struct bench *bench)
{
    list_reviews(bench, "-rating", 0);
}

static void of_two_stars(struct bench *bench)
{
    list_reviews(bench, NULL, 2);
}

static void banners(struct bench *bench)
{
    struct kripa_banners found;
    must(bench,
         kripa_banner_list_shown(bench->shop.kripa, kripa_viewer_guest(), &bench->shop.arena,
                                 &found, &bench->shop.err),
         "banners");
}

static const struct {
    const char *what;
    void (*ask)(struct bench *bench);
} kinds[] = {
    {"reviews, newest first", newest},
    {"reviews, best first", best},
    {"reviews of two stars", of_two_stars},
    {"banners", banners},
};
#define KINDS (sizeof kinds / sizeof *kinds)

static void measure(struct bench *bench, double us[KINDS])
{
    for (size_t i = 0; i < KINDS; i++) {
        double rounds[ROUNDS];
        for (size_t round = 0; round < ROUNDS; round++) {
            double start_s = wrk_now_s();
            for (size_t call = 0; call < bench->calls; call++) {
                kinds[i].ask(bench);
                kripa_arena_reset(&bench->shop.arena);
            }
            rounds[round] = (wrk_now_s() - start_s) * 1e6 / (double)bench->calls;
        }
        us[i] = wrk_median(rounds, ROUNDS);
    }
}

int main(int argc, char **argv)
{
    static struct bench bench;
    double few[KINDS], many[KINDS];
    size_t reviews = argc > 1 ? strtoul(argv[1], NULL, 10) : 10000;
    size_t banners_count = argc > 2 ? strtoul(argv[2], NULL, 10) : 200;
    bench.calls = argc > 3 ? strtoul(argv[3], NULL, 10) : 500;
    shop_open(&bench.shop, .place = SHOP_SHARED, .clock_runs = true);
    bench.product = shop_product(&bench.shop, "Lamp", 10)->id;
    bench.shop.now_ms = SHOP_NOW_MS;
    add_many(&bench, add_review, 0, FEW);
    add_many(&bench, add_banner, 0, FEW);
    measure(&bench, few);
    add_many(&bench, add_review, FEW, reviews);
    add_many(&bench, add_banner, FEW, banners_count);
    measure(&bench, many);
    printf("%-24s %10s %10s   (us, %d against %zu reviews and %zu banners)\n", "", "few", "many",
           FEW, reviews, banners_count);
    for (size_t i = 0; i < KINDS; i++)
        printf("%-24s %10.1f %10.1f\n", kinds[i].what, few[i], many[i]);
    shop_close(&bench.shop);
    return 0;
}
