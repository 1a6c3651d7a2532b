/* SPDX-License-Identifier: MIT
 * Placing orders: what is checked, what it costs, and what the one change writes. */
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
    lamp = shop_product(&shop, "Lamp", 5)->id;
}

static void end(void)
{
    shop_check_books(&shop);
    shop_close(&shop);
}

static struct kripa_order *buy(struct kripa_viewer viewer, struct kripa_id product, int64_t qty)
{
    struct kripa_order *order = NULL;
    enum kripa_status status = shop_buy(&shop, viewer, product, qty, &order);
    ck_assert_msg(status == KRIPA_OK, "%s", shop.err.message);
    return order;
}

static enum kripa_status place(struct kripa_viewer viewer,
                               const struct kripa_order_request *request, struct kripa_order **out)
{
    shop.err = (struct kripa_error){0};
    return kripa_order_place(shop.kripa, viewer, request, "test", NULL, &shop.arena, out,
                             &shop.err);
}

static void expect_field(size_t place_of, const char *path, const char *message)
{
    ck_assert_uint_gt(shop.err.fields_count, place_of);
    ck_assert_str_eq(shop.err.fields[place_of].path, path);
    if (message)
        ck_assert_str_eq(shop.err.fields[place_of].message, message);
}

START_TEST(an_order_takes_stock_and_keeps_what_was_bought)
{
    struct kripa_order *order = buy(shop.customer, fan, 3);
    ck_assert_int_eq(order->number, 1001);
    ck_assert_int_eq(order->total_paise, 30000);
    ck_assert_uint_eq(order->items_count, 1);
    ck_assert_str_eq(order->items[0].name, "Ceiling Fan");
    ck_assert_int_eq(order->items[0].price_paise, 10000);
    ck_assert_int_eq(order->delivery_status, KRIPA_DELIVERY_PENDING);
    ck_assert_int_eq(order->payment_status, KRIPA_PAYMENT_PENDING);
    ck_assert_str_eq(order->payment_method, "COD");
    ck_assert(!order->is_bulk_order);
    ck_assert_uint_eq(order->history_count, 1);
    ck_assert_str_eq(order->history[0].to, "pending");
    ck_assert_ptr_null(order->history[0].from);
    ck_assert_str_eq(order->user_shown->email, "customer@example.com");
    ck_assert_str_eq(order->items[0].product_shown->name, "Ceiling Fan");
    struct kripa_product *product = shop_read_product(&shop, fan);
    ck_assert_int_eq(product->stock, 37);
    ck_assert_int_eq(product->sold, 3);
    ck_assert(product->ordered);
    shop_check_stock(&shop);
}
END_TEST

START_TEST(what_is_kept_is_what_was_answered)
{
    struct kripa_order *order = buy(shop.customer, fan, 2);
    struct kripa_order *kept = shop_read_order(&shop, order->id);
    ck_assert_int_eq(kept->number, order->number);
    ck_assert_int_eq(kept->total_paise, order->total_paise);
    ck_assert_str_eq(kept->shipping_address.city, "Pachore");
    ck_assert_str_eq(kept->shipping_address.phone, "9826012345");
    ck_assert_int_eq(kept->created_at_ms, shop.now_ms);
    ck_assert_int_eq(kept->revision, order->revision);
    ck_assert(kripa_id_equal(kept->user, shop.customer.user));
    ck_assert(kripa_id_equal(kept->items[0].product, fan));
}
END_TEST

START_TEST(the_account_has_ordered_from_then_on)
{
    buy(shop.customer, fan, 1);
    struct kripa_account *account;
    ck_assert_int_eq(kripa_account_get(shop.kripa, shop.admin, shop.customer.user, &shop.arena,
                                       &account, &shop.err),
                     KRIPA_OK);
    ck_assert(account->ordered);
}
END_TEST

START_TEST(numbers_rise_by_one_in_one_process)
{
    for (int64_t i = 0; i < 10; i++)
        ck_assert_int_eq(buy(shop.customer, fan, 1)->number, 1001 + i);
}
END_TEST

