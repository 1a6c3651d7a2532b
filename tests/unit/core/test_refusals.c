/* SPDX-License-Identifier: MIT
 * What the tables of kripad and kripactl refuse before a call, the library refuses from a program
 * that links it. */
#include "suite.h"

#include <string.h>

#include "till.h"

static struct till till;
static struct kripa_id fan;

static void begin(void)
{
    till_open(&till);
    fan = till_product(&till, "Ceiling Fan", 40);
}

static void end(void)
{
    till_close(&till);
}

static void refused(enum kripa_status status, const char *field)
{
    ck_assert_msg(status == KRIPA_INVALID, "%s: %s", field, kripa_status_name(status));
    ck_assert_uint_ge(till.err.fields_count, 1);
    ck_assert_str_eq(till.err.fields[0].path, field);
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
        refused(kripa_product_list(till.kripa, till.admin, &rows[i].filter, &till.arena, &found,
                                   &till.err),
                rows[i].field);
}
END_TEST

START_TEST(what_has_no_name)
{
    struct kripa_product product = {0}, *made;
    struct kripa_category category = {0}, *added;
    refused(kripa_product_add(till.kripa, till.admin, &product, 0, &till.arena, &made, &till.err),
            "name");
    refused(
        kripa_category_add(till.kripa, till.admin, &category, 0, &till.arena, &added, &till.err),
        "name");
}
END_TEST

START_TEST(a_way_to_pay_and_a_state_that_no_order_has)
{
    struct kripa_order_item item = {fan, 1};
    struct kripa_order_request request = till_request(&item, 1);
    struct kripa_order *order, *out;
    struct kripa_int any = {0};
    request.payment_method = "UPI";
    refused(kripa_order_place(till.kripa, till.customer, &request, "test", NULL, &till.arena,
                              &order, &till.err),
            "paymentMethod");
    ck_assert_int_eq(till_buy(&till, till.customer, fan, 1, &order), KRIPA_OK);
    refused(kripa_order_set_status(till.kripa, till.admin, order->id, "lost", NULL, any,
                                   &till.arena, &out, &till.err),
            "status");
    till_verify(&till);
}
END_TEST

/* What was expected to be paid belongs to the request that a key stands for. */
START_TEST(a_key_with_another_expected_total)
{
    struct kripa_order_item item = {fan, 1};
    struct kripa_order_request request = till_request(&item, 1);
    struct kripa_order *order, *again;
    request.expected_total_paise = (struct kripa_int){10000, true};
    ck_assert_int_eq(kripa_order_place(till.kripa, till.customer, &request, "test", "monday",
                                       &till.arena, &order, &till.err),
                     KRIPA_OK);
    ck_assert_int_eq(kripa_order_place(till.kripa, till.customer, &request, "test", "monday",
                                       &till.arena, &again, &till.err),
                     KRIPA_OK);
    ck_assert(kripa_id_equal(order->id, again->id));
    request.expected_total_paise.value++;
    ck_assert_int_ne(kripa_order_place(till.kripa, till.customer, &request, "test", "monday",
                                       &till.arena, &again, &till.err),
                     KRIPA_OK);
    ck_assert_int_eq(till_read_product(&till, fan)->stock, 39);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("refusals", begin, end, a_list_of_what_there_is_not, what_has_no_name,
                        a_way_to_pay_and_a_state_that_no_order_has,
                        a_key_with_another_expected_total);
}
