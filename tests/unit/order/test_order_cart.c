/* SPDX-License-Identifier: MIT
 * Checkout and cart together: what was ordered leaves the cart, and a product's quantity counts
 * over all its lines. */
#include "suite.h"

#include <string.h>

#include <kripa/sys/schema.h>

#include "core/change.h"
#include "schema/schema.h"
#include "till.h"

static struct till till;
static struct kripa_id fan, lamp, wire;

static void begin(void)
{
    till_open(&till);
    fan = till_product(&till, "Ceiling Fan", 40);
    lamp = till_product(&till, "Lamp", 5);
    wire = till_product(&till, "Wire", 90);
}

static void end(void)
{
    till_verify(&till);
    till_close(&till);
}

static void fill_cart(struct kripa_viewer viewer, struct kripa_id product, int64_t qty)
{
    struct kripa_cart_item item = {.product = product, .qty = qty};
    struct kripa_cart_line *line;
    ck_assert_int_eq(kripa_cart_add(till.kripa, viewer, &item, &till.arena, &line, &till.err),
                     KRIPA_OK);
}

/* What another program may leave: lines that repeat a product, or hold none of it. */
static void leave_cart(struct kripa_viewer viewer, struct kripa_cart_entry *entries, size_t count)
{
    struct kripa_cart cart = {.id = viewer.user, .cart = entries, .cart_count = count};
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &till.arena});
    kp_update(&change, &kripa_cart_schema, viewer.user);
    kp_set(&change, "cart", kp_member(&cart));
    ck_assert_int_eq(
        kp_commit(&(struct kp_call){.kripa = till.kripa, .err = &till.err}, &change, NULL),
        KRIPA_OK);
}

static struct kripa_cart_lines cart_of(struct kripa_viewer viewer)
{
    struct kripa_cart_lines lines;
    ck_assert_int_eq(kripa_cart_get(till.kripa, viewer, NULL, &till.arena, &lines, &till.err),
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
    till.err = (struct kripa_error){0};
    enum kripa_status status = kripa_order_place(till.kripa, viewer, &request, "test", NULL,
                                                 &till.arena, &order, &till.err);
    ck_assert_msg(status == KRIPA_OK, "%s", till.err.message);
    return order;
}

START_TEST(an_order_of_the_cart_empties_it)
{
    fill_cart(till.customer, fan, 2);
    fill_cart(till.customer, lamp, 1);
    struct kripa_order_request request = till_request(NULL, 0);
    struct kripa_order *order = place(till.customer, request);
    ck_assert_uint_eq(order->items_count, 2);
    ck_assert_int_eq(order->total_paise, 30000);
    ck_assert_uint_eq(cart_of(till.customer).count, 0);
    ck_assert_int_eq(kripa_order_place(till.kripa, till.customer, &request, "test", NULL,
                                       &till.arena, &order, &till.err),
                     KRIPA_CONFLICT);
}
END_TEST

START_TEST(what_named_lines_order_leaves_the_cart)
{
    fill_cart(till.customer, fan, 5);
    fill_cart(till.customer, lamp, 2);
    fill_cart(till.customer, wire, 3);
    struct kripa_order_item items[] = {{fan, 2}, {lamp, 4}, {fan, 1}};
    place(till.customer, till_request(items, 3));
    ck_assert_int_eq(in_cart(till.customer, fan), 2);
    ck_assert_int_eq(in_cart(till.customer, lamp), 0);
    ck_assert_int_eq(in_cart(till.customer, wire), 3);
    ck_assert_uint_eq(cart_of(till.customer).count, 2);
    struct kripa_order_item rest[] = {{fan, 2}, {wire, 3}};
    place(till.customer, till_request(rest, 2));
    ck_assert_uint_eq(cart_of(till.customer).count, 0);
}
END_TEST

START_TEST(what_was_not_ordered_stays)
{
    fill_cart(till.customer, fan, 2);
    fill_cart(till.retailer, lamp, 1);
    struct kripa_order_item item = {lamp, 1};
    place(till.customer, till_request(&item, 1));
    ck_assert_int_eq(in_cart(till.customer, fan), 2);
    ck_assert_int_eq(in_cart(till.retailer, lamp), 1);
}
END_TEST

START_TEST(a_refused_order_takes_nothing_out)
{
    fill_cart(till.customer, lamp, 2);
    struct kripa_order *order;
    ck_assert_int_eq(till_buy(&till, till.customer, lamp, 6, &order), KRIPA_OUT_OF_STOCK);
    ck_assert_int_eq(in_cart(till.customer, lamp), 2);
}
END_TEST

START_TEST(an_order_for_somebody_leaves_his_cart)
{
    fill_cart(till.customer, fan, 3);
    struct kripa_order_item item = {fan, 2};
    struct kripa_order_request request = till_request(&item, 1);
    request.for_user = till.customer.user;
    place(till.admin, request);
    ck_assert_int_eq(in_cart(till.customer, fan), 1);
}
END_TEST

START_TEST(lines_another_program_left_give_one_after_the_other)
{
    struct kripa_cart_entry entries[] = {{fan, 2}, {lamp, 1}, {fan, 3}};
    leave_cart(till.customer, entries, 3);
    ck_assert_uint_eq(cart_of(till.customer).count, 2);
    ck_assert_int_eq(in_cart(till.customer, fan), 5);
    struct kripa_order_item item = {fan, 4};
    place(till.customer, till_request(&item, 1));
    ck_assert_int_eq(in_cart(till.customer, fan), 1);
    ck_assert_int_eq(in_cart(till.customer, lamp), 1);
}
END_TEST

START_TEST(the_bulk_price_counts_all_lines_of_a_product)
{
    struct kripa_order_item items[] = {{fan, 4}, {lamp, 1}, {fan, 6}};
    struct kripa_order *order = place(till.retailer, till_request(items, 3));
    ck_assert_uint_eq(order->items_count, 3);
    ck_assert_int_eq(order->items[0].price_paise, 8000);
    ck_assert_int_eq(order->items[1].price_paise, 9000);
    ck_assert_int_eq(order->items[2].price_paise, 8000);
    ck_assert_int_eq(order->total_paise, 10 * 8000 + 9000);
    items[2].qty = 5;
    order = place(till.retailer, till_request(items, 3));
    ck_assert_int_eq(order->items[0].price_paise, 9000);
    order = place(till.customer, till_request(items, 1));
    ck_assert_int_eq(order->items[0].price_paise, 10000);
}
END_TEST

START_TEST(the_bulk_price_counts_all_lines_in_the_cart_too)
{
    struct kripa_cart_entry entries[] = {{fan, 4}, {fan, 6}};
    leave_cart(till.retailer, entries, 2);
    struct kripa_cart_lines lines = cart_of(till.retailer);
    ck_assert_uint_eq(lines.count, 1);
    ck_assert_int_eq(lines.at[0].price_paise, 8000);
    ck_assert(lines.at[0].is_bulk_price);
    struct kripa_order *order = place(till.retailer, till_request(NULL, 0));
    ck_assert_int_eq(order->total_paise, 80000);
    ck_assert_uint_eq(cart_of(till.retailer).count, 0);
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
