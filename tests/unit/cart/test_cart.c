/* SPDX-License-Identifier: MIT
 * Carts: lines worked out for the viewer at every read, quantities that never pass the stock
 * unnoticed. */
#include "suite.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include <kripa/sys/schema.h>

#include "goods.h"
#include "orders.h"
#include "schema/schema.h"
#include "shop.h"

static struct shop shop;
static struct kripa_id fan, lamp;

static void begin(void)
{
    shop_open(&shop, .place = SHOP_SHARED, .people = SHOP_ACCOUNTS);
    fan = shop_product(&shop, "Ceiling Fan", 40)->id;
    lamp = shop_product(&shop, "Lamp", 5)->id;
}

static void end(void)
{
    shop_close(&shop);
}

static enum kripa_status add(struct kripa_viewer viewer, struct kripa_id product, int64_t qty,
                             struct kripa_cart_line **line)
{
    struct kripa_cart_item item = {.product = product, .qty = qty};
    shop.err = (struct kripa_error){0};
    return kripa_cart_add(shop.kripa, viewer, &item, &shop.arena, line, &shop.err);
}

static enum kripa_status set(struct kripa_id product, int64_t qty, struct kripa_cart_line **line)
{
    shop.err = (struct kripa_error){0};
    struct kripa_cart_item item = {.product = product, .qty = qty};
    return kripa_cart_set(shop.kripa, shop.customer, &item, &shop.arena, line, &shop.err);
}

static struct kripa_cart_lines get(struct kripa_viewer viewer)
{
    struct kripa_cart_lines lines;
    ck_assert_int_eq(kripa_cart_get(shop.kripa, viewer, NULL, &shop.arena, &lines, &shop.err),
                     KRIPA_OK);
    return lines;
}

START_TEST(a_new_account_has_an_empty_cart)
{
    ck_assert_uint_eq(get(shop.customer).count, 0);
}
END_TEST

START_TEST(adding_adds_up)
{
    struct kripa_cart_line *line;
    ck_assert_int_eq(add(shop.customer, fan, 2, &line), KRIPA_OK);
    ck_assert_int_eq(line->qty, 2);
    ck_assert_int_eq(add(shop.customer, fan, 0, &line), KRIPA_OK); /* left out: 1 */
    ck_assert_int_eq(line->qty, 3);
    ck_assert_str_eq(line->name, "Ceiling Fan");
    ck_assert_int_eq(line->price_paise, 10000);
    ck_assert_int_eq(line->stock, 40);
    ck_assert(line->available);
    ck_assert_ptr_null(line->problem);
    ck_assert_ptr_null(line->image);
    ck_assert_int_eq(add(shop.customer, lamp, 1, &line), KRIPA_OK);
    struct kripa_cart_lines lines = get(shop.customer);
    ck_assert_uint_eq(lines.count, 2);
    ck_assert(kripa_id_equal(lines.at[0].product, fan));
    ck_assert_int_eq(lines.at[0].qty, 3);
    ck_assert_uint_eq(get(shop.retailer).count, 0);
}
END_TEST

START_TEST(more_than_the_stock_is_refused_with_what_is_left)
{
    struct kripa_cart_line *line;
    ck_assert_int_eq(add(shop.customer, lamp, 3, &line), KRIPA_OK);
    ck_assert_int_eq(add(shop.customer, lamp, 3, &line), KRIPA_OUT_OF_STOCK);
    ck_assert_str_eq(shop.err.fields[0].path, "qty");
    ck_assert_str_eq(shop.err.fields[0].message, "only 5 left");
    ck_assert_int_eq(get(shop.customer).at[0].qty, 3);
    ck_assert_int_eq(set(lamp, 6, &line), KRIPA_OUT_OF_STOCK);
    ck_assert_int_eq(set(lamp, 5, &line), KRIPA_OK);
    ck_assert_int_eq(line->qty, 5);
}
END_TEST

START_TEST(bad_quantities_are_refused)
{
    struct kripa_cart_line *line;
    static const int64_t bad[] = {-1, KRIPA_QTY_MAX + 1, INT64_MIN, INT64_MAX};
    ck_assert_int_eq(add(shop.customer, fan, 1, &line), KRIPA_OK);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ck_assert_int_eq(add(shop.customer, fan, bad[i], &line), KRIPA_INVALID);
        ck_assert_str_eq(shop.err.fields[0].path, "qty");
        ck_assert_int_eq(set(fan, bad[i], &line), KRIPA_INVALID);
        ck_assert_str_eq(shop.err.fields[0].path, "qty");
    }
}
END_TEST