START_TEST(a_retailer_pays_trade_and_bulk_prices)
{
    struct kripa_order *some = buy(shop.retailer, fan, 9);
    ck_assert_int_eq(some->items[0].price_paise, 9000);
    ck_assert(some->is_bulk_order);
    ck_assert_int_eq(some->purchase_mode, KRIPA_MODE_RETAILER);
    ck_assert_int_eq(buy(shop.retailer, fan, 10)->items[0].price_paise, 8000);
}
END_TEST

START_TEST(a_retailer_may_buy_as_a_customer)
{
    struct kripa_order_item item = {fan, 10};
    struct kripa_order_request request = shop_request(&item, 1);
    struct kripa_order *order;
    request.purchase_mode = "customer";
    ck_assert_int_eq(place(shop.retailer, &request, &order), KRIPA_OK);
    ck_assert_int_eq(order->items[0].price_paise, 10000);
    ck_assert(!order->is_bulk_order);
    ck_assert_int_eq(order->purchase_mode, KRIPA_MODE_CUSTOMER);
    request.purchase_mode = "wholesale";
    ck_assert_int_eq(place(shop.retailer, &request, &order), KRIPA_OK);
    ck_assert_int_eq(order->items[0].price_paise, 8000);
}
END_TEST

START_TEST(a_customer_gets_no_trade_price_by_asking)
{
    struct kripa_order_item item = {fan, 10};
    struct kripa_order_request request = shop_request(&item, 1);
    struct kripa_order *order;
    request.purchase_mode = "retailer";
    ck_assert_int_eq(place(shop.customer, &request, &order), KRIPA_OK);
    ck_assert_int_eq(order->items[0].price_paise, 10000);
    ck_assert(!order->is_bulk_order);
}
END_TEST

START_TEST(an_admin_orders_for_somebody_at_his_prices)
{
    struct kripa_order_item item = {fan, 10};
    struct kripa_order_request request = shop_request(&item, 1);
    struct kripa_order *order;
    request.for_user = shop.retailer.user;
    ck_assert_int_eq(place(shop.admin, &request, &order), KRIPA_OK);
    ck_assert_int_eq(order->items[0].price_paise, 8000);
    ck_assert(order->is_bulk_order);
    ck_assert(kripa_id_equal(order->user, shop.retailer.user));
    char admin[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(shop.admin.user, admin);
    ck_assert_str_eq(order->placed_by, admin);
    ck_assert_str_eq(order->history[0].by, admin);
    ck_assert_int_eq(place(kripa_viewer_console("owner"), &request, &order), KRIPA_OK);
    ck_assert_str_eq(order->placed_by, "console:owner");
    ck_assert_ptr_null(buy(shop.admin, fan, 1)->placed_by);
}
END_TEST

START_TEST(only_admins_order_for_somebody)
{
    struct kripa_order_item item = {fan, 1};
    struct kripa_order_request request = shop_request(&item, 1);
    struct kripa_order *order;
    request.for_user = shop.retailer.user;
    ck_assert_int_eq(place(shop.customer, &request, &order), KRIPA_FORBIDDEN);
    request.for_user = fan;
    ck_assert_int_eq(place(shop.admin, &request, &order), KRIPA_NOT_FOUND);
    expect_field(0, "forUser", NULL);
}
END_TEST

START_TEST(guests_and_the_console_have_no_order_of_their_own)
{
    struct kripa_order *order;
    ck_assert_int_eq(shop_buy(&shop, kripa_viewer_guest(), fan, 1, &order), KRIPA_FORBIDDEN);
    ck_assert_int_eq(shop_buy(&shop, kripa_viewer_console("owner"), fan, 1, &order),
                     KRIPA_FORBIDDEN);
}
END_TEST

START_TEST(too_many_names_the_line_and_what_is_left)
{
    struct kripa_order_item items[] = {{fan, 1}, {lamp, 6}};
    struct kripa_order_request request = shop_request(items, 2);
    struct kripa_order *order;
    ck_assert_int_eq(place(shop.customer, &request, &order), KRIPA_OUT_OF_STOCK);
    ck_assert_uint_eq(shop.err.fields_count, 1);
    expect_field(0, "items[1].qty", "only 5 left");
    ck_assert_int_eq(shop_read_product(&shop, fan)->stock, 40);
    ck_assert_int_eq(shop_count(&shop, &kripa_order_schema), 0);
}
END_TEST

START_TEST(two_lines_of_one_product_count_together)
{
    struct kripa_order_item items[] = {{lamp, 3}, {fan, 1}, {lamp, 3}};
    struct kripa_order_request request = shop_request(items, 3);
    struct kripa_order *order;
    ck_assert_int_eq(place(shop.customer, &request, &order), KRIPA_OUT_OF_STOCK);
    ck_assert_uint_eq(shop.err.fields_count, 2);
    expect_field(0, "items[0].qty", "only 5 left");
    expect_field(1, "items[2].qty", "only 5 left");
    items[2].qty = 2;
    ck_assert_int_eq(place(shop.customer, &request, &order), KRIPA_OK);
    ck_assert_uint_eq(order->items_count, 3);
    ck_assert_int_eq(shop_read_product(&shop, lamp)->stock, 0);
    ck_assert_int_eq(shop_read_product(&shop, lamp)->sold, 5);
    shop_check_stock(&shop);
}
END_TEST

START_TEST(what_is_gone_or_hidden_is_named)
{
    product_edit(&shop, lamp, "{\"active\":false}");
    struct kripa_order_item items[] = {{fan, 1}, {lamp, 1}, {shop.customer.user, 1}};
    struct kripa_order_request request = shop_request(items, 3);
    struct kripa_order *order;
    ck_assert_int_eq(place(shop.admin, &request, &order), KRIPA_CONFLICT);
    ck_assert_uint_eq(shop.err.fields_count, 2);
    expect_field(0, "items[1].product", NULL);
    expect_field(1, "items[2].product", NULL);
}
END_TEST

START_TEST(quantities_outside_the_limits_are_refused)
{
    static const int64_t bad[] = {0, -2, KRIPA_QTY_MAX + 1, INT64_MAX, INT64_MIN};
    struct kripa_order *order;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ck_assert_int_eq(shop_buy(&shop, shop.customer, fan, bad[i], &order), KRIPA_INVALID);
        expect_field(0, "items[0].qty", NULL);
    }
}
END_TEST

