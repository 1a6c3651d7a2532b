/* SPDX-License-Identifier: MIT
 * What each report takes in shops of 1,000, 100,000 and 1,000,000 orders (SQLite), over the days it
 * is about by itself and over others. Orders are put into the store in bulk, spread over three
 * years and a catalogue in which few products sell most; figures are counted by what kripactl store
 * migrate counts them with. Usage: reports [products] [most orders]   (1,000 and 1,000,000) */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/query.h"
#include "maintenance/recount.h"
#include "schema/schema.h"
#include "shop.h"
#include "wrk.h"

#define BATCH     1000 /* records of one change */
#define RETAILERS 100
#define ACCOUNTS  2000
#define DAY_MS    86400000
#define SPAN_DAYS 1095
#define ROUNDS    21
#define ZONE      "Asia/Kolkata"

struct bench {
    struct shop shop;
    struct kp_call call;
    struct kripa_arena arena; /* of one batch */
    size_t products_count;
    struct kripa_product *products;
    struct kripa_account *accounts;
    int64_t orders;
    uint64_t chance;
};

static double draw(struct bench *bench)
{
    bench->chance = bench->chance * 6364136223846793005U + 1442695040888963407U;
    return (double)(bench->chance >> 11) / 9007199254740992.0;
}

static void must(enum kripa_status status, const char *what)
{
    if (status == KRIPA_OK)
        return;
    fprintf(stderr, "%s: %s\n", what, kripa_status_name(status));
    exit(2);
}

static void commit(struct bench *bench, struct kp_change *change)
{
    must(kp_commit(&bench->call, change, NULL), "commit");
    kripa_arena_reset(&bench->arena);
}

static int64_t some_time(struct bench *bench)
{
    return bench->shop.now_ms - (int64_t)(draw(bench) * SPAN_DAYS * DAY_MS);
}

static void add_products(struct bench *bench)
{
    bench->products = calloc(bench->products_count, sizeof *bench->products);
    for (size_t from = 0; from < bench->products_count; from += BATCH) {
        struct kp_change change = kp_change_in(&bench->call);
        for (size_t i = from; i < bench->products_count && i < from + BATCH; i++) {
            struct kripa_product *product = &bench->products[i];
            *product = (struct kripa_product){
                .id = kp_new_id(bench->shop.kripa),
                .name = kripa_arena_format(&bench->shop.arena, "Ceiling Fan %zu", i),
                .slug = kripa_arena_format(&bench->shop.arena, "ceiling-fan-%zu", i),
                .price_paise = 10000 + (int64_t)i,
                .stock = i % 50 ? 1000 : 3,
                .active = true,
                .created_at_ms = some_time(bench)};
            kp_insert(&change, &kripa_product_schema, product);
        }
        commit(bench, &change);
    }
}

static void add_accounts(struct bench *bench)
{
    struct kp_change change = kp_change_in(&bench->call);
    bench->accounts = calloc(ACCOUNTS, sizeof *bench->accounts);
    for (size_t i = 0; i < ACCOUNTS; i++) {
        bench->accounts[i] = (struct kripa_account){
            .id = kp_new_id(bench->shop.kripa),
            .name = "Asha Verma",
            .email = kripa_arena_format(&bench->shop.arena, "asha%zu@example.in", i),
            .role = i < RETAILERS ? KRIPA_ROLE_RETAILER : KRIPA_ROLE_CUSTOMER,
            .created_at_ms = some_time(bench)};
        kp_insert(&change, &kripa_account_schema, &bench->accounts[i]);
    }
    commit(bench, &change);
}

