/* SPDX-License-Identifier: MIT
 * Lists of orders, one order, and orders by what people call them. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include <kripa/sys/schema.h>

#include "core/change.h"
#include "goods.h"
#include "orders.h"
#include "schema/schema.h"
#include "shop.h"

static struct shop shop;
static struct kripa_id fan;

static void begin(void)
{
    shop_open(&shop, .people = SHOP_ACCOUNTS);
    fan = shop_product(&shop, "Ceiling Fan", 10000)->id;
}

static void end(void)
{
    shop_check_books(&shop);
    shop_close(&shop);
}

static struct kripa_order *buy_as(struct kripa_viewer viewer, const char *mode, const char *name)
{
    struct kripa_order_item item = {fan, 1};
    struct kripa_order_request request = shop_request(&item, 1);
    struct kripa_order *order = NULL;
    request.purchase_mode = mode;
    request.shipping_address.name = name;
    shop.now_ms += 1000;
    enum kripa_status status = kripa_order_place(shop.kripa, viewer, &request, "test", NULL,
                                                 &shop.arena, &order, &shop.err);
    ck_assert_msg(status == KRIPA_OK, "%s", shop.err.message);
    return order;
}

static struct kripa_order *buy(struct kripa_viewer viewer)
{
    return buy_as(viewer, NULL, "Asha Verma");
}

static struct kripa_orders list(struct kripa_viewer viewer, enum kripa_order_scope scope,
                                struct kripa_order_filter filter)
{
    struct kripa_orders orders;
    shop.err = (struct kripa_error){0};
    enum kripa_status status =
        kripa_order_list(shop.kripa, viewer, scope, &filter, &shop.arena, &orders, &shop.err);
    ck_assert_msg(status == KRIPA_OK, "%s", shop.err.message);
    return orders;
}

static size_t count(struct kripa_order_filter filter)
{
    return list(shop.admin, KRIPA_ORDERS_ALL, filter).count;
}

START_TEST(everyone_sees_his_own_newest_first)
{
    int64_t first = buy(shop.customer)->number, second = buy(shop.customer)->number;
    buy(shop.retailer);
    struct kripa_orders mine =
        list(shop.customer, KRIPA_ORDERS_MINE, (struct kripa_order_filter){0});
    ck_assert_uint_eq(mine.count, 2);
    ck_assert_int_eq(mine.at[0].number, second);
    ck_assert_int_eq(mine.at[1].number, first);
    ck_assert_int_eq(mine.page.total, 2);
    ck_assert_int_eq(mine.page.limit, KRIPA_PAGE_LIMIT_MAX);
    ck_assert_uint_eq(count((struct kripa_order_filter){0}), 3);
}
END_TEST

START_TEST(a_buyers_filter_for_another_shows_nothing_of_his)
{
    buy(shop.retailer);
    struct kripa_order_filter filter = {.user = shop.retailer.user};
    ck_assert_uint_eq(list(shop.customer, KRIPA_ORDERS_MINE, filter).count, 0);
    struct kripa_orders orders;
    ck_assert_int_eq(kripa_order_list(shop.kripa, shop.customer, KRIPA_ORDERS_ALL, &filter,
                                      &shop.arena, &orders, &shop.err),
                     KRIPA_FORBIDDEN);
    ck_assert_int_eq(kripa_order_list(shop.kripa, kripa_viewer_guest(), KRIPA_ORDERS_MINE, &filter,
                                      &shop.arena, &orders, &shop.err),
                     KRIPA_FORBIDDEN);
}
END_TEST

START_TEST(a_retailers_own_list_holds_his_bulk_orders)
{
    int64_t number = buy(shop.retailer)->number;
    buy_as(shop.retailer, "customer", "Asha Verma");
    const struct kripa_order_filter all = {0};
    struct kripa_orders bulk = list(shop.retailer, KRIPA_ORDERS_MINE_RETAILER, all);
    ck_assert_uint_eq(bulk.count, 1);
    ck_assert_int_eq(bulk.at[0].number, number);
    ck_assert_uint_eq(list(shop.retailer, KRIPA_ORDERS_MINE, all).count, 2);
    ck_assert_uint_eq(count((struct kripa_order_filter){.mode = "retailer"}), 1);
    ck_assert_uint_eq(count((struct kripa_order_filter){.mode = "customer"}), 1);
}
END_TEST

START_TEST(filters_narrow_the_list)
{
    struct kripa_order *order = buy(shop.customer), *out;
    buy(shop.retailer);
    ck_assert_int_eq(kripa_order_set_status(shop.kripa, shop.admin, order->id, "shipped", NULL,
                                            (struct kripa_int){0}, &shop.arena, &out, &shop.err),
                     KRIPA_OK);
    ck_assert_uint_eq(count((struct kripa_order_filter){.status = "shipped"}), 1);
    ck_assert_uint_eq(count((struct kripa_order_filter){.status = "cancelled"}), 0);
    ck_assert_uint_eq(count((struct kripa_order_filter){.payment_status = "pending"}), 2);
    ck_assert_uint_eq(count((struct kripa_order_filter){.payment_status = "paid"}), 0);
    ck_assert_uint_eq(count((struct kripa_order_filter){.user = shop.retailer.user}), 1);
}
END_TEST

START_TEST(an_unknown_name_in_a_filter_is_refused)
{
    const struct kripa_order_filter bad[] = {{.status = "lost"},   {.payment_status = "owed"},
                                             {.mode = "guest"},    {.from = "yesterday"},
                                             {.to = "2026-02-30"}, {.paging.sort = "total"}};
    struct kripa_orders orders;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_int_eq(kripa_order_list(shop.kripa, shop.admin, KRIPA_ORDERS_ALL, &bad[i],
                                          &shop.arena, &orders, &shop.err),
                         KRIPA_INVALID);
}
END_TEST

START_TEST(days_are_the_shops)
{
    shop.now_ms = 1795026600000 - 2000; /* two seconds before 2026-11-19 in Kolkata */
    buy(shop.customer);
    shop.now_ms += 5000;
    buy(shop.customer);
    ck_assert_uint_eq(count((struct kripa_order_filter){.from = "2026-11-19"}), 1);
    ck_assert_uint_eq(count((struct kripa_order_filter){.to = "2026-11-18"}), 1);
    ck_assert_uint_eq(count((struct kripa_order_filter){.from = "2026-11-18", .to = "2026-11-19"}),
                      2);
    ck_assert_uint_eq(count((struct kripa_order_filter){.from = "2026-11-20"}), 0);
    ck_assert_uint_eq(count((struct kripa_order_filter){.from = "2026-11-18T18:30:00Z"}), 1);
    shop_edit_settings(&shop, "{\"timeZone\":\"UTC\"}");
    ck_assert_uint_eq(count((struct kripa_order_filter){.from = "2026-11-19"}), 0);
}
END_TEST