START_TEST(every_part_of_the_address_is_needed)
{
    struct kripa_order_item item = {fan, 1};
    struct kripa_order_request request = shop_request(&item, 1);
    struct kripa_order *order;
    request.shipping_address = (struct kripa_address){.name = "Asha", .pincode = "046568"};
    ck_assert_int_eq(place(shop.customer, &request, &order), KRIPA_INVALID);
    ck_assert_uint_eq(shop.err.fields_count, 5);
    expect_field(0, "shippingAddress.phone", NULL);
    expect_field(4, "shippingAddress.pincode", NULL);
}
END_TEST

START_TEST(only_cash_on_delivery_is_possible)
{
    struct kripa_order_item item = {fan, 1};
    struct kripa_order_request request = shop_request(&item, 1);
    struct kripa_order *order;
    request.payment_method = "razorpay";
    ck_assert_int_eq(place(shop.customer, &request, &order), KRIPA_INVALID);
    expect_field(0, "paymentMethod", NULL);
    request.payment_method = "COD";
    ck_assert_int_eq(place(shop.customer, &request, &order), KRIPA_OK);
}
END_TEST

START_TEST(delivery_costs_what_the_settings_say)
{
    shop_edit_settings(&shop, "{\"deliveryCharge\":49.5,\"freeDeliveryFrom\":300}");
    struct kripa_order *order = buy(shop.customer, fan, 2);
    ck_assert_int_eq(order->delivery_charge_paise, 4950);
    ck_assert_int_eq(order->total_paise, 20000 + 4950);
    order = buy(shop.customer, fan, 3);
    ck_assert_int_eq(order->delivery_charge_paise, 0);
    ck_assert_int_eq(order->total_paise, 30000);
    shop_edit_settings(&shop, "{\"freeDeliveryFrom\":null}");
    ck_assert_int_eq(buy(shop.retailer, fan, 10)->delivery_charge_paise, 4950);
}
END_TEST