START_TEST(a_line_holds_at_most_the_limit)
{
    struct kripa_id screw = shop_product(&shop, "Screw", KRIPA_STOCK_MAX)->id;
    struct kripa_cart_line *line;
    ck_assert_int_eq(add(shop.customer, screw, KRIPA_QTY_MAX, &line), KRIPA_OK);
    ck_assert_int_eq(add(shop.customer, screw, 1, &line), KRIPA_INVALID);
    ck_assert_str_eq(shop.err.fields[0].path, "qty");
}
END_TEST

START_TEST(what_is_gone_or_hidden_can_not_be_added)
{
    struct kripa_cart_line *line;
    product_edit(&shop, lamp, "{\"active\":false}");
    ck_assert_int_eq(add(shop.customer, lamp, 1, &line), KRIPA_NOT_FOUND);
    ck_assert_int_eq(add(shop.admin, lamp, 1, &line), KRIPA_NOT_FOUND);
    ck_assert_int_eq(add(shop.customer, shop.customer.user, 1, &line), KRIPA_NOT_FOUND);
}
END_TEST

START_TEST(a_line_that_can_not_be_bought_says_why)
{
    struct kripa_cart_line *line;
    struct kripa_id bulb = shop_product(&shop, "Bulb", 9)->id;
    add(shop.customer, fan, 40, &line);
    add(shop.customer, lamp, 1, &line);
    add(shop.customer, bulb, 1, &line);
    product_edit(&shop, fan, "{\"stock\":39}");
    product_edit(&shop, lamp, "{\"active\":false}");
    product_edit(&shop, bulb, "{\"stock\":0}");
    struct kripa_cart_lines lines = get(shop.customer);
    static const char *const problems[] = {"39 left", "no longer", "out of stock"};
    ck_assert_uint_eq(lines.count, 3);
    for (size_t i = 0; i < 3; i++) {
        ck_assert(!lines.at[i].available);
        ck_assert_ptr_nonnull(strstr(lines.at[i].problem, problems[i]));
    }
    ck_assert_ptr_null(lines.at[1].name);
    ck_assert_int_eq(lines.at[1].price_paise, 0);
    ck_assert(!get(shop.customer).at[1].available);
}
END_TEST

START_TEST(a_retailer_sees_his_prices_and_whether_bulk_counts)
{
    struct kripa_cart_line *line;
    ck_assert_int_eq(add(shop.retailer, fan, 9, &line), KRIPA_OK);
    ck_assert_int_eq(line->price_paise, 9000);
    ck_assert_int_eq(line->regular_price_paise.value, 10000);
    ck_assert_int_eq(line->bulk_price_paise.value, 8000);
    ck_assert_int_eq(line->min_bulk_qty.value, 10);
    ck_assert(!line->is_bulk_price);
    ck_assert_int_eq(add(shop.retailer, fan, 1, &line), KRIPA_OK);
    ck_assert_int_eq(line->price_paise, 8000);
    ck_assert_int_eq(line->regular_price_paise.value, 10000);
    ck_assert(line->is_bulk_price);
}
END_TEST

START_TEST(nobody_else_sees_trade_prices)
{
    struct kripa_cart_line *line;
    add(shop.customer, fan, 10, &line);
    ck_assert(!line->regular_price_paise.set && !line->bulk_price_paise.set);
    ck_assert(!line->min_bulk_qty.set && !line->is_bulk_price);
    struct kripa_cart_item item = {.product = fan, .qty = 10, .purchase_mode = "customer"};
    ck_assert_int_eq(
        kripa_cart_add(shop.kripa, shop.retailer, &item, &shop.arena, &line, &shop.err), KRIPA_OK);
    ck_assert_int_eq(line->price_paise, 10000);
    ck_assert(!line->bulk_price_paise.set);
}
END_TEST

START_TEST(zero_takes_a_line_out)
{
    struct kripa_cart_line *line;
    add(shop.customer, fan, 1, &line);
    add(shop.customer, lamp, 1, &line);
    ck_assert_int_eq(set(fan, 0, &line), KRIPA_OK);
    ck_assert_ptr_null(line);
    ck_assert_uint_eq(get(shop.customer).count, 1);
    ck_assert_int_eq(set(fan, 0, &line), KRIPA_NOT_FOUND);
    ck_assert_int_eq(set(fan, 1, &line), KRIPA_NOT_FOUND);
}
END_TEST

START_TEST(removing_and_clearing_may_be_repeated)
{
    struct kripa_cart_line *line;
    add(shop.customer, fan, 1, &line);
    add(shop.customer, lamp, 1, &line);
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(kripa_cart_remove(shop.kripa, shop.customer, fan, &shop.err), KRIPA_OK);
    ck_assert_uint_eq(get(shop.customer).count, 1);
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(kripa_cart_clear(shop.kripa, shop.customer, &shop.err), KRIPA_OK);
    ck_assert_uint_eq(get(shop.customer).count, 0);
}
END_TEST

