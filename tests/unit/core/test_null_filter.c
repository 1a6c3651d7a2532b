/* SPDX-License-Identifier: MIT
 * Every list of the public headers: a filter of NULL is no filter. */
#include "suite.h"

#include "goods.h"
#include "shop.h"

static struct shop shop;
static struct kripa_product *fan;

static void begin(void)
{
    shop_open(&shop, .people = SHOP_MADE_UP);
    category_add(&shop, "{\"name\":\"Fans\"}");
    fan = product_add(&shop, "{\"name\":\"Fan\",\"category\":\"fans\",\"price\":100,\"stock\":3}");
    product_add(&shop, "{\"name\":\"Lamp\",\"category\":\"fans\",\"price\":50,\"stock\":1}");
}

static void end(void)
{
    shop_close(&shop);
}

/* Both answers of one list: with NULL (first), and with a filter that says nothing. */
#define EXPECT_SAME(type, filter, call, counted)                                                   \
    do {                                                                                           \
        static const struct filter nothing;                                                        \
        const struct filter *asked = NULL;                                                         \
        struct type all = {0}, same = {0}, *out = &all;                                            \
        ck_assert_int_eq(call, KRIPA_OK);                                                          \
        asked = &nothing;                                                                          \
        out = &same;                                                                               \
        ck_assert_int_eq(call, KRIPA_OK);                                                          \
        ck_assert_uint_eq(all.count, same.count);                                                  \
        ck_assert_uint_eq(all.count, counted);                                                     \
    } while (0)

START_TEST(no_filter_is_one_that_says_nothing)
{
    struct kripa *kripa = shop.kripa;
    struct kripa_arena *arena = &shop.arena;
    struct kripa_error *err = &shop.err;
    EXPECT_SAME(kripa_products, kripa_product_filter,
                kripa_product_list(kripa, shop.guest, asked, arena, out, err), 2);
    EXPECT_SAME(kripa_products, kripa_product_filter,
                kripa_product_list_trade(kripa, shop.retailer, asked, arena, out, err), 2);
    EXPECT_SAME(kripa_categories, kripa_category_filter,
                kripa_category_list(kripa, shop.guest, asked, arena, out, err), 1);
    EXPECT_SAME(kripa_accounts, kripa_account_filter,
                kripa_account_list(kripa, shop.admin, asked, arena, out, err), 0);
    EXPECT_SAME(kripa_ledger, kripa_ledger_filter,
                kripa_stock_ledger(kripa, shop.admin, fan->id, asked, arena, out, err), 1);
    EXPECT_SAME(kripa_orders, kripa_order_filter,
                kripa_order_list(kripa, shop.admin, KRIPA_ORDERS_ALL, asked, arena, out, err), 0);
    EXPECT_SAME(kripa_orders, kripa_order_filter,
                kripa_order_list(kripa, shop.customer, KRIPA_ORDERS_MINE, asked, arena, out, err),
                0);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("null filter", begin, end, no_filter_is_one_that_says_nothing);
}
