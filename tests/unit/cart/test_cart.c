/* SPDX-License-Identifier: MIT
 * Carts: lines worked out for the viewer at every read, quantities that never pass the stock
 * unnoticed. */
#include "suite.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include <kripa/sys/schema.h>

#include "schema/schema.h"
#include "till.h"

static struct till till;
static struct kripa_id fan, lamp;

static void begin(void)
{
    till_open_shared(&till);
    fan = till_product(&till, "Ceiling Fan", 40);
    lamp = till_product(&till, "Lamp", 5);
}

static void end(void)
{
    till_close(&till);
}

static enum kripa_status add(struct kripa_viewer viewer, struct kripa_id product, int64_t qty,
                             struct kripa_cart_line **line)
{
    struct kripa_cart_item item = {.product = product, .qty = qty};
    till.err = (struct kripa_error){0};
    return kripa_cart_add(till.kripa, viewer, &item, &till.arena, line, &till.err);
}

static enum kripa_status set(struct kripa_id product, int64_t qty, struct kripa_cart_line **line)
{
    till.err = (struct kripa_error){0};
    struct kripa_cart_item item = {.product = product, .qty = qty};
    return kripa_cart_set(till.kripa, till.customer, &item, &till.arena, line, &till.err);
}

static struct kripa_cart_lines get(struct kripa_viewer viewer)
{
    struct kripa_cart_lines lines;
    ck_assert_int_eq(kripa_cart_get(till.kripa, viewer, NULL, &till.arena, &lines, &till.err),
                     KRIPA_OK);
    return lines;
}

START_TEST(a_new_account_has_an_empty_cart)
{
    ck_assert_uint_eq(get(till.customer).count, 0);
}
END_TEST

START_TEST(adding_adds_up)
{
    struct kripa_cart_line *line;
    ck_assert_int_eq(add(till.customer, fan, 2, &line), KRIPA_OK);
    ck_assert_int_eq(line->qty, 2);
    ck_assert_int_eq(add(till.customer, fan, 0, &line), KRIPA_OK); /* left out: 1 */
    ck_assert_int_eq(line->qty, 3);
    ck_assert_str_eq(line->name, "Ceiling Fan");
    ck_assert_int_eq(line->price_paise, 10000);
    ck_assert_int_eq(line->stock, 40);
    ck_assert(line->available);
    ck_assert_ptr_null(line->problem);
    ck_assert_ptr_null(line->image);
    ck_assert_int_eq(add(till.customer, lamp, 1, &line), KRIPA_OK);
    struct kripa_cart_lines lines = get(till.customer);
    ck_assert_uint_eq(lines.count, 2);
    ck_assert(kripa_id_equal(lines.at[0].product, fan));
    ck_assert_int_eq(lines.at[0].qty, 3);
    ck_assert_uint_eq(get(till.retailer).count, 0);
}
END_TEST

START_TEST(more_than_the_stock_is_refused_with_what_is_left)
{
    struct kripa_cart_line *line;
    ck_assert_int_eq(add(till.customer, lamp, 3, &line), KRIPA_OK);
    ck_assert_int_eq(add(till.customer, lamp, 3, &line), KRIPA_OUT_OF_STOCK);
    ck_assert_str_eq(till.err.fields[0].path, "qty");
    ck_assert_str_eq(till.err.fields[0].message, "only 5 left");
    ck_assert_int_eq(get(till.customer).at[0].qty, 3);
    ck_assert_int_eq(set(lamp, 6, &line), KRIPA_OUT_OF_STOCK);
    ck_assert_int_eq(set(lamp, 5, &line), KRIPA_OK);
    ck_assert_int_eq(line->qty, 5);
}
END_TEST

START_TEST(bad_quantities_are_refused)
{
    struct kripa_cart_line *line;
    static const int64_t bad[] = {-1, KRIPA_QTY_MAX + 1, INT64_MIN, INT64_MAX};
    ck_assert_int_eq(add(till.customer, fan, 1, &line), KRIPA_OK);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ck_assert_int_eq(add(till.customer, fan, bad[i], &line), KRIPA_INVALID);
        ck_assert_str_eq(till.err.fields[0].path, "qty");
        ck_assert_int_eq(set(fan, bad[i], &line), KRIPA_INVALID);
        ck_assert_str_eq(till.err.fields[0].path, "qty");
    }
}
END_TEST

