/* SPDX-License-Identifier: MIT
 * CSV: every list of admins and every report for a spreadsheet, whole, by its table, and without a
 * cell that a spreadsheet would carry out. */
#include "suite.h"

#include <string.h>

#include "goods.h"
#include "in_process.h"
#include "orders.h"
#include "pipeline/csv.h"
#include "shop.h"
#include "walk.h"

static struct shop shop;
static struct in_process in;
static const char *bearer;

static void begin(void)
{
    shop_open(&shop, .people = SHOP_ACCOUNTS, .clock_runs = true);
    in_process_open(&in, kripad_routes, shop.kripa, NULL);
    bearer = kripa_arena_format(&shop.arena, "Authorization: Bearer %s",
                                shop_token(&shop, "boss", KRIPA_ROLE_ADMIN));
}

static void end(void)
{
    in_process_close(&in);
    shop_close(&shop);
}

static const char *ask(const char *target, const char *header)
{
    const char *const headers[] = {bearer, header, NULL};
    unsigned status = in_process_ask(&in, "GET", target, NULL, headers);
    ck_assert_msg(status == 200, "%s: %u", target, status);
    return kripa_arena_text(&shop.arena, in.request.reply.body, in.request.reply.size);
}

static size_t lines_of(const char *text)
{
    size_t lines = 0;
    while ((text = strstr(text, "\r\n"))) {
        lines++;
        text += 2;
    }
    return lines;
}

static bool has_param(const struct route *route)
{
    return strchr(route->path, ':') != NULL;
}

START_TEST(every_list_of_admins_and_every_report_gives_it)
{
    size_t routes = 0;
    for (const struct route *route = kripad_routes; route->path; route++) {
        if (!csv_route(route) || has_param(route))
            continue;
        const char *target = kripa_arena_format(&shop.arena, "%s?format=csv", route->path);
        ck_assert_msg(strncmp(ask(target, NULL), "\xef\xbb\xbf", 3) == 0, "%s", route->path);
        ck_assert_str_eq(in.request.reply.content_type, "text/csv; charset=utf-8");
        ck_assert_ptr_nonnull(in_process_header(&in, "Content-Disposition"));
        routes++;
    }
    ck_assert_uint_ge(routes, 12);
}
END_TEST

START_TEST(a_report_is_a_line_a_row_under_its_names)
{
    const char *text = ask("/api/analytics/revenue?format=csv&limit=2", NULL);
    ck_assert_msg(strncmp(text,
                          "\xef\xbb\xbf"
                          "_id,total,orders\r\n",
                          21) == 0,
                  "%s", text);
    ck_assert_uint_eq(lines_of(text), 3);
    text = ask("/api/analytics/overview", "Accept: text/csv");
    ck_assert_ptr_nonnull(strstr(text, "totalUsers,totalOrders,totalProducts,lowStock,totalRevenue,"
                                       "previous.totalUsers"));
    ck_assert_uint_eq(lines_of(text), 2);
    ck_assert_ptr_nonnull(json_object_get(
        (ask("/api/analytics/overview?format=json", "Accept: text/csv"), in.json), "data"));
}
END_TEST

START_TEST(all_pages_come_in_one)
{
    struct kripa_id fan = shop_product(&shop, "Fan", 10)->id;
    for (int i = 0; i < KRIPA_PAGE_LIMIT_MAX + 100; i++)
        product_edit(&shop, fan, i % 2 ? "{\"price\": 101}" : "{\"price\": 102}");
    const char *text = ask("/api/admin/audit?format=csv&limit=7&action=product.edit", NULL);
    ck_assert_uint_eq(lines_of(text), KRIPA_PAGE_LIMIT_MAX + 101);
}
END_TEST

START_TEST(no_cell_is_a_formula_or_breaks_a_line)
{
    struct kripa_order *order;
    struct kripa_id fan = shop_product(&shop, "Fan", 10)->id;
    struct kripa_order_item item = {fan, 1};
    struct kripa_order_request request = shop_request(&item, 1);
    request.shipping_address.name = "=cmd(\"x\"), Asha";
    request.shipping_address.city = "@home";
    ck_assert_int_eq(kripa_order_place(shop.kripa, shop.customer, &request, NULL, NULL, &shop.arena,
                                       &order, &shop.err),
                     KRIPA_OK);
    const char *text = ask("/api/admin/orders?format=csv", NULL);
    ck_assert_ptr_nonnull(strstr(text, ",\"'=cmd(\"\"x\"\"), Asha\","));
    ck_assert_ptr_nonnull(strstr(text, ",'@home,"));
    ck_assert_ptr_nonnull(strstr(text, "shippingAddress.city"));
    ck_assert_ptr_nonnull(strstr(text, "user.email"));
    ck_assert_ptr_nonnull(strstr(text, ",100,"));
    ck_assert_uint_eq(lines_of(text), 2);
}
END_TEST

START_TEST(whoever_may_not_see_a_list_gets_none)
{
    const char *token = kripa_arena_format(&shop.arena, "Authorization: Bearer %s",
                                           shop_token(&shop, "asha", KRIPA_ROLE_CUSTOMER));
    const char *const headers[] = {token, NULL};
    ck_assert_uint_eq(in_process_ask(&in, "GET", "/api/orders?format=csv", NULL, headers), 403);
    ck_assert_uint_eq(in_process_ask(&in, "GET", "/api/orders?format=csv", NULL, NULL), 401);
    ck_assert_uint_eq(in_process_ask(&in, "GET", "/api/orders/my?format=csv", NULL, headers), 200);
    ck_assert_ptr_nonnull(in.json);
    const char *const admin[] = {bearer, NULL};
    ck_assert_uint_eq(in_process_ask(&in, "GET", "/api/orders?format=csv&status=lost", NULL, admin),
                      400);
    ck_assert_str_eq(in_process_field(&in), "status");
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("csv", begin, end, every_list_of_admins_and_every_report_gives_it,
                        a_report_is_a_line_a_row_under_its_names, all_pages_come_in_one,
                        no_cell_is_a_formula_or_breaks_a_line,
                        whoever_may_not_see_a_list_gets_none);
}
