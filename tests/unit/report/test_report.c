/* SPDX-License-Identifier: MIT
 * Reports: whatever happens to orders and accounts, they say what a recount of these says; by days
 * of the shop's zone, whatever the range; and what was never counted, or counted wrong, is counted
 * by a migration. */
#include "suite.h"

#include <string.h>

#include <kripa/sys/schema.h>

#include "base/time.h"
#include "core/context.h"
#include "core/query.h"
#include "goods.h"
#include "journal/figures.h"
#include "life.h"
#include "orders.h"
#include "schema/schema.h"

static struct shop shop;
static struct shop_life life;

static void begin(void)
{
    shop_open(&shop, .people = SHOP_ACCOUNTS);
    shop_life_begin(&life, &shop);
}

static void end(void)
{
    shop_check_books(&shop);
    shop_close(&shop);
}

START_TEST(whatever_happens_they_say_what_a_recount_says)
{
    for (int round = 0; round < 3; round++) {
        shop_live(&life, 60);
        int64_t first = shop_day(SHOP_NOW_MS), span = shop_day(shop.now_ms) - first;
        for (int i = 0; i < 4; i++) {
            int64_t from = first + shop_life_draw(&life, span + 1);
            shop_recount(&life, from, from + shop_life_draw(&life, span + 1));
        }
        shop_recount(&life, first - 400, first + span + 1);
        shop_recount_ever(&life, first - 1, first + span + 1);
    }
}
END_TEST

START_TEST(a_day_is_the_shops_own)
{
    struct kripa_order *order;
    struct kripa_revenue revenue;
    struct kripa_report_filter filter = {"2026-11-20", "2026-11-21", 0};
    ck_assert(kp_time_parse("2026-11-20T18:29:59.999Z", &shop.now_ms)); /* 23:59 in India */
    ck_assert_int_eq(shop_buy(&shop, shop.customer, life.products[0], 1, &order), KRIPA_OK);
    struct kripa_id early = order->id;
    shop.now_ms += 1;
    ck_assert_int_eq(shop_buy(&shop, shop.customer, life.products[0], 2, &order), KRIPA_OK);
    const struct kripa_id ids[] = {early, order->id};
    const struct kripa_int any = {0};
    for (size_t i = 0; i < 2; i++) {
        static const char *const states[] = {"shipped", "delivered"};
        for (size_t j = 0; j < 2; j++)
            ck_assert_int_eq(kripa_order_set_status(shop.kripa, shop.admin, ids[i], states[j], NULL,
                                                    any, &shop.arena, &order, &shop.err),
                             KRIPA_OK);
    }
    ck_assert_int_eq(
        kripa_report_revenue(shop.kripa, shop.admin, &filter, &shop.arena, &revenue, &shop.err),
        KRIPA_OK);
    ck_assert_uint_eq(revenue.count, 2);
    ck_assert_int_eq(revenue.at[0].total_paise, 10000);
    ck_assert_int_eq(revenue.at[1].total_paise, 20000);
}
END_TEST

START_TEST(without_a_range_each_has_its_own)
{
    struct kripa_overview overview;
    struct kripa_revenue revenue;
    struct kripa_growth growth;
    shop_live(&life, 40);
    ck_assert_int_eq(
        kripa_report_overview(shop.kripa, shop.admin, NULL, &shop.arena, &overview, &shop.err),
        KRIPA_OK);
    ck_assert_ptr_null(overview.previous);
    ck_assert_int_eq(overview.now.total_orders, shop_count(&shop, &kripa_order_schema));
    ck_assert_int_eq(overview.now.total_products, SHOP_LIFE_PRODUCTS);
    ck_assert(overview.now.low_stock.set);
    ck_assert_int_eq(
        kripa_report_revenue(shop.kripa, shop.admin, NULL, &shop.arena, &revenue, &shop.err),
        KRIPA_OK);
    ck_assert_uint_eq(revenue.count, 30);
    ck_assert_int_eq(
        kripa_report_user_growth(shop.kripa, shop.admin, NULL, &shop.arena, &growth, &shop.err),
        KRIPA_OK);
    ck_assert_uint_eq(growth.count, 12);
    int day;
    int64_t month = kp_month_of(shop_day(shop.now_ms), &day);
    ck_assert_int_eq(growth.at[11].month.year * 12 + growth.at[11].month.month - 1, month);
}
END_TEST