START_TEST(a_line_holds_at_most_the_limit)
{
    struct kripa_id screw = till_product(&till, "Screw", KRIPA_STOCK_MAX);
    struct kripa_cart_line *line;
    ck_assert_int_eq(add(till.customer, screw, KRIPA_QTY_MAX, &line), KRIPA_OK);
    ck_assert_int_eq(add(till.customer, screw, 1, &line), KRIPA_INVALID);
    ck_assert_str_eq(till.err.fields[0].path, "qty");
}
END_TEST

START_TEST(what_is_gone_or_hidden_can_not_be_added)
{
    struct kripa_cart_line *line;
    till_edit_product(&till, lamp, "{\"active\":false}");
    ck_assert_int_eq(add(till.customer, lamp, 1, &line), KRIPA_NOT_FOUND);
    ck_assert_int_eq(add(till.admin, lamp, 1, &line), KRIPA_NOT_FOUND);
    ck_assert_int_eq(add(till.customer, till.customer.user, 1, &line), KRIPA_NOT_FOUND);
}
END_TEST

START_TEST(a_line_that_can_not_be_bought_says_why)
{
    struct kripa_cart_line *line;
    struct kripa_id bulb = till_product(&till, "Bulb", 9);
    add(till.customer, fan, 40, &line);
    add(till.customer, lamp, 1, &line);
    add(till.customer, bulb, 1, &line);
    till_edit_product(&till, fan, "{\"stock\":39}");
    till_edit_product(&till, lamp, "{\"active\":false}");
    till_edit_product(&till, bulb, "{\"stock\":0}");
    struct kripa_cart_lines lines = get(till.customer);
    static const char *const problems[] = {"39 left", "no longer", "out of stock"};
    ck_assert_uint_eq(lines.count, 3);
    for (size_t i = 0; i < 3; i++) {
        ck_assert(!lines.at[i].available);
        ck_assert_ptr_nonnull(strstr(lines.at[i].problem, problems[i]));
    }
    ck_assert_ptr_null(lines.at[1].name);
    ck_assert_int_eq(lines.at[1].price_paise, 0);
    ck_assert(!get(till.customer).at[1].available);
}
END_TEST

START_TEST(a_retailer_sees_his_prices_and_whether_bulk_counts)
{
    struct kripa_cart_line *line;
    ck_assert_int_eq(add(till.retailer, fan, 9, &line), KRIPA_OK);
    ck_assert_int_eq(line->price_paise, 9000);
    ck_assert_int_eq(line->regular_price_paise.value, 10000);
    ck_assert_int_eq(line->bulk_price_paise.value, 8000);
    ck_assert_int_eq(line->min_bulk_qty.value, 10);
    ck_assert(!line->is_bulk_price);
    ck_assert_int_eq(add(till.retailer, fan, 1, &line), KRIPA_OK);
    ck_assert_int_eq(line->price_paise, 8000);
    ck_assert_int_eq(line->regular_price_paise.value, 10000);
    ck_assert(line->is_bulk_price);
}
END_TEST

START_TEST(nobody_else_sees_trade_prices)
{
    struct kripa_cart_line *line;
    add(till.customer, fan, 10, &line);
    ck_assert(!line->regular_price_paise.set && !line->bulk_price_paise.set);
    ck_assert(!line->min_bulk_qty.set && !line->is_bulk_price);
    struct kripa_cart_item item = {.product = fan, .qty = 10, .purchase_mode = "customer"};
    ck_assert_int_eq(
        kripa_cart_add(till.kripa, till.retailer, &item, &till.arena, &line, &till.err), KRIPA_OK);
    ck_assert_int_eq(line->price_paise, 10000);
    ck_assert(!line->bulk_price_paise.set);
}
END_TEST

START_TEST(zero_takes_a_line_out)
{
    struct kripa_cart_line *line;
    add(till.customer, fan, 1, &line);
    add(till.customer, lamp, 1, &line);
    ck_assert_int_eq(set(fan, 0, &line), KRIPA_OK);
    ck_assert_ptr_null(line);
    ck_assert_uint_eq(get(till.customer).count, 1);
    ck_assert_int_eq(set(fan, 0, &line), KRIPA_NOT_FOUND);
    ck_assert_int_eq(set(fan, 1, &line), KRIPA_NOT_FOUND);
}
END_TEST

