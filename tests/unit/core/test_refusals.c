/* SPDX-License-Identifier: MIT
 * What the tables of kripad and kripactl refuse before a call, the library refuses from a program
 * that links it. */
#include "suite.h"

#include <string.h>

#include "goods.h"
#include "orders.h"
#include "shop.h"

static struct shop shop;
static struct kripa_id fan;

static void begin(void)
{
    shop_open(&shop, .people = SHOP_ACCOUNTS);
    fan = shop_product(&shop, "Ceiling Fan", 40)->id;
}

static void end(void)
{
    shop_close(&shop);
}

static void refused(enum kripa_status status, const char *field)
{
    ck_assert_msg(status == KRIPA_INVALID, "%s: %s", field, kripa_status_name(status));
    ck_assert_uint_ge(shop.err.fields_count, 1);
    ck_assert_str_eq(shop.err.fields[0].path, field);
}

START_TEST(a_list_of_what_there_is_not)
{
    static const struct {
        struct kripa_product_filter filter;
        const char *field;
    } rows[] = {{{.availability = "maybe"}, "availability"},
                {{.active = "maybe"}, "active"},
                {{.paging.page = -1}, "page"},
                {{.paging.limit = -1}, "limit"},
                {{.paging.sort = "colour"}, "sort"}};
    struct kripa_products found;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        refused(kripa_product_list(shop.kripa, shop.admin, &rows[i].filter, &shop.arena, &found,
                                   &shop.err),
                rows[i].field);
}
END_TEST

START_TEST(what_has_no_name)
{
    struct kripa_product product = {0}, *made;
    struct kripa_category category = {0}, *added;
    refused(kripa_product_add(shop.kripa, shop.admin, &product, 0, &shop.arena, &made, &shop.err),
            "name");
    refused(
        kripa_category_add(shop.kripa, shop.admin, &category, 0, &shop.arena, &added, &shop.err),
        "name");
}
END_TEST

START_TEST(a_way_to_pay_and_a_state_that_no_order_has)
{
    struct kripa_order_item item = {fan, 1};
    struct kripa_order_request request = shop_request(&item, 1);
    struct kripa_order *order, *out;
    struct kripa_int any = {0};
    request.payment_method = "UPI";
    refused(kripa_order_place(shop.kripa, shop.customer, &request, "test", NULL, &shop.arena,
                              &order, &shop.err),
            "paymentMethod");
    ck_assert_int_eq(shop_buy(&shop, shop.customer, fan, 1, &order), KRIPA_OK);
    refused(kripa_order_set_status(shop.kripa, shop.admin, order->id, "lost", NULL, any,
                                   &shop.arena, &out, &shop.err),
            "status");
    shop_check_books(&shop);
}
END_TEST

/* What was expected to be paid belongs to the request that a key stands for. */
START_TEST(a_key_with_another_expected_total)
{
    struct kripa_order_item item = {fan, 1};
    struct kripa_order_request request = shop_request(&item, 1);
    struct kripa_order *order, *again;
    request.expected_total_paise = (struct kripa_int){10000, true};
    ck_assert_int_eq(kripa_order_place(shop.kripa, shop.customer, &request, "test", "monday",
                                       &shop.arena, &order, &shop.err),
                     KRIPA_OK);
    ck_assert_int_eq(kripa_order_place(shop.kripa, shop.customer, &request, "test", "monday",
                                       &shop.arena, &again, &shop.err),
                     KRIPA_OK);
    ck_assert(kripa_id_equal(order->id, again->id));
    request.expected_total_paise.value++;
    ck_assert_int_ne(kripa_order_place(shop.kripa, shop.customer, &request, "test", "monday",
                                       &shop.arena, &again, &shop.err),
                     KRIPA_OK);
    ck_assert_int_eq(shop_read_product(&shop, fan)->stock, 39);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("refusals", begin, end, a_list_of_what_there_is_not, what_has_no_name,
                        a_way_to_pay_and_a_state_that_no_order_has,
                        a_key_with_another_expected_total);
}