static void expect_invalid(const char *from, const char *to, const char *field)
{
    struct kripa_revenue revenue;
    struct kripa_report_filter filter = {from, to, 0};
    ck_assert_int_eq(
        kripa_report_revenue(shop.kripa, shop.admin, &filter, &shop.arena, &revenue, &shop.err),
        KRIPA_INVALID);
    ck_assert_str_eq(shop.err.fields[0].path, field);
}

START_TEST(a_range_that_is_none_is_refused)
{
    struct kripa_top_products top;
    const struct kripa_top_filter filter = {.by = "weight"};
    expect_invalid("yesterday", NULL, "from");
    expect_invalid(NULL, "2026-02-30", "to");
    expect_invalid("2026-11-02", "2026-11-01", "from");
    expect_invalid("2020-01-01", "2026-11-01", "from");
    ck_assert_int_eq(
        kripa_report_top_products(shop.kripa, shop.admin, &filter, &shop.arena, &top, &shop.err),
        KRIPA_INVALID);
    ck_assert_str_eq(shop.err.fields[0].path, "by");
}
END_TEST

START_TEST(only_admins_see_them)
{
    const struct kripa_viewer viewers[] = {shop.guest, shop.customer, shop.retailer};
    for (size_t i = 0; i < 3; i++) {
        struct kripa_overview overview;
        struct kripa_revenue revenue;
        struct kripa_state_counts states;
        struct kripa_top_products top;
        struct kripa_growth growth;
        struct kripa_low_products low;
        struct kripa_retailer_report retailers;
        const enum kripa_status statuses[] = {
            kripa_report_overview(shop.kripa, viewers[i], NULL, &shop.arena, &overview, NULL),
            kripa_report_revenue(shop.kripa, viewers[i], NULL, &shop.arena, &revenue, NULL),
            kripa_report_orders(shop.kripa, viewers[i], NULL, &shop.arena, &states, NULL),
            kripa_report_top_products(shop.kripa, viewers[i], NULL, &shop.arena, &top, NULL),
            kripa_report_user_growth(shop.kripa, viewers[i], NULL, &shop.arena, &growth, NULL),
            kripa_report_low_stock(shop.kripa, viewers[i], NULL, &shop.arena, &low, NULL),
            kripa_report_retailers(shop.kripa, viewers[i], NULL, &shop.arena, &retailers, NULL),
        };
        for (size_t j = 0; j < sizeof statuses / sizeof *statuses; j++)
            ck_assert_int_eq(statuses[j], KRIPA_FORBIDDEN);
    }
}
END_TEST

START_TEST(what_runs_low_is_named_with_its_threshold)
{
    struct kripa_low_products low;
    struct kripa_overview overview;
    product_edit(&shop, life.products[0], "{\"stock\":3}");
    product_edit(&shop, life.products[1], "{\"stock\":20,\"low_stock_threshold\":25}");
    ck_assert_int_eq(
        kripa_report_low_stock(shop.kripa, shop.admin, NULL, &shop.arena, &low, &shop.err),
        KRIPA_OK);
    ck_assert_uint_eq(low.count, 2);
    ck_assert_int_eq(low.at[0].stock, 3);
    ck_assert_int_eq(low.at[0].threshold, 10);
    ck_assert_int_eq(low.at[1].threshold, 25);
    ck_assert_int_eq(
        kripa_report_overview(shop.kripa, shop.admin, NULL, &shop.arena, &overview, &shop.err),
        KRIPA_OK);
    ck_assert_int_eq(overview.now.low_stock.value, 2);
}
END_TEST

