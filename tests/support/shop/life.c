/* SPDX-License-Identifier: MIT
 * See life.h. */
#include "life.h"

#include <check.h>
#include <stdlib.h>

#include <kripa/sys/schema.h>

#include "base/time.h"
#include "goods.h"
#include "orders.h"
#include "schema/schema.h"

#define DAY_MS    KP_DAY_MS
#define AHEAD_MS  19800000 /* of the shop's days, Asia/Kolkata, all year: five and a half hours */
#define RETAILERS 2

static uint64_t draw(struct shop_life *life, uint64_t below)
{
    life->chance = life->chance * 6364136223846793005U + 1442695040888963407U;
    return (life->chance >> 33) % below;
}

int64_t shop_life_draw(struct shop_life *life, int64_t below)
{
    return (int64_t)draw(life, (uint64_t)below);
}

void shop_life_begin(struct shop_life *life, struct shop *shop)
{
    *life = (struct shop_life){.shop = shop, .chance = 42};
    for (size_t i = 0; i < SHOP_LIFE_PRODUCTS; i++)
        life->products[i] =
            shop_product(shop, kripa_arena_format(&shop->arena, "Fan %zu", i), 1000000)->id;
    life->buyers[0] = shop->customer;
    life->buyers[1] = shop->retailer;
    life->buyers[2] = shop_new_viewer(shop, "asha", KRIPA_ROLE_CUSTOMER);
    life->buyers[3] = shop_new_viewer(shop, "mohan", KRIPA_ROLE_RETAILER);
}

/* What could have happened in a shop */

static struct kripa_order *any_order(struct shop_life *life)
{
    struct shop *shop = life->shop;
    struct kripa_rows rows = shop_rows(shop, &kripa_order_schema);
    return rows.count ? &((struct kripa_order *)rows.at)[draw(life, rows.count)] : NULL;
}

static void place(struct shop_life *life)
{
    struct shop *shop = life->shop;
    struct kripa_order_item items[4];
    size_t count = 1 + draw(life, 4);
    struct kripa_order *order;
    for (size_t i = 0; i < count; i++) /* few sell most */
        items[i] = (struct kripa_order_item){
            life->products[draw(life, 1 + draw(life, SHOP_LIFE_PRODUCTS))],
            1 + (int64_t)draw(life, 15)};
    struct kripa_order_request request = shop_request(items, count);
    request.purchase_mode = draw(life, 5) == 0 ? "customer" : NULL;
    ck_assert_int_eq(kripa_order_place(shop->kripa, life->buyers[draw(life, SHOP_LIFE_BUYERS)],
                                       &request, NULL, NULL, &shop->arena, &order, &shop->err),
                     KRIPA_OK);
}

static void move(struct shop_life *life, const char *to)
{
    struct shop *shop = life->shop;
    struct kripa_order *order = any_order(life);
    struct kripa_order *out;
    const struct kripa_int any = {0};
    if (order) /* or it can't go there */
        kripa_order_set_status(shop->kripa, shop->admin, order->id, to, NULL, any, &shop->arena,
                               &out, &shop->err);
}

static void delete_order(struct shop_life *life)
{
    struct shop *shop = life->shop;
    struct kripa_order *order = any_order(life), *out;
    if (order)
        kripa_order_delete(shop->kripa, shop->admin, order->id, &shop->arena, &out, &shop->err);
}

static void come_and_go(struct shop_life *life)
{
    struct shop *shop = life->shop;
    struct kripa_account *out;
    struct kripa_viewer who = shop_new_viewer(
        shop, kripa_arena_format(&shop->arena, "guest%d", life->guests++), KRIPA_ROLE_CUSTOMER);
    struct kripa_order *order;
    if (draw(life, 2)) /* leaves a name behind */
        shop_buy(shop, who, life->products[0], 1, &order);
    if (draw(life, 2))
        ck_assert_int_eq(kripa_account_delete(shop->kripa, shop->admin, who.user, &shop->arena,
                                              &out, &shop->err),
                         KRIPA_OK);
}

void shop_live(struct shop_life *life, int steps)
{
    struct shop *shop = life->shop;
    for (int i = 0; i < steps; i++) {
        shop->now_ms += (int64_t)draw(life, DAY_MS);
        switch (draw(life, 12)) {
        case 0:
            move(life, "cancelled");
            break;
        case 1:
            move(life, "shipped");
            break;
        case 2:
            move(life, "shipped");
            move(life, "delivered");
            break;
        case 3:
            move(life, "delivered");
            break;
        case 4:
            delete_order(life);
            break;
        case 5:
            come_and_go(life);
            break;
        default:
            place(life);
        }
    }
}

/* The recount */

struct range {
    int64_t from, to; /* days */
    char texts[2][11];
    struct kripa_report_filter filter;
};