START_TEST(orders_are_found_by_what_people_say)
{
    struct kripa_order *order = buy_as(shop.customer, NULL, "आशा वर्मा");
    buy_as(shop.retailer, NULL, "Ravi Jain");
    char id[KRIPA_ID_TEXT_SIZE], number[16];
    kripa_id_format(order->id, id);
    snprintf(number, sizeof number, "#%lld", (long long)order->number);
    const char *said[] = {number,  id + 16, "आशा", "वर्मा आशा", "customer@example.com",
                          "CUSTO", "वर"};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        struct kripa_orders orders =
            list(shop.admin, KRIPA_ORDERS_ALL, (struct kripa_order_filter){.q = said[i]});
        ck_assert_msg(orders.count == 1, "%s: %zu", said[i], orders.count);
        ck_assert_int_eq(orders.at[0].number, order->number);
    }
    ck_assert_uint_eq(count((struct kripa_order_filter){.q = "+91 98260 12345"}), 2);
    ck_assert_uint_eq(count((struct kripa_order_filter){.q = "9826012345"}), 2);
    ck_assert_uint_eq(count((struct kripa_order_filter){.q = "ravi"}), 1);
    ck_assert_uint_eq(count((struct kripa_order_filter){.q = "nobody"}), 0);
    ck_assert_uint_eq(count((struct kripa_order_filter){.q = "100"}), 0);
}
END_TEST

