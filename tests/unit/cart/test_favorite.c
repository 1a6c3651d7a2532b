/* SPDX-License-Identifier: MIT
 * Favourites: a set that shows what is there. */
#include "suite.h"

#include <kripa/sys/schema.h>

#include "till.h"

static struct till till;
static struct kripa_id fan, lamp;

static void begin(void)
{
    till_open(&till);
    fan = till_product(&till, "Ceiling Fan", 40);
    lamp = till_product(&till, "Lamp", 5);
}

static void end(void)
{
    till_close(&till);
}

static struct kripa_products list(struct kripa_viewer viewer)
{
    struct kripa_products products;
    ck_assert_int_eq(kripa_favorite_list(till.kripa, viewer, &till.arena, &products, &till.err),
                     KRIPA_OK);
    return products;
}

static enum kripa_status add(struct kripa_viewer viewer, struct kripa_id product)
{
    return kripa_favorite_add(till.kripa, viewer, product, &till.err);
}

START_TEST(a_favourite_is_kept_once_in_the_order_it_came)
{
    ck_assert_uint_eq(list(till.customer).count, 0);
    ck_assert_int_eq(add(till.customer, lamp), KRIPA_OK);
    ck_assert_int_eq(add(till.customer, fan), KRIPA_OK);
    ck_assert_int_eq(add(till.customer, lamp), KRIPA_OK);
    struct kripa_products products = list(till.customer);
    ck_assert_uint_eq(products.count, 2);
    ck_assert_str_eq(products.at[0].name, "Lamp");
    ck_assert_uint_eq(list(till.retailer).count, 0);
}
END_TEST

START_TEST(removing_may_be_repeated)
{
    add(till.customer, lamp);
    add(till.customer, fan);
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(kripa_favorite_remove(till.kripa, till.customer, lamp, &till.err),
                         KRIPA_OK);
    ck_assert_uint_eq(list(till.customer).count, 1);
    ck_assert_int_eq(kripa_favorite_remove(till.kripa, till.customer, fan, &till.err), KRIPA_OK);
    ck_assert_uint_eq(list(till.customer).count, 0);
    ck_assert_int_eq(add(till.customer, fan), KRIPA_OK);
}
END_TEST

START_TEST(what_is_gone_or_hidden_drops_out)
{
    struct kripa_product *out;
    add(till.customer, lamp);
    add(till.customer, fan);
    till_edit_product(&till, lamp, "{\"active\":false}");
    ck_assert_uint_eq(list(till.customer).count, 1);
    ck_assert_int_eq(
        kripa_product_delete(till.kripa, till.admin, fan, &till.arena, &out, &till.err), KRIPA_OK);
    ck_assert_uint_eq(list(till.customer).count, 0);
    till_edit_product(&till, lamp, "{\"active\":true}");
    ck_assert_uint_eq(list(till.customer).count, 1);
}
END_TEST

START_TEST(what_is_gone_or_hidden_can_not_be_added)
{
    till_edit_product(&till, lamp, "{\"active\":false}");
    ck_assert_int_eq(add(till.customer, lamp), KRIPA_NOT_FOUND);
    ck_assert_int_eq(add(till.customer, till.customer.user), KRIPA_NOT_FOUND);
    ck_assert_int_eq(add(kripa_viewer_guest(), fan), KRIPA_FORBIDDEN);
}
END_TEST

START_TEST(only_who_may_sees_trade_prices)
{
    add(till.customer, fan);
    add(till.retailer, fan);
    ck_assert(!list(till.customer).at[0].price_bulk_paise.set);
    ck_assert_int_eq(list(till.retailer).at[0].price_bulk_paise.value, 8000);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("favorite", begin, end, a_favourite_is_kept_once_in_the_order_it_came,
                        removing_may_be_repeated, what_is_gone_or_hidden_drops_out,
                        what_is_gone_or_hidden_can_not_be_added, only_who_may_sees_trade_prices);
}