static struct range range_of(int64_t from, int64_t to)
{
    struct range range = {.from = from, .to = to};
    kp_day_format(from, range.texts[0]);
    kp_day_format(to, range.texts[1]);
    return range;
}

int64_t shop_day(int64_t at_ms)
{
    return (at_ms + AHEAD_MS) / DAY_MS;
}

static bool within(const struct range *range, int64_t at_ms)
{
    return shop_day(at_ms) >= range->from && shop_day(at_ms) <= range->to;
}

static void check_overview(struct shop *shop, const struct range *range)
{
    struct kripa_overview overview;
    struct kripa_rows orders = shop_rows(shop, &kripa_order_schema);
    struct kripa_rows accounts = shop_rows(shop, &kripa_account_schema);
    int64_t span = range->to - range->from + 1;
    struct range before = range_of(range->from - span, range->from - 1);
    const struct range *halves[] = {range, &before};
    int64_t placed[2] = {0}, revenue[2] = {0}, users[2] = {0};
    ck_assert_int_eq(kripa_report_overview(shop->kripa, shop->admin, &range->filter, &shop->arena,
                                           &overview, &shop->err),
                     KRIPA_OK);
    for (size_t half = 0; half < 2; half++) {
        for (size_t i = 0; i < orders.count; i++) {
            const struct kripa_order *order = &((struct kripa_order *)orders.at)[i];
            if (!within(halves[half], order->created_at_ms))
                continue;
            placed[half]++;
            if (order->delivery_status == KRIPA_DELIVERY_DELIVERED)
                revenue[half] += order->total_paise;
        }
        for (size_t i = 0; i < accounts.count; i++) {
            const struct kripa_account *account = &((struct kripa_account *)accounts.at)[i];
            users[half] += account->email && within(halves[half], account->created_at_ms);
        }
    }
    ck_assert_ptr_nonnull(overview.previous);
    ck_assert_int_eq(overview.now.total_orders, placed[0]);
    ck_assert_int_eq(overview.previous->total_orders, placed[1]);
    ck_assert_int_eq(overview.now.total_revenue_paise, revenue[0]);
    ck_assert_int_eq(overview.previous->total_revenue_paise, revenue[1]);
    ck_assert_int_eq(overview.now.total_users, users[0]);
    ck_assert_int_eq(overview.previous->total_users, users[1]);
}

static void check_days(struct shop *shop, const struct range *range)
{
    struct kripa_revenue revenue;
    struct kripa_state_counts states;
    struct kripa_rows orders = shop_rows(shop, &kripa_order_schema);
    ck_assert_int_eq(kripa_report_revenue(shop->kripa, shop->admin, &range->filter, &shop->arena,
                                          &revenue, &shop->err),
                     KRIPA_OK);
    ck_assert_int_eq(kripa_report_orders(shop->kripa, shop->admin, &range->filter, &shop->arena,
                                         &states, &shop->err),
                     KRIPA_OK);
    ck_assert_int_eq((int64_t)revenue.count, range->to - range->from + 1);
    for (size_t i = 0; i < orders.count; i++) {
        const struct kripa_order *order = &((struct kripa_order *)orders.at)[i];
        if (!within(range, order->created_at_ms))
            continue;
        struct kripa_revenue_day *day = &revenue.at[shop_day(order->created_at_ms) - range->from];
        states.at[order->delivery_status].count--;
        if (order->delivery_status != KRIPA_DELIVERY_DELIVERED)
            continue;
        day->orders--;
        day->total_paise -= order->total_paise;
    }
    for (size_t i = 0; i < states.count; i++)
        ck_assert_int_eq(states.at[i].count, 0);
    for (size_t i = 0; i < revenue.count; i++) {
        char text[11];
        kp_day_format(range->from + (int64_t)i, text);
        ck_assert_str_eq(revenue.at[i].day, text);
        ck_assert_int_eq(revenue.at[i].total_paise, 0);
        ck_assert_int_eq(revenue.at[i].orders, 0);
    }
}

/* Of a product: units and what they came to. */
static void recount_product(const struct range *range, const struct kripa_rows *orders,
                            struct kripa_id product, int64_t sums[2])
{
    sums[0] = sums[1] = 0;
    for (size_t i = 0; i < orders->count; i++) {
        const struct kripa_order *order = &((struct kripa_order *)orders->at)[i];
        if (order->delivery_status == KRIPA_DELIVERY_CANCELLED ||
            !within(range, order->created_at_ms))
            continue;
        for (size_t j = 0; j < order->items_count; j++) {
            if (!kripa_id_equal(order->items[j].product, product))
                continue;
            sums[0] += order->items[j].qty;
            sums[1] += order->items[j].qty * order->items[j].price_paise;
        }
    }
}

