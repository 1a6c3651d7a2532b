/* SPDX-License-Identifier: MIT
 * Checkout and cart together: what was ordered leaves the cart, and a product's quantity counts
 * over all its lines. */
#include "suite.h"

#include <string.h>

#include <kripa/sys/schema.h>

#include "core/change.h"
#include "goods.h"
#include "orders.h"
#include "schema/schema.h"
#include "shop.h"

static struct shop shop;
static struct kripa_id fan, lamp, wire;

static void begin(void)
{
    shop_open(&shop, .people = SHOP_ACCOUNTS);
    fan = shop_product(&shop, "Ceiling Fan", 40)->id;
    lamp = shop_product(&shop, "Lamp", 5)->id;
    wire = shop_product(&shop, "Wire", 90)->id;
}

static void end(void)
{
    shop_check_books(&shop);
    shop_close(&shop);
}

static void fill_cart(struct kripa_viewer viewer, struct kripa_id product, int64_t qty)
{
    struct kripa_cart_item item = {.product = product, .qty = qty};
    struct kripa_cart_line *line;
    ck_assert_int_eq(kripa_cart_add(shop.kripa, viewer, &item, &shop.arena, &line, &shop.err),
                     KRIPA_OK);
}

/* What another program may leave: lines that repeat a product, or hold none of it. */
static void leave_cart(struct kripa_viewer viewer, struct kripa_cart_entry *entries, size_t count)
{
    struct kripa_cart cart = {.id = viewer.user, .cart = entries, .cart_count = count};
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &shop.arena});
    kp_update(&change, &kripa_cart_schema, viewer.user);
    kp_set(&change, "cart", kp_member(&cart));
    ck_assert_int_eq(
        kp_commit(&(struct kp_call){.kripa = shop.kripa, .err = &shop.err}, &change, NULL),
        KRIPA_OK);
}

static struct kripa_cart_lines cart_of(struct kripa_viewer viewer)
{
    struct kripa_cart_lines lines;
    ck_assert_int_eq(kripa_cart_get(shop.kripa, viewer, NULL, &shop.arena, &lines, &shop.err),
                     KRIPA_OK);
    return lines;
}

/* How many of this product are in the cart. */
static int64_t in_cart(struct kripa_viewer viewer, struct kripa_id product)
{
    struct kripa_cart_lines lines = cart_of(viewer);
    int64_t qty = 0;
    for (size_t i = 0; i < lines.count; i++)
        if (kripa_id_equal(lines.at[i].product, product))
            qty += lines.at[i].qty;
    return qty;
}

static struct kripa_order *place(struct kripa_viewer viewer, struct kripa_order_request request)
{
    struct kripa_order *order = NULL;
    shop.err = (struct kripa_error){0};
    enum kripa_status status = kripa_order_place(shop.kripa, viewer, &request, "test", NULL,
                                                 &shop.arena, &order, &shop.err);
    ck_assert_msg(status == KRIPA_OK, "%s", shop.err.message);
    return order;
}

START_TEST(an_order_of_the_cart_empties_it)
{
    fill_cart(shop.customer, fan, 2);
    fill_cart(shop.customer, lamp, 1);
    struct kripa_order_request request = shop_request(NULL, 0);
    struct kripa_order *order = place(shop.customer, request);
    ck_assert_uint_eq(order->items_count, 2);
    ck_assert_int_eq(order->total_paise, 30000);
    ck_assert_uint_eq(cart_of(shop.customer).count, 0);
    ck_assert_int_eq(kripa_order_place(shop.kripa, shop.customer, &request, "test", NULL,
                                       &shop.arena, &order, &shop.err),
                     KRIPA_CONFLICT);
}
END_TEST

START_TEST(what_named_lines_order_leaves_the_cart)
{
    fill_cart(shop.customer, fan, 5);
    fill_cart(shop.customer, lamp, 2);
    fill_cart(shop.customer, wire, 3);
    struct kripa_order_item items[] = {{fan, 2}, {lamp, 4}, {fan, 1}};
    place(shop.customer, shop_request(items, 3));
    ck_assert_int_eq(in_cart(shop.customer, fan), 2);
    ck_assert_int_eq(in_cart(shop.customer, lamp), 0);
    ck_assert_int_eq(in_cart(shop.customer, wire), 3);
    ck_assert_uint_eq(cart_of(shop.customer).count, 2);
    struct kripa_order_item rest[] = {{fan, 2}, {wire, 3}};
    place(shop.customer, shop_request(rest, 2));
    ck_assert_uint_eq(cart_of(shop.customer).count, 0);
}
END_TEST