START_TEST(archived_orders_are_out_of_every_list)
{
    struct kripa_order *order = buy(shop.customer), *out;
    ck_assert_int_eq(
        kripa_order_delete(shop.kripa, shop.admin, order->id, &shop.arena, &out, &shop.err),
        KRIPA_OK);
    ck_assert_uint_eq(count((struct kripa_order_filter){0}), 0);
    ck_assert_uint_eq(list(shop.customer, KRIPA_ORDERS_MINE, (struct kripa_order_filter){0}).count,
                      0);
}
END_TEST

START_TEST(pages_and_cursors_walk_the_whole_list)
{
    for (int i = 0; i < 7; i++)
        buy(shop.customer);
    struct kripa_order_filter filter = {.paging = {.page = 2, .limit = 3}};
    struct kripa_orders page = list(shop.admin, KRIPA_ORDERS_ALL, filter);
    ck_assert_uint_eq(page.count, 3);
    ck_assert_int_eq(page.at[0].number, 1004);
    ck_assert_int_eq(page.page.total, 7);
    filter.paging = (struct kripa_paging){.limit = 3, .sort = "createdAt"};
    int64_t expected = 1001;
    do {
        page = list(shop.admin, KRIPA_ORDERS_ALL, filter);
        for (size_t i = 0; i < page.count; i++)
            ck_assert_int_eq(page.at[i].number, expected++);
        filter.paging.cursor = page.page.next;
    } while (page.page.next[0]);
    ck_assert_int_eq(expected, 1008);
}
END_TEST

START_TEST(an_order_shows_buyer_and_products_as_they_are_now)
{
    struct kripa_id id = buy(shop.customer)->id;
    struct kripa_order *order;
    product_edit(&shop, fan, "{\"name\":\"Big Fan\",\"price\":120,\"description\":\"Big\"}");
    ck_assert_int_eq(kripa_order_get(shop.kripa, shop.customer, id, &shop.arena, &order, &shop.err),
                     KRIPA_OK);
    ck_assert_str_eq(order->items[0].name, "Ceiling Fan");
    ck_assert_str_eq(order->items[0].product_shown->name, "Big Fan");
    ck_assert_int_eq(order->items[0].product_shown->price_paise, 12000);
    ck_assert_str_eq(order->items[0].product_shown->description, "Big");
    ck_assert_str_eq(order->user_shown->name, "customer");
    ck_assert_int_eq(order->user_shown->role, KRIPA_ROLE_CUSTOMER);
}
END_TEST

START_TEST(a_hidden_product_is_shown_to_admins_only)
{
    struct kripa_id id = buy(shop.customer)->id;
    struct kripa_order *order;
    product_edit(&shop, fan, "{\"active\":false}");
    ck_assert_int_eq(kripa_order_get(shop.kripa, shop.customer, id, &shop.arena, &order, &shop.err),
                     KRIPA_OK);
    ck_assert_ptr_null(order->items[0].product_shown);
    ck_assert_str_eq(order->items[0].name, "Ceiling Fan");
    ck_assert_int_eq(kripa_order_get(shop.kripa, shop.admin, id, &shop.arena, &order, &shop.err),
                     KRIPA_OK);
    ck_assert_ptr_nonnull(order->items[0].product_shown);
}
END_TEST

START_TEST(a_removed_buyer_is_shown_no_more)
{
    struct kripa_id id = buy(shop.customer)->id;
    struct kripa_account *account;
    struct kripa_order *order;
    ck_assert_int_eq(kripa_account_delete(shop.kripa, shop.admin, shop.customer.user, &shop.arena,
                                          &account, &shop.err),
                     KRIPA_OK);
    ck_assert_int_eq(kripa_order_get(shop.kripa, shop.admin, id, &shop.arena, &order, &shop.err),
                     KRIPA_OK);
    ck_assert_ptr_null(order->user_shown);
    ck_assert_int_eq(kripa_order_cancel(shop.kripa, shop.admin, id, NULL, (struct kripa_int){0},
                                        &shop.arena, &order, &shop.err),
                     KRIPA_OK);
}
END_TEST