START_TEST(removing_and_clearing_may_be_repeated)
{
    struct kripa_cart_line *line;
    add(till.customer, fan, 1, &line);
    add(till.customer, lamp, 1, &line);
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(kripa_cart_remove(till.kripa, till.customer, fan, &till.err), KRIPA_OK);
    ck_assert_uint_eq(get(till.customer).count, 1);
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(kripa_cart_clear(till.kripa, till.customer, &till.err), KRIPA_OK);
    ck_assert_uint_eq(get(till.customer).count, 0);
}
END_TEST

START_TEST(a_cart_needs_an_account)
{
    struct kripa_viewer none[] = {kripa_viewer_guest(), kripa_viewer_console("owner")};
    struct kripa_cart_lines lines;
    struct kripa_cart_line *line;
    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(kripa_cart_get(till.kripa, none[i], NULL, &till.arena, &lines, &till.err),
                         KRIPA_FORBIDDEN);
        ck_assert_int_eq(kripa_cart_clear(till.kripa, none[i], &till.err), KRIPA_FORBIDDEN);
        ck_assert_int_ne(add(none[i], fan, 1, &line), KRIPA_OK);
    }
}
END_TEST

START_TEST(a_cart_has_a_largest_size)
{
    struct kripa_cart_line *line;
    char name[32];
    for (int i = 0; i < KRIPA_CART_LINES_MAX; i++) {
        snprintf(name, sizeof name, "Thing %d", i);
        ck_assert_int_eq(add(till.customer, till_product(&till, name, 1), 1, &line), KRIPA_OK);
    }
    ck_assert_int_eq(add(till.customer, fan, 1, &line), KRIPA_TOO_LARGE);
    ck_assert_uint_eq(get(till.customer).count, KRIPA_CART_LINES_MAX);
}
END_TEST

static struct kripa_cart_lines merge(struct kripa_cart_item *items, size_t count, const char **note)
{
    struct kripa_cart_merge guest = {.items = items, .items_count = count};
    struct kripa_cart_lines lines;
    *note = NULL;
    enum kripa_status status = kripa_cart_merge(till.kripa, till.customer, &guest, NULL,
                                                &till.arena, &lines, note, &till.err);
    ck_assert_msg(status == KRIPA_OK, "%s", till.err.message);
    return lines;
}

START_TEST(a_guests_cart_joins_capped_by_stock)
{
    struct kripa_cart_line *line;
    const char *note;
    add(till.customer, lamp, 3, &line);
    struct kripa_cart_item items[] = {
        {.product = lamp, .qty = 4}, {.product = fan, .qty = 2}, {.product = fan}};
    struct kripa_cart_lines lines = merge(items, 3, &note);
    ck_assert_uint_eq(lines.count, 2);
    ck_assert_int_eq(lines.at[0].qty, 5);
    ck_assert_int_eq(lines.at[1].qty, 3);
    ck_assert_str_eq(note, "less than asked for: Lamp (5)");
    ck_assert_int_eq(items[2].qty, 0); /* the caller's own is left alone */
    ck_assert_int_eq(get(till.customer).at[0].qty, 5);
}
END_TEST

START_TEST(what_a_guest_can_not_buy_is_left_out_and_named)
{
    const char *note;
    struct kripa_id empty = till_product(&till, "Empty Box", 0);
    till_edit_product(&till, lamp, "{\"active\":false}");
    struct kripa_cart_item items[] = {{.product = lamp, .qty = 1},
                                      {.product = fan, .qty = 1},
                                      {.product = empty, .qty = 1},
                                      {.product = till.customer.user, .qty = 1}};
    ck_assert_uint_eq(merge(items, 4, &note).count, 1);
    ck_assert_str_eq(note, "no longer available: Empty Box, 2 others");
    ck_assert_uint_eq(merge(&items[1], 1, &note).count, 1);
    ck_assert_ptr_null(note);
    items[1].qty = KRIPA_QTY_MAX;
    merge(items, 2, &note);
    ck_assert_str_eq(note, "no longer available: 1 product; less than asked for: Ceiling Fan (40)");
}
END_TEST