START_TEST(a_cart_needs_an_account)
{
    struct kripa_viewer none[] = {kripa_viewer_guest(), kripa_viewer_console("owner")};
    struct kripa_cart_lines lines;
    struct kripa_cart_line *line;
    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(kripa_cart_get(shop.kripa, none[i], NULL, &shop.arena, &lines, &shop.err),
                         KRIPA_FORBIDDEN);
        ck_assert_int_eq(kripa_cart_clear(shop.kripa, none[i], &shop.err), KRIPA_FORBIDDEN);
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
        ck_assert_int_eq(add(shop.customer, shop_product(&shop, name, 1)->id, 1, &line), KRIPA_OK);
    }
    ck_assert_int_eq(add(shop.customer, fan, 1, &line), KRIPA_TOO_LARGE);
    ck_assert_uint_eq(get(shop.customer).count, KRIPA_CART_LINES_MAX);
}
END_TEST

static struct kripa_cart_lines merge(struct kripa_cart_item *items, size_t count, const char **note)
{
    struct kripa_cart_merge guest = {.items = items, .items_count = count};
    struct kripa_cart_lines lines;
    *note = NULL;
    enum kripa_status status = kripa_cart_merge(shop.kripa, shop.customer, &guest, NULL,
                                                &shop.arena, &lines, note, &shop.err);
    ck_assert_msg(status == KRIPA_OK, "%s", shop.err.message);
    return lines;
}

START_TEST(a_guests_cart_joins_capped_by_stock)
{
    struct kripa_cart_line *line;
    const char *note;
    add(shop.customer, lamp, 3, &line);
    struct kripa_cart_item items[] = {
        {.product = lamp, .qty = 4}, {.product = fan, .qty = 2}, {.product = fan}};
    struct kripa_cart_lines lines = merge(items, 3, &note);
    ck_assert_uint_eq(lines.count, 2);
    ck_assert_int_eq(lines.at[0].qty, 5);
    ck_assert_int_eq(lines.at[1].qty, 3);
    ck_assert_str_eq(note, "less than asked for: Lamp (5)");
    ck_assert_int_eq(items[2].qty, 0); /* the caller's own is left alone */
    ck_assert_int_eq(get(shop.customer).at[0].qty, 5);
}
END_TEST

START_TEST(what_a_guest_can_not_buy_is_left_out_and_named)
{
    const char *note;
    struct kripa_id empty = shop_product(&shop, "Empty Box", 0)->id;
    product_edit(&shop, lamp, "{\"active\":false}");
    struct kripa_cart_item items[] = {{.product = lamp, .qty = 1},
                                      {.product = fan, .qty = 1},
                                      {.product = empty, .qty = 1},
                                      {.product = shop.customer.user, .qty = 1}};
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
    add(shop.customer, lamp, 5, &line);
    product_edit(&shop, lamp, "{\"stock\":2}");
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
            kripa_cart_add(shop.kripa, shop.retailer, &item, &shop.arena, &line, &shop.err),
            KRIPA_OK);
        ck_assert_int_eq(line->price_paise, 10000);
        ck_assert_int_eq(line->role, KRIPA_ROLE_CUSTOMER);
        ck_assert_int_eq(
            kripa_cart_set(shop.kripa, shop.retailer, &item, &shop.arena, &line, &shop.err),
            KRIPA_OK);
        ck_assert_int_eq(line->price_paise, 10000);
        ck_assert_int_eq(
            kripa_cart_get(shop.kripa, shop.retailer, modes[i], &shop.arena, &lines, &shop.err),
            KRIPA_OK);
        ck_assert_int_eq(lines.at[0].price_paise, 10000);
        ck_assert_int_eq(get(shop.retailer).at[0].role, KRIPA_ROLE_RETAILER);
        item.purchase_mode = NULL;
        ck_assert_int_eq(kripa_cart_merge(shop.kripa, shop.retailer, &guest, NULL, &shop.arena,
                                          &lines, &note, &shop.err),
                         KRIPA_OK);
        ck_assert_int_eq(lines.at[0].price_paise, 10000);
        struct kripa_order_item bought = {fan, 1};
        struct kripa_order_request request = shop_request(&bought, 1);
        struct kripa_order *order;
        request.purchase_mode = modes[i];
        ck_assert_int_eq(kripa_order_place(shop.kripa, shop.retailer, &request, "/orders", NULL,
                                           &shop.arena, &order, &shop.err),
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
        kripa_cart_add(shop.kripa, shop.customer, &item, &arena, &line, NULL);
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
    struct kripa_cart_lines lines = get(shop.customer);
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