START_TEST(another_ones_order_is_not_there)
{
    struct kripa_id id = buy(shop.customer)->id;
    struct kripa_order *order;
    ck_assert_int_eq(kripa_order_get(shop.kripa, shop.retailer, id, &shop.arena, &order, &shop.err),
                     KRIPA_NOT_FOUND);
    ck_assert_int_eq(
        kripa_order_get(shop.kripa, kripa_viewer_guest(), id, &shop.arena, &order, &shop.err),
        KRIPA_FORBIDDEN);
    ck_assert_int_eq(kripa_order_get(shop.kripa, shop.admin, fan, &shop.arena, &order, &shop.err),
                     KRIPA_NOT_FOUND);
}
END_TEST

static enum kripa_status find(const char *name, struct kripa_order **out)
{
    shop.err = (struct kripa_error){0};
    return kripa_order_find(shop.kripa, shop.admin, name, &shop.arena, out, &shop.err);
}

START_TEST(the_console_names_orders_by_number_id_or_its_end)
{
    struct kripa_order *first = buy(shop.customer), *second = buy(shop.customer), *out;
    char id[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(first->id, id);
    const char *names[] = {"1001", "#1001", "No. 1001", "order no. 1001", "१००१",
                           id,     id + 16, id + 18,    id + 10};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ck_assert_int_eq(find(names[i], &out), KRIPA_OK);
        ck_assert_int_eq(out->number, first->number);
    }
    const char *none[] = {"", "#", "9999", "100", "zebra", "99999999999999999999", "abcdefabcdef"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        ck_assert_int_eq(find(none[i], &out), KRIPA_NOT_FOUND);
    ck_assert_int_eq(
        kripa_order_find(shop.kripa, shop.customer, "1001", &shop.arena, &out, &shop.err),
        KRIPA_FORBIDDEN);
    ck_assert_int_eq(second->number, 1002);
}
END_TEST

/* An order whose id ends as this one's, as it happens among many. */
static void add_namesake(const struct kripa_order *order, unsigned char first, int64_t number)
{
    struct kripa_order namesake = *shop_read_order(&shop, order->id);
    namesake.id.bytes[0] = first;
    namesake.number = number;
    struct kripa_terms terms = {.id = namesake.id};
    char id[KRIPA_ID_TEXT_SIZE];
    const char *ending = id + 16;
    kripa_id_format(namesake.id, id);
    terms.terms = &ending;
    terms.terms_count = 1;
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &shop.arena});
    kp_insert(&change, &kripa_order_schema, &namesake);
    kp_update(&change, &kripa_order_terms_schema, namesake.id);
    kp_set(&change, "terms", kp_member(&terms));
    ck_assert_int_eq(
        kp_commit(&(struct kp_call){.kripa = shop.kripa, .err = &shop.err}, &change, NULL),
        KRIPA_OK);
}

START_TEST(an_ending_of_several_orders_lists_them)
{
    struct kripa_order *order = buy(shop.customer), *out;
    char id[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(order->id, id);
    add_namesake(order, 0xaa, 777);
    ck_assert_int_eq(find(id + 16, &out), KRIPA_CONFLICT);
    ck_assert_uint_eq(shop.err.fields_count, 2);
    ck_assert_int_eq(find(id + 20, &out), KRIPA_CONFLICT);
    ck_assert_int_eq(find(id, &out), KRIPA_OK);
    ck_assert_int_eq(out->number, order->number);
    /* No sale stands behind the second one: the books must not see it. */
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &shop.arena});
    struct kripa_id namesake = order->id;
    namesake.bytes[0] = 0xaa;
    kp_delete(&change, &kripa_order_schema, namesake);
    ck_assert_int_eq(
        kp_commit(&(struct kp_call){.kripa = shop.kripa, .err = &shop.err}, &change, NULL),
        KRIPA_OK);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN(
        "order_list", begin, end, everyone_sees_his_own_newest_first,
        a_buyers_filter_for_another_shows_nothing_of_his,
        a_retailers_own_list_holds_his_bulk_orders, filters_narrow_the_list,
        an_unknown_name_in_a_filter_is_refused, days_are_the_shops,
        orders_are_found_by_what_people_say, archived_orders_are_out_of_every_list,
        pages_and_cursors_walk_the_whole_list, an_order_shows_buyer_and_products_as_they_are_now,
        a_hidden_product_is_shown_to_admins_only, a_removed_buyer_is_shown_no_more,
        another_ones_order_is_not_there, the_console_names_orders_by_number_id_or_its_end,
        an_ending_of_several_orders_lists_them);
}