START_TEST(cash_on_delivery_has_a_limit_with_the_charge)
{
    shop_edit_settings(&shop, "{\"deliveryCharge\":1,\"codLimit\":200}");
    struct kripa_order *order;
    ck_assert_int_eq(shop_buy(&shop, shop.customer, fan, 2, &order), KRIPA_INVALID);
    expect_field(0, "paymentMethod", NULL);
    shop_edit_settings(&shop, "{\"codLimit\":201}");
    buy(shop.customer, fan, 2);
}
END_TEST

START_TEST(only_served_pin_codes_are_taken)
{
    shop_edit_settings(&shop, "{\"pincodes\":[\"465674\",\"465697\"],\"codLimit\":1}");
    struct kripa_order *order;
    ck_assert_int_eq(shop_buy(&shop, shop.customer, fan, 1, &order), KRIPA_INVALID);
    ck_assert_uint_eq(shop.err.fields_count, 2);
    expect_field(0, "paymentMethod", NULL);
    expect_field(1, "shippingAddress.pincode", NULL);
    shop_edit_settings(&shop, "{\"pincodes\":[\"465674\",\"465683\"],\"codLimit\":null}");
    buy(shop.customer, fan, 1);
}
END_TEST

static size_t count_messages(enum kripa_outbox_kind kind, const char **to)
{
    struct kripa_rows rows = shop_rows(&shop, &kripa_outbox_message_schema);
    const struct kripa_outbox_message *at = rows.at;
    size_t count = 0;
    for (size_t i = 0; i < rows.count; i++)
        if (at[i].kind == kind) {
            count++;
            *to = at[i].to;
        }
    return count;
}

START_TEST(buyer_and_shop_are_told)
{
    const char *to = NULL;
    buy(shop.customer, fan, 1);
    ck_assert_uint_eq(count_messages(KRIPA_OUTBOX_ORDER_PLACED, &to), 1);
    ck_assert_str_eq(to, "customer@example.com");
    ck_assert_uint_eq(count_messages(KRIPA_OUTBOX_NEW_ORDER, &to), 1);
    ck_assert_str_eq(to, "shop");
    ck_assert_uint_eq(count_messages(KRIPA_OUTBOX_LOW_STOCK, &to), 0);
}
END_TEST

START_TEST(the_shop_hears_of_low_stock_once)
{
    const char *to = NULL;
    buy(shop.customer, fan, 30); /* 10 are left: not below 10 */
    ck_assert_uint_eq(count_messages(KRIPA_OUTBOX_LOW_STOCK, &to), 0);
    buy(shop.customer, fan, 1);
    ck_assert_uint_eq(count_messages(KRIPA_OUTBOX_LOW_STOCK, &to), 1);
    buy(shop.customer, fan, 1);
    ck_assert_uint_eq(count_messages(KRIPA_OUTBOX_LOW_STOCK, &to), 1);
}
END_TEST

START_TEST(a_threshold_of_its_own_counts_and_its_spare_follows)
{
    const char *to = NULL;
    product_edit(&shop, lamp, "{\"low_stock_threshold\":4}");
    buy(shop.customer, lamp, 1);
    ck_assert_uint_eq(count_messages(KRIPA_OUTBOX_LOW_STOCK, &to), 0);
    ck_assert_int_eq(shop_read_product(&shop, lamp)->stock_headroom.value, 0);
    buy(shop.customer, lamp, 1);
    ck_assert_uint_eq(count_messages(KRIPA_OUTBOX_LOW_STOCK, &to), 1);
    ck_assert_int_eq(shop_read_product(&shop, lamp)->stock_headroom.value, -1);
}
END_TEST