START_TEST(merging_never_lowers_a_line)
{
    struct kripa_cart_line *line;
    const char *note;
    add(till.customer, lamp, 5, &line);
    till_edit_product(&till, lamp, "{\"stock\":2}");
    struct kripa_cart_item item = {.product = lamp, .qty = 1};
    ck_assert_int_eq(merge(&item, 1, &note).at[0].qty, 5);
    ck_assert_uint_eq(merge(NULL, 0, &note).count, 1);
}
END_TEST

/* However it is spelled, once it is normalized. */
START_TEST(how_a_retailer_buys_is_read_as_it_was_normalized)
{
    static const char *const modes[] = {"customer", " customer ", "customer\t"};
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        struct kripa_cart_item item = {.product = fan, .qty = 1, .purchase_mode = modes[i]};
        struct kripa_cart_merge guest = {
            .items = &item, .items_count = 1, .purchase_mode = modes[i]};
        struct kripa_cart_lines lines;
        struct kripa_cart_line *line;
        const char *note;
        ck_assert_int_eq(
            kripa_cart_add(till.kripa, till.retailer, &item, &till.arena, &line, &till.err),
            KRIPA_OK);
        ck_assert_int_eq(line->price_paise, 10000);
        ck_assert_int_eq(line->role, KRIPA_ROLE_CUSTOMER);
        ck_assert_int_eq(
            kripa_cart_set(till.kripa, till.retailer, &item, &till.arena, &line, &till.err),
            KRIPA_OK);
        ck_assert_int_eq(line->price_paise, 10000);
        ck_assert_int_eq(
            kripa_cart_get(till.kripa, till.retailer, modes[i], &till.arena, &lines, &till.err),
            KRIPA_OK);
        ck_assert_int_eq(lines.at[0].price_paise, 10000);
        ck_assert_int_eq(get(till.retailer).at[0].role, KRIPA_ROLE_RETAILER);
        item.purchase_mode = NULL;
        ck_assert_int_eq(kripa_cart_merge(till.kripa, till.retailer, &guest, NULL, &till.arena,
                                          &lines, &note, &till.err),
                         KRIPA_OK);
        ck_assert_int_eq(lines.at[0].price_paise, 10000);
        struct kripa_order_item bought = {fan, 1};
        struct kripa_order_request request = till_request(&bought, 1);
        struct kripa_order *order;
        request.purchase_mode = modes[i];
        ck_assert_int_eq(kripa_order_place(till.kripa, till.retailer, &request, "/orders", NULL,
                                           &till.arena, &order, &till.err),
                         KRIPA_OK);
        ck_assert_int_eq(order->purchase_mode, KRIPA_MODE_CUSTOMER);
    }
}
END_TEST

static void *add_ten_times(void *ctx)
{
    struct kripa_arena arena = {0};
    struct kripa_cart_item item = {.product = *(struct kripa_id *)ctx, .qty = 1};
    struct kripa_cart_line *line;
    for (int i = 0; i < 10; i++)
        kripa_cart_add(till.kripa, till.customer, &item, &arena, &line, NULL);
    kripa_arena_clear(&arena);
    return NULL;
}

START_TEST(adding_at_once_loses_nothing_and_stops_at_the_stock)
{
    pthread_t threads[3];
    struct kripa_id *products[] = {&fan, &fan, &lamp};
    for (size_t i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, add_ten_times, products[i]);
    for (size_t i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    struct kripa_cart_lines lines = get(till.customer);
    for (size_t i = 0; i < lines.count; i++)
        ck_assert_int_eq(lines.at[i].qty, kripa_id_equal(lines.at[i].product, fan) ? 20 : 5);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN(
        "cart", begin, end, a_new_account_has_an_empty_cart, adding_adds_up,
        more_than_the_stock_is_refused_with_what_is_left, bad_quantities_are_refused,
        a_line_holds_at_most_the_limit, what_is_gone_or_hidden_can_not_be_added,
        a_line_that_can_not_be_bought_says_why, a_retailer_sees_his_prices_and_whether_bulk_counts,
        nobody_else_sees_trade_prices, zero_takes_a_line_out, removing_and_clearing_may_be_repeated,
        a_cart_needs_an_account, a_cart_has_a_largest_size, a_guests_cart_joins_capped_by_stock,
        what_a_guest_can_not_buy_is_left_out_and_named, merging_never_lowers_a_line,
        how_a_retailer_buys_is_read_as_it_was_normalized,
        adding_at_once_loses_nothing_and_stops_at_the_stock);
}
