/* SPDX-License-Identifier: MIT
 * Quotes: what an order would be is what it becomes, and all that stands in its way is told at
 * once; nothing is written. And what buyers may know of the shop. */
#include "suite.h"

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
    shop_open(&shop, .people = SHOP_ACCOUNTS);
    fan = shop_product(&shop, "Ceiling Fan", 40)->id;
    lamp = shop_product(&shop, "Lamp", 3)->id;
}

static void end(void)
{
    shop_check_books(&shop);
    shop_close(&shop);
}

static struct kripa_quote ask(struct kripa_viewer viewer, struct kripa_quote_request request)
{
    struct kripa_quote quote;
    enum kripa_status status =
        kripa_order_quote(shop.kripa, viewer, &request, &shop.arena, &quote, &shop.err);
    ck_assert_msg(status == KRIPA_OK, "%s", shop.err.message);
    return quote;
}

static void expect_problem(const struct kripa_quote *quote, const char *field, const char *says)
{
    for (size_t i = 0; i < quote->problems_count; i++)
        if (strcmp(quote->problems[i].field, field) == 0 &&
            strstr(quote->problems[i].message, says))
            return;
    ck_abort_msg("no problem with %s: %s", field, says);
}

START_TEST(it_is_what_the_order_becomes)
{
    struct kripa_order_item items[] = {{fan, 12}, {lamp, 2}};
    const struct kripa_viewer buyers[] = {shop.customer, shop.retailer};
    shop_edit_settings(&shop, "{\"deliveryCharge\": 40, \"freeDeliveryFrom\": 1150}");
    for (size_t i = 0; i < 2; i++) {
        struct kripa_quote quote =
            ask(buyers[i], (struct kripa_quote_request){.items = items, .items_count = 2});
        struct kripa_order_request request = shop_request(items, 2);
        struct kripa_order *order;
        int64_t placed = shop_count(&shop, &kripa_order_schema);
        ck_assert_uint_eq(quote.problems_count, 0);
        ck_assert_int_eq(kripa_order_place(shop.kripa, buyers[i], &request, NULL, NULL, &shop.arena,
                                           &order, &shop.err),
                         KRIPA_OK);
        ck_assert_int_eq(shop_count(&shop, &kripa_order_schema), placed + 1);
        ck_assert_int_eq(quote.total_paise, order->total_paise);
        ck_assert_int_eq(quote.delivery_charge_paise, order->delivery_charge_paise);
        ck_assert_uint_eq(quote.items_count, 2);
        ck_assert_int_eq(quote.items[0].price_paise, order->items[0].price_paise);
        product_edit(&shop, lamp, "{\"stock\": 3}");
    }
}
END_TEST

START_TEST(all_that_stands_in_the_way_is_told_at_once)
{
    struct kripa_id gone = shop_product(&shop, "Gone", 5)->id;
    struct kripa_order_item items[] = {{fan, 2}, {lamp, 4}, {gone, 1}, {shop.admin.user, 1}};
    product_edit(&shop, gone, "{\"active\": false}");
    shop_edit_settings(&shop, "{\"codLimit\": 100, \"pincodes\": [\"110001\"]}");
    struct kripa_quote quote =
        ask(shop.customer, (struct kripa_quote_request){.items = items,
                                                        .items_count = 4,
                                                        .shipping_address = {"465683"},
                                                        .payment_method = "gold",
                                                        .expected_total_paise = {1, true}});
    expect_problem(&quote, "items[1].qty", "only 3 left");
    expect_problem(&quote, "items[2].product", "no longer available");
    expect_problem(&quote, "items[3].product", "no longer available");
    expect_problem(&quote, "paymentMethod", "gold is not set up");
    expect_problem(&quote, "paymentMethod", "up to 100 rupees");
    expect_problem(&quote, "shippingAddress.pincode", "do not deliver");
    expect_problem(&quote, "expectedTotal", "comes to 600 rupees");
    ck_assert_uint_eq(quote.problems_count, 7);
    ck_assert_uint_eq(quote.items_count, 2);
    ck_assert_int_eq(quote.total_paise, 60000);
    ck_assert_int_eq(shop_count(&shop, &kripa_order_schema), 0);
    ck_assert_int_eq(shop_count(&shop, &kripa_outbox_message_schema), 0);
}
END_TEST