START_TEST(what_was_not_ordered_stays)
{
    fill_cart(shop.customer, fan, 2);
    fill_cart(shop.retailer, lamp, 1);
    struct kripa_order_item item = {lamp, 1};
    place(shop.customer, shop_request(&item, 1));
    ck_assert_int_eq(in_cart(shop.customer, fan), 2);
    ck_assert_int_eq(in_cart(shop.retailer, lamp), 1);
}
END_TEST

START_TEST(a_refused_order_takes_nothing_out)
{
    fill_cart(shop.customer, lamp, 2);
    struct kripa_order *order;
    ck_assert_int_eq(shop_buy(&shop, shop.customer, lamp, 6, &order), KRIPA_OUT_OF_STOCK);
    ck_assert_int_eq(in_cart(shop.customer, lamp), 2);
}
END_TEST

START_TEST(an_order_for_somebody_leaves_his_cart)
{
    fill_cart(shop.customer, fan, 3);
    struct kripa_order_item item = {fan, 2};
    struct kripa_order_request request = shop_request(&item, 1);
    request.for_user = shop.customer.user;
    place(shop.admin, request);
    ck_assert_int_eq(in_cart(shop.customer, fan), 1);
}
END_TEST

START_TEST(lines_another_program_left_give_one_after_the_other)
{
    struct kripa_cart_entry entries[] = {{fan, 2}, {lamp, 1}, {fan, 3}};
    leave_cart(shop.customer, entries, 3);
    ck_assert_uint_eq(cart_of(shop.customer).count, 2);
    ck_assert_int_eq(in_cart(shop.customer, fan), 5);
    struct kripa_order_item item = {fan, 4};
    place(shop.customer, shop_request(&item, 1));
    ck_assert_int_eq(in_cart(shop.customer, fan), 1);
    ck_assert_int_eq(in_cart(shop.customer, lamp), 1);
}
END_TEST

START_TEST(the_bulk_price_counts_all_lines_of_a_product)
{
    struct kripa_order_item items[] = {{fan, 4}, {lamp, 1}, {fan, 6}};
    struct kripa_order *order = place(shop.retailer, shop_request(items, 3));
    ck_assert_uint_eq(order->items_count, 3);
    ck_assert_int_eq(order->items[0].price_paise, 8000);
    ck_assert_int_eq(order->items[1].price_paise, 9000);
    ck_assert_int_eq(order->items[2].price_paise, 8000);
    ck_assert_int_eq(order->total_paise, 10 * 8000 + 9000);
    items[2].qty = 5;
    order = place(shop.retailer, shop_request(items, 3));
    ck_assert_int_eq(order->items[0].price_paise, 9000);
    order = place(shop.customer, shop_request(items, 1));
    ck_assert_int_eq(order->items[0].price_paise, 10000);
}
END_TEST

START_TEST(the_bulk_price_counts_all_lines_in_the_cart_too)
{
    struct kripa_cart_entry entries[] = {{fan, 4}, {fan, 6}};
    leave_cart(shop.retailer, entries, 2);
    struct kripa_cart_lines lines = cart_of(shop.retailer);
    ck_assert_uint_eq(lines.count, 1);
    ck_assert_int_eq(lines.at[0].price_paise, 8000);
    ck_assert(lines.at[0].is_bulk_price);
    struct kripa_order *order = place(shop.retailer, shop_request(NULL, 0));
    ck_assert_int_eq(order->total_paise, 80000);
    ck_assert_uint_eq(cart_of(shop.retailer).count, 0);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("order and cart", begin, end, an_order_of_the_cart_empties_it,
                        what_named_lines_order_leaves_the_cart, what_was_not_ordered_stays,
                        a_refused_order_takes_nothing_out, an_order_for_somebody_leaves_his_cart,
                        lines_another_program_left_give_one_after_the_other,
                        the_bulk_price_counts_all_lines_of_a_product,
                        the_bulk_price_counts_all_lines_in_the_cart_too);
}
