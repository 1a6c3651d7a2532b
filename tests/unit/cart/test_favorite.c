/* SPDX-License-Identifier: MIT
 * Favourites: a set that shows what is there. */
#include "suite.h"

#include <kripa/sys/schema.h>

#include "goods.h"
#include "shop.h"

static struct shop shop;
static struct kripa_id fan, lamp;

static void begin(void)
{
    shop_open(&shop, .people = SHOP_ACCOUNTS);
    fan = shop_product(&shop, "Ceiling Fan", 40)->id;
    lamp = shop_product(&shop, "Lamp", 5)->id;
}

static void end(void)
{
    shop_close(&shop);
}

static struct kripa_products list(struct kripa_viewer viewer)
{
    struct kripa_products products;
    ck_assert_int_eq(kripa_favorite_list(shop.kripa, viewer, &shop.arena, &products, &shop.err),
                     KRIPA_OK);
    return products;
}

static enum kripa_status add(struct kripa_viewer viewer, struct kripa_id product)
{
    return kripa_favorite_add(shop.kripa, viewer, product, &shop.err);
}

START_TEST(a_favourite_is_kept_once_in_the_order_it_came)
{
    ck_assert_uint_eq(list(shop.customer).count, 0);
    ck_assert_int_eq(add(shop.customer, lamp), KRIPA_OK);
    ck_assert_int_eq(add(shop.customer, fan), KRIPA_OK);
    ck_assert_int_eq(add(shop.customer, lamp), KRIPA_OK);
    struct kripa_products products = list(shop.customer);
    ck_assert_uint_eq(products.count, 2);
    ck_assert_str_eq(products.at[0].name, "Lamp");
    ck_assert_uint_eq(list(shop.retailer).count, 0);
}
END_TEST

START_TEST(removing_may_be_repeated)
{
    add(shop.customer, lamp);
    add(shop.customer, fan);
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(kripa_favorite_remove(shop.kripa, shop.customer, lamp, &shop.err),
                         KRIPA_OK);
    ck_assert_uint_eq(list(shop.customer).count, 1);
    ck_assert_int_eq(kripa_favorite_remove(shop.kripa, shop.customer, fan, &shop.err), KRIPA_OK);
    ck_assert_uint_eq(list(shop.customer).count, 0);
    ck_assert_int_eq(add(shop.customer, fan), KRIPA_OK);
}
END_TEST

START_TEST(what_is_gone_or_hidden_drops_out)
{
    struct kripa_product *out;
    add(shop.customer, lamp);
    add(shop.customer, fan);
    product_edit(&shop, lamp, "{\"active\":false}");
    ck_assert_uint_eq(list(shop.customer).count, 1);
    ck_assert_int_eq(
        kripa_product_delete(shop.kripa, shop.admin, fan, &shop.arena, &out, &shop.err), KRIPA_OK);
    ck_assert_uint_eq(list(shop.customer).count, 0);
    product_edit(&shop, lamp, "{\"active\":true}");
    ck_assert_uint_eq(list(shop.customer).count, 1);
}
END_TEST

START_TEST(what_is_gone_or_hidden_can_not_be_added)
{
    product_edit(&shop, lamp, "{\"active\":false}");
    ck_assert_int_eq(add(shop.customer, lamp), KRIPA_NOT_FOUND);
    ck_assert_int_eq(add(shop.customer, shop.customer.user), KRIPA_NOT_FOUND);
    ck_assert_int_eq(add(kripa_viewer_guest(), fan), KRIPA_FORBIDDEN);
}
END_TEST

START_TEST(only_who_may_sees_trade_prices)
{
    add(shop.customer, fan);
    add(shop.retailer, fan);
    ck_assert(!list(shop.customer).at[0].price_bulk_paise.set);
    ck_assert_int_eq(list(shop.retailer).at[0].price_bulk_paise.value, 8000);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("favorite", begin, end, a_favourite_is_kept_once_in_the_order_it_came,
                        removing_may_be_repeated, what_is_gone_or_hidden_drops_out,
                        what_is_gone_or_hidden_can_not_be_added, only_who_may_sees_trade_prices);
}