/* Of two lines; a tenth are a retailer's, and as many are cancelled. */
static struct kripa_order *new_order(struct bench *bench)
{
    struct kripa_order *order = kripa_arena_alloc(&bench->arena, sizeof *order, 1);
    struct kripa_order_line *lines = kripa_arena_alloc(&bench->arena, sizeof *lines, 2);
    bool retailers = draw(bench) < 0.1;
    double fate = draw(bench);
    if (!order || !lines)
        exit(2);
    size_t who = (size_t)(draw(bench) * (retailers ? RETAILERS : ACCOUNTS));
    *order =
        (struct kripa_order){.id = kp_new_id(bench->shop.kripa),
                             .number = 1001 + bench->orders++,
                             .user = bench->accounts[who].id,
                             .items = lines,
                             .items_count = 2,
                             .payment_method = "COD",
                             .delivery_status = fate < 0.8   ? KRIPA_DELIVERY_DELIVERED
                                                : fate < 0.9 ? KRIPA_DELIVERY_CANCELLED
                                                             : KRIPA_DELIVERY_PENDING,
                             .purchase_mode = retailers ? KRIPA_MODE_RETAILER : KRIPA_MODE_CUSTOMER,
                             .is_bulk_order = retailers,
                             .saved_paise = {100, retailers},
                             .revision = 1,
                             .created_at_ms = some_time(bench)};
    for (size_t i = 0; i < 2; i++) {
        size_t at = (size_t)(pow((double)bench->products_count, draw(bench)) - 1);
        struct kripa_product *product = &bench->products[at];
        lines[i] = (struct kripa_order_line){.product = product->id,
                                             .name = product->name,
                                             .qty = 1 + (int64_t)(draw(bench) * 3),
                                             .price_paise = product->price_paise};
        order->total_paise += lines[i].qty * lines[i].price_paise;
        if (order->delivery_status == KRIPA_DELIVERY_CANCELLED)
            continue;
        product->sold += lines[i].qty;
        product->sold_paise += lines[i].qty * lines[i].price_paise;
    }
    return order;
}

static void add_orders(struct bench *bench, int64_t count)
{
    while (bench->orders < count) {
        struct kp_change change = kp_change_in(&bench->call);
        for (size_t i = 0; i < BATCH && bench->orders < count; i++)
            kp_insert(&change, &kripa_order_schema, new_order(bench));
        commit(bench, &change);
    }
    for (size_t i = 0; i < bench->products_count; i++) {
        struct kp_change change = kp_change_in(&bench->call);
        kp_update(&change, &kripa_product_schema, bench->products[i].id);
        kp_set(&change, "sold", kp_int(bench->products[i].sold));
        kp_set(&change, "soldAmount", kp_int(bench->products[i].sold_paise));
        commit(bench, &change);
    }
}

static void count_month(struct bench *bench, int64_t month)
{
    struct kp_recount is, should;
    must(kp_recount_stored(&bench->call, month, &is), "read");
    must(kp_recount_month(&bench->call, ZONE, month, &should), "count");
    struct kp_change change = kp_change_in(&bench->call);
    for (size_t i = 0; i < is.stripes_count; i++)
        kp_delete(&change, &kripa_shop_month_schema, is.stripes[i].id);
    for (size_t i = 0; i < is.products_count; i++)
        kp_delete(&change, &kripa_product_month_schema, is.products[i].id);
    for (size_t i = 0; i < is.retailers_count; i++)
        kp_delete(&change, &kripa_retailer_month_schema, is.retailers[i].id);
    should.shop.id = kp_shop_month_id(month, 0);
    if (month != KP_MONTH_ALL_TIME)
        kp_insert(&change, &kripa_shop_month_schema, &should.shop);
    for (size_t i = 0; i < should.products_count; i++)
        kp_insert(&change, &kripa_product_month_schema, &should.products[i]);
    for (size_t i = 0; i < should.retailers_count; i++)
        kp_insert(&change, &kripa_retailer_month_schema, &should.retailers[i]);
    commit(bench, &change);
}

static void count_figures(struct bench *bench)
{
    int64_t month = KP_MONTH_ALL_TIME;
    while (month) {
        count_month(bench, month);
        must(kp_recount_next(&bench->call, ZONE, month + 1, &month), "next");
    }
}

/* The reports */