static int falling(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return left < right ? 1 : left > right ? -1 : 0;
}

static void check_top(struct shop_life *life, const struct range *range, size_t by, bool all)
{
    struct shop *shop = life->shop;
    static const char *const names[] = {"quantity", "revenue"};
    struct kripa_top_filter filter = {range->filter.from, range->filter.to, 7, names[by]};
    struct kripa_top_products top;
    int64_t values[SHOP_LIFE_PRODUCTS], sums[2];
    struct kripa_rows orders = shop_rows(shop, &kripa_order_schema);
    if (all)
        filter.from = filter.to = NULL;
    ck_assert_int_eq(kripa_report_top_products(shop->kripa, shop->admin, &filter, &shop->arena,
                                               &top, &shop->err),
                     KRIPA_OK);
    for (size_t i = 0; i < SHOP_LIFE_PRODUCTS; i++) {
        recount_product(range, &orders, life->products[i], sums);
        values[i] = sums[by];
    }
    qsort(values, SHOP_LIFE_PRODUCTS, sizeof *values, falling);
    for (size_t i = 0; i < 7; i++) {
        if (values[i] == 0) {
            ck_assert_uint_le(top.count, i);
            break;
        }
        ck_assert_uint_gt(top.count, i);
        recount_product(range, &orders, top.at[i].product.id, sums);
        ck_assert_int_eq(top.at[i].sold, sums[0]);
        ck_assert_int_eq(top.at[i].revenue_paise, sums[1]);
        ck_assert_int_eq(sums[by], values[i]);
    }
}

static void check_retailers(struct shop *shop, const struct range *range, bool all)
{
    struct kripa_report_filter filter = all ? (struct kripa_report_filter){0} : range->filter;
    struct kripa_retailer_report report;
    struct kripa_rows orders = shop_rows(shop, &kripa_order_schema);
    ck_assert_int_eq(kripa_report_retailers(shop->kripa, shop->admin, &filter, &shop->arena,
                                            &report, &shop->err),
                     KRIPA_OK);
    ck_assert_uint_le(report.count, RETAILERS);
    int64_t spent_before = INT64_MAX;
    for (size_t i = 0; i < report.count; i++) {
        struct kripa_retailer_report_row *row = &report.at[i];
        int64_t last_ms = 0;
        ck_assert_int_le(row->spent_paise, spent_before);
        spent_before = row->spent_paise;
        for (size_t j = 0; j < orders.count; j++) {
            const struct kripa_order *order = &((struct kripa_order *)orders.at)[j];
            if (!kripa_id_equal(order->user, row->retailer.id) || !order->is_bulk_order ||
                order->delivery_status == KRIPA_DELIVERY_CANCELLED ||
                !within(range, order->created_at_ms))
                continue;
            row->orders--;
            row->spent_paise -= order->total_paise;
            ck_assert(order->saved_paise.set);
            row->saved_paise -= order->saved_paise.value;
            last_ms = order->created_at_ms > last_ms ? order->created_at_ms : last_ms;
        }
        ck_assert_int_eq(row->orders, 0);
        ck_assert_int_eq(row->spent_paise, 0);
        ck_assert_int_eq(row->saved_paise, 0);
        ck_assert_int_eq(row->last_ms, last_ms);
    }
}

static void check_growth(struct shop *shop, const struct range *range)
{
    struct kripa_growth growth;
    struct kripa_rows accounts = shop_rows(shop, &kripa_account_schema);
    int64_t counted = 0, there = 0;
    ck_assert_int_eq(kripa_report_user_growth(shop->kripa, shop->admin, &range->filter,
                                              &shop->arena, &growth, &shop->err),
                     KRIPA_OK);
    for (size_t i = 0; i < growth.count; i++)
        counted += growth.at[i].count;
    for (size_t i = 0; i < accounts.count; i++) {
        const struct kripa_account *account = &((struct kripa_account *)accounts.at)[i];
        there += account->email && within(range, account->created_at_ms);
    }
    ck_assert_int_eq(counted, there);
}

void shop_recount(struct shop_life *life, int64_t from, int64_t to)
{
    struct shop *shop = life->shop;
    struct range range = range_of(from, to);
    range.filter = (struct kripa_report_filter){range.texts[0], range.texts[1], 0};
    check_overview(shop, &range);
    check_days(shop, &range);
    check_growth(shop, &range);
    for (size_t by = 0; by < 2; by++)
        check_top(life, &range, by, false);
    check_retailers(shop, &range, false);
}

void shop_recount_ever(struct shop_life *life, int64_t from, int64_t to)
{
    struct range ever = range_of(from, to);
    check_top(life, &ever, 0, true);
    check_top(life, &ever, 1, true);
    check_retailers(life->shop, &ever, true);
}