/* A commit that removes all records of these tables: a store that is older than they are. */
static void forget_figures(void)
{
    const struct kripa_schema *const tables[] = {
        &kripa_shop_month_schema, &kripa_product_month_schema, &kripa_retailer_month_schema};
    const struct kp_call call = {.kripa = shop.kripa, .arena = &shop.arena, .err = &shop.err};
    for (size_t i = 0; i < 3; i++) {
        struct kripa_rows rows = shop_rows(&shop, tables[i]);
        struct kp_change change = kp_change_in(&call);
        for (size_t j = 0; j < rows.count; j++)
            kp_delete(&change, tables[i],
                      *(struct kripa_id *)(void *)((char *)rows.at + j * tables[i]->size));
        ck_assert_int_eq(kp_commit(&call, &change, NULL), KRIPA_OK);
    }
}

static void migrate(void)
{
    ck_assert_int_eq(kripa_migrate(shop.kripa, false, kp_say_nothing, NULL, &shop.err), KRIPA_OK);
}

START_TEST(a_migration_counts_what_was_never_counted)
{
    shop_live(&life, 80);
    int64_t first = shop_day(SHOP_NOW_MS), last = shop_day(shop.now_ms);
    forget_figures();
    migrate();
    shop_check_books(&shop);
    shop_recount(&life, first, last);
    shop_live(&life, 20);
    shop_recount(&life, first, shop_day(shop.now_ms));
}
END_TEST

/* Some were counted, some are wrong, one is of a month without orders. */
START_TEST(a_migration_mends_what_is_wrong_and_nothing_else)
{
    shop_live(&life, 60);
    struct kripa_rows rows = shop_rows(&shop, &kripa_product_month_schema);
    struct kripa_product_month *month = rows.at;
    const struct kp_call call = {.kripa = shop.kripa, .arena = &shop.arena, .err = &shop.err};
    struct kripa_product_month none = {.id = kp_product_month_id(24000, life.products[5]),
                                       .product = life.products[5],
                                       .month = 24000,
                                       .total = {.units = 3}};
    struct kp_change change = kp_change_in(&call);
    kp_update(&change, &kripa_product_month_schema, month->id);
    kp_add(&change, "total.units", 5);
    kp_insert(&change, &kripa_product_month_schema, &none);
    ck_assert_int_eq(kp_commit(&call, &change, NULL), KRIPA_OK);
    migrate();
    shop_check_books(&shop);
    int64_t untouched = month[rows.count - 1].revision;
    rows = shop_rows(&shop, &kripa_product_month_schema);
    month = rows.at;
    ck_assert_int_eq(month[rows.count - 1].revision, untouched);
}
END_TEST

START_TEST(another_zone_holds_when_all_is_counted_anew)
{
    struct kripa_revenue before, after;
    struct kripa_order *order;
    const struct kripa_report_filter filter = {"2026-11-20", "2026-11-21", 0};
    const struct kripa_int any = {0};
    ck_assert(kp_time_parse("2026-11-20T20:00:00Z", &shop.now_ms)); /* the 21st in India */
    ck_assert_int_eq(shop_buy(&shop, shop.customer, life.products[0], 1, &order), KRIPA_OK);
    kripa_order_set_status(shop.kripa, shop.admin, order->id, "shipped", NULL, any, &shop.arena,
                           &order, &shop.err);
    kripa_order_set_status(shop.kripa, shop.admin, order->id, "delivered", NULL, any, &shop.arena,
                           &order, &shop.err);
    shop_edit_settings(&shop, "{\"timeZone\":\"Europe/London\"}");
    shop_live(&life, 30);
    shop_check_books(&shop);
    ck_assert_int_eq(
        kripa_report_revenue(shop.kripa, shop.admin, &filter, &shop.arena, &before, &shop.err),
        KRIPA_OK);
    ck_assert_int_eq(before.at[1].total_paise, 10000);
    migrate();
    shop_check_books(&shop);
    ck_assert_int_eq(
        kripa_report_revenue(shop.kripa, shop.admin, &filter, &shop.arena, &after, &shop.err),
        KRIPA_OK);
    ck_assert_int_eq(after.at[0].total_paise, 10000);
    shop_live(&life, 10);
}
END_TEST