enum report { OVERVIEW, REVENUE, ORDERS, TOP, TOP_REVENUE, GROWTH, LOW, RETAILER, REPORTS };
static const char *const names[REPORTS] = {"overview",     "revenue",     "orders",
                                           "top-products", "... revenue", "user-growth",
                                           "low-stock",    "retailers"};

static enum kripa_status ask(struct bench *bench, enum report report,
                             const struct kripa_report_filter *filter)
{
    struct kripa *kripa = bench->shop.kripa;
    struct kripa_viewer viewer = bench->shop.console;
    struct kripa_top_filter top = {filter->from, filter->to, 0,
                                   report == TOP_REVENUE ? "revenue" : NULL};
    union {
        struct kripa_overview overview;
        struct kripa_revenue revenue;
        struct kripa_state_counts states;
        struct kripa_top_products top;
        struct kripa_growth growth;
        struct kripa_low_products low;
        struct kripa_retailer_report retailers;
    } out;
    switch (report) {
    case OVERVIEW:
        return kripa_report_overview(kripa, viewer, filter, &bench->arena, &out.overview, NULL);
    case REVENUE:
        return kripa_report_revenue(kripa, viewer, filter, &bench->arena, &out.revenue, NULL);
    case ORDERS:
        return kripa_report_orders(kripa, viewer, filter, &bench->arena, &out.states, NULL);
    case TOP:
    case TOP_REVENUE:
        return kripa_report_top_products(kripa, viewer, &top, &bench->arena, &out.top, NULL);
    case GROWTH:
        return kripa_report_user_growth(kripa, viewer, filter, &bench->arena, &out.growth, NULL);
    case LOW:
        return kripa_report_low_stock(kripa, viewer, filter, &bench->arena, &out.low, NULL);
    default:
        return kripa_report_retailers(kripa, viewer, filter, &bench->arena, &out.retailers, NULL);
    }
}

static double measure(struct bench *bench, enum report report,
                      const struct kripa_report_filter *filter)
{
    double took_ms[ROUNDS];
    for (size_t i = 0; i < ROUNDS; i++) {
        double start = wrk_now_s();
        must(ask(bench, report, filter), names[report]);
        took_ms[i] = (wrk_now_s() - start) * 1000;
        kripa_arena_reset(&bench->arena);
    }
    return wrk_median(took_ms, ROUNDS);
}

static void print_reports(struct bench *bench)
{
    static const struct kripa_report_filter ranges[] = {{0},
                                                        {"2026-10-20", "2026-11-18", 0},
                                                        {"2025-11-19", "2026-11-18", 0},
                                                        {"2023-12-10", "2026-11-10", 0}};
    printf("\n%lld orders, ms (wanted: 5)   %10s %10s %10s %10s\n", (long long)bench->orders,
           "by itself", "30 days", "a year", "3 years");
    for (enum report report = 0; report < REPORTS; report++) {
        printf("%-28s", names[report]);
        for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
            printf(" %10.2f", measure(bench, report, &ranges[i]));
        printf("\n");
        fflush(stdout);
    }
}

int main(int argc, char **argv)
{
    static const int64_t sizes[] = {1000, 100000, 1000000};
    struct bench bench = {.products_count = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000,
                          .chance = 42};
    int64_t most = argc > 2 ? strtol(argv[2], NULL, 10) : 1000000;
    setenv("TMPDIR", "/tmp", 0); /* a disk */
    shop_open(&bench.shop, .place = SHOP_IN_FILE);
    bench.call = (struct kp_call){.kripa = bench.shop.kripa, .arena = &bench.arena};
    add_products(&bench);
    add_accounts(&bench);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes && sizes[i] <= most; i++) {
        double start = wrk_now_s();
        add_orders(&bench, sizes[i]);
        count_figures(&bench);
        fprintf(stderr, "made in %.0f s\n", wrk_now_s() - start);
        print_reports(&bench);
    }
    kripa_arena_clear(&bench.arena);
    shop_close(&bench.shop);
    free(bench.products);
    free(bench.accounts);
    return 0;
}