START_TEST(more_problems_than_an_error_holds_are_told)
{
    struct kripa_order_item items[KRIPA_ERROR_FIELDS_MAX + 4];
    size_t count = sizeof items / sizeof *items;
    for (size_t i = 0; i < count; i++)
        items[i] = (struct kripa_order_item){shop.admin.user, 1};
    struct kripa_quote quote =
        ask(shop.customer, (struct kripa_quote_request){.items = items, .items_count = count});
    ck_assert_uint_eq(quote.problems_count, count);
    ck_assert_uint_eq(quote.items_count, 0);
    ck_assert_int_eq(quote.total_paise, 0);
}
END_TEST

START_TEST(a_cart_is_quoted_and_an_empty_one_is_a_problem)
{
    struct kripa_cart_item item = {.product = fan, .qty = 2};
    struct kripa_cart_line *line;
    struct kripa_quote quote = ask(shop.customer, (struct kripa_quote_request){0});
    expect_problem(&quote, "items", "empty");
    ck_assert_int_eq(quote.total_paise, 0);
    ck_assert_int_eq(
        kripa_cart_add(shop.kripa, shop.customer, &item, &shop.arena, &line, &shop.err), KRIPA_OK);
    quote = ask(shop.customer, (struct kripa_quote_request){0});
    ck_assert_uint_eq(quote.problems_count, 0);
    ck_assert_int_eq(quote.total_paise, 20000);
}
END_TEST

START_TEST(an_unknown_pin_code_is_no_problem_yet)
{
    struct kripa_order_item item = {fan, 1};
    shop_edit_settings(&shop, "{\"pincodes\": [\"110001\"]}");
    struct kripa_quote quote =
        ask(shop.customer, (struct kripa_quote_request){.items = &item, .items_count = 1});
    ck_assert_uint_eq(quote.problems_count, 0);
}
END_TEST

START_TEST(only_who_may_buy_is_told)
{
    struct kripa_order_item item = {fan, 1};
    struct kripa_quote quote;
    const struct kripa_quote_request own = {.items = &item, .items_count = 1};
    struct kripa_quote_request other = own;
    other.for_user = shop.retailer.user;
    ck_assert_int_eq(
        kripa_order_quote(shop.kripa, shop.guest, &own, &shop.arena, &quote, &shop.err),
        KRIPA_FORBIDDEN);
    ck_assert_int_eq(
        kripa_order_quote(shop.kripa, shop.customer, &other, &shop.arena, &quote, &shop.err),
        KRIPA_FORBIDDEN);
    quote = ask(shop.admin, other);
    ck_assert_int_eq(quote.total_paise, 9000);
}
END_TEST

START_TEST(buyers_know_the_shop_s_terms)
{
    struct kripa_shop known;
    ck_assert_int_eq(kripa_shop_get(shop.kripa, NULL, &shop.arena, &known, &shop.err), KRIPA_OK);
    ck_assert(known.served);
    ck_assert_int_eq(known.return_days, 7);
    ck_assert_str_eq(known.payments[0], "COD");
    shop_edit_settings(&shop, "{\"shopName\": \"Asha\", \"deliveryCharge\": 40, \"returnDays\": 0, "
                              "\"pincodes\": [\"110001\"]}");
    ck_assert_int_eq(kripa_shop_get(shop.kripa, NULL, &shop.arena, &known, &shop.err), KRIPA_OK);
    ck_assert(!known.served);
    ck_assert_int_eq(known.return_days, 0);
    ck_assert_int_eq(known.delivery_charge_paise, 4000);
    ck_assert_str_eq(known.shop_name, "Asha");
    ck_assert_int_eq(kripa_shop_get(shop.kripa, "110 001", &shop.arena, &known, &shop.err),
                     KRIPA_OK);
    ck_assert(known.served);
    ck_assert_int_eq(kripa_shop_get(shop.kripa, "465683", &shop.arena, &known, &shop.err),
                     KRIPA_OK);
    ck_assert(!known.served);
    ck_assert_int_eq(kripa_shop_get(shop.kripa, "12", &shop.arena, &known, &shop.err),
                     KRIPA_INVALID);
    ck_assert_str_eq(shop.err.fields[0].path, "pincode");
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN(
        "quote", begin, end, it_is_what_the_order_becomes,
        all_that_stands_in_the_way_is_told_at_once, more_problems_than_an_error_holds_are_told,
        a_cart_is_quoted_and_an_empty_one_is_a_problem, an_unknown_pin_code_is_no_problem_yet,
        only_who_may_buy_is_told, buyers_know_the_shop_s_terms);
}