/* The zone that figures are in is given up when the shop goes back to it. */
START_TEST(a_zone_that_comes_back_needs_no_counting)
{
    struct kripa_settings *settings;
    shop_edit_settings(&shop, "{\"timeZone\":\"Europe/London\"}");
    shop_edit_settings(&shop, "{\"timeZone\":\"Asia/Kolkata\"}");
    ck_assert_int_eq(kripa_settings_get(shop.kripa, shop.admin, &shop.arena, &settings, &shop.err),
                     KRIPA_OK);
    ck_assert_ptr_null(settings->figures_zone);
}
END_TEST

static void set(const struct kripa_schema *of, struct kripa_id id, const char *field, int64_t value)
{
    const struct kp_call call = {.kripa = shop.kripa, .arena = &shop.arena, .err = &shop.err};
    struct kp_change change = kp_change_in(&call);
    kp_update(&change, of, id);
    kp_set(&change, field, kp_int(value));
    ck_assert_int_eq(kp_commit(&call, &change, NULL), KRIPA_OK);
}

static struct kripa_id first_of(const struct kripa_schema *of)
{
    struct kripa_rows rows = shop_rows(&shop, of);
    ck_assert_uint_gt(rows.count, 0);
    return *(struct kripa_id *)rows.at;
}

/* A record that is missed when it is deleted: of a product whose orders were not all cancelled. */
static struct kripa_id sold_month(void)
{
    struct kripa_rows rows = shop_rows(&shop, &kripa_product_month_schema);
    const struct kripa_product_month *months = rows.at;
    size_t i = 0;
    while (i < rows.count && months[i].total.units == 0)
        i++;
    ck_assert_uint_lt(i, rows.count);
    return months[i].id;
}

static void keep_line(void *ctx, const char *line)
{
    *(const char **)ctx = kripa_arena_text(&shop.arena, line, strlen(line));
}

/* The only difference that a verification finds. */
static void expect_found(const char *says)
{
    struct kripa_verification found;
    const char *line = "";
    ck_assert_int_eq(kripa_verify(shop.kripa, keep_line, &line, &found, &shop.err), KRIPA_CORRUPT);
    ck_assert_msg(found.differences == 1 && strstr(line, says), "%s", line);
    migrate();
}

START_TEST(a_verification_names_what_is_wrong)
{
    const struct kp_call call = {.kripa = shop.kripa, .arena = &shop.arena, .err = &shop.err};
    struct kp_change change = kp_change_in(&call);
    shop_live(&life, 20);
    set(&kripa_product_schema, life.products[0], "soldAmount", 7);
    expect_found("soldAmount is 7 paise, orders come to ");
    set(&kripa_shop_month_schema, first_of(&kripa_shop_month_schema), "d1.cancelled", 7);
    expect_found("figures of 2026-11: cancelled orders of day 1: 7, there are 0");
    set(&kripa_product_month_schema, first_of(&kripa_product_month_schema), "d1.units", 99);
    expect_found("figures of 2026-11: what was sold of product ");
    kp_delete(&change, &kripa_product_month_schema, sold_month());
    ck_assert_int_eq(kp_commit(&call, &change, NULL), KRIPA_OK);
    expect_found("figures of 2026-11: what was sold of product ");
    set(&kripa_retailer_month_schema, first_of(&kripa_retailer_month_schema), "total.orders", 99);
    expect_found("figures of all time: what retailer ");
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN(
        "report", begin, end, whatever_happens_they_say_what_a_recount_says, a_day_is_the_shops_own,
        without_a_range_each_has_its_own, a_range_that_is_none_is_refused, only_admins_see_them,
        what_runs_low_is_named_with_its_threshold, a_migration_counts_what_was_never_counted,
        a_migration_mends_what_is_wrong_and_nothing_else,
        another_zone_holds_when_all_is_counted_anew, a_zone_that_comes_back_needs_no_counting,
        a_verification_names_what_is_wrong);
}