START_TEST(a_blocked_account_can_not_buy)
{
    struct kripa_account *account;
    struct kripa_order *order;
    ck_assert_int_eq(kripa_account_block(shop.kripa, shop.admin, shop.customer.user,
                                         (struct kripa_int){1, true}, &shop.arena, &account,
                                         &shop.err),
                     KRIPA_OK);
    ck_assert_int_eq(shop_buy(&shop, shop.customer, fan, 1, &order), KRIPA_FORBIDDEN);
    struct kripa_order_item item = {fan, 1};
    struct kripa_order_request request = shop_request(&item, 1);
    request.for_user = shop.customer.user;
    ck_assert_int_eq(place(shop.admin, &request, &order), KRIPA_CONFLICT);
}
END_TEST

START_TEST(nobody_orders_for_a_deleted_account)
{
    struct kripa_account *account;
    struct kripa_order *order;
    struct kripa_order_item item = {fan, 1};
    struct kripa_order_request request = shop_request(&item, 1);
    buy(shop.customer, fan, 1);
    ck_assert_int_eq(kripa_account_delete(shop.kripa, shop.admin, shop.customer.user, &shop.arena,
                                          &account, &shop.err),
                     KRIPA_OK);
    request.for_user = shop.customer.user;
    ck_assert_int_eq(place(shop.admin, &request, &order), KRIPA_NOT_FOUND);
    expect_field(0, "forUser", NULL);
    ck_assert_int_eq(shop_buy(&shop, shop.customer, fan, 1, &order), KRIPA_FORBIDDEN);
}
END_TEST

START_TEST(the_line_keeps_what_the_product_was)
{
    product_edit(&shop, fan, "{\"sku\":\"FAN-1\",\"hsn\":\"8414\",\"gst_rate\":18}");
    struct kripa_id id = buy(shop.customer, fan, 1)->id;
    product_edit(&shop, fan, "{\"name\":\"Table Fan\",\"price\":150,\"hsn\":\"8415\"}");
    struct kripa_order_line *line = shop_read_order(&shop, id)->items;
    ck_assert_str_eq(line->name, "Ceiling Fan");
    ck_assert_str_eq(line->sku, "FAN-1");
    ck_assert_str_eq(line->hsn, "8414");
    ck_assert_int_eq(line->gst_rate_bp.value, 1800);
    ck_assert_int_eq(line->price_paise, 10000);
}
END_TEST

START_TEST(an_order_for_somebody_is_in_the_audit)
{
    int64_t before = shop_count(&shop, &kripa_audit_entry_schema);
    buy(shop.customer, fan, 1);
    ck_assert_int_eq(shop_count(&shop, &kripa_audit_entry_schema), before);
    struct kripa_order_item item = {fan, 1};
    struct kripa_order_request request = shop_request(&item, 1);
    struct kripa_order *order;
    request.for_user = shop.customer.user;
    ck_assert_int_eq(place(shop.admin, &request, &order), KRIPA_OK);
    ck_assert_int_eq(shop_count(&shop, &kripa_audit_entry_schema), before + 1);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN(
        "order_place", begin, end, an_order_takes_stock_and_keeps_what_was_bought,
        what_is_kept_is_what_was_answered, the_account_has_ordered_from_then_on,
        numbers_rise_by_one_in_one_process, a_retailer_pays_trade_and_bulk_prices,
        a_retailer_may_buy_as_a_customer, a_customer_gets_no_trade_price_by_asking,
        an_admin_orders_for_somebody_at_his_prices, only_admins_order_for_somebody,
        guests_and_the_console_have_no_order_of_their_own, too_many_names_the_line_and_what_is_left,
        two_lines_of_one_product_count_together, what_is_gone_or_hidden_is_named,
        quantities_outside_the_limits_are_refused, every_part_of_the_address_is_needed,
        only_cash_on_delivery_is_possible, delivery_costs_what_the_settings_say,
        cash_on_delivery_has_a_limit_with_the_charge, only_served_pin_codes_are_taken,
        buyer_and_shop_are_told, the_shop_hears_of_low_stock_once,
        a_threshold_of_its_own_counts_and_its_spare_follows, a_blocked_account_can_not_buy,
        nobody_orders_for_a_deleted_account, the_line_keeps_what_the_product_was,
        an_order_for_somebody_is_in_the_audit);
}
