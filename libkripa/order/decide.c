/* SPDX-License-Identifier: MIT
 * Deciding a checkout: everything is read, checked and priced; nothing is written (domain.md,
 * "Orders"). */
#include <string.h>

#include <kripa/pricing.h>

#include "base/status.h"
#include "core/query.h"
#include "internal.h"
#include "journal/journal.h"
#include "shop/shop.h"

/* An account without an e-mail was anonymised. */
static enum kripa_status check_buyer(const struct kripa_buyer *buyer, bool for_other,
                                     struct kripa_error *err)
{
    if (!buyer || !buyer->email)
        return for_other
                   ? kripa_fail_field(err, KRIPA_NOT_FOUND, "forUser", "there is no such account")
                   : kripa_fail(err, KRIPA_FORBIDDEN, "this account is gone");
    if (buyer->is_blocked)
        return for_other
                   ? kripa_fail_field(err, KRIPA_CONFLICT, "forUser", "this account is blocked")
                   : kripa_fail(err, KRIPA_FORBIDDEN, "this account is blocked");
    return KRIPA_OK;
}

/* The role that the prices are for: the account's, unless a retailer chose to buy as a customer. */
static enum kripa_role buying_role(const struct kp_checkout *checkout, bool for_other)
{
    const struct kripa_buyer *buyer = checkout->buyer;
    struct kripa_viewer buying = {.user = buyer->id, .role = buyer->role};
    if (!for_other && checkout->call->viewer.role != buyer->role)
        buying.role = KRIPA_ROLE_CUSTOMER;
    return kripa_viewer_buying(buying, checkout->request->purchase_mode).role;
}

static enum kripa_status read_buyer(struct kp_checkout *checkout)
{
    bool for_other = !kripa_id_is_zero(checkout->request->for_user);
    struct kripa_id id = for_other ? checkout->request->for_user : checkout->call->viewer.user;
    void *found = NULL;
    struct kp_call quiet = kp_call_with_err(checkout->call, NULL);
    enum kripa_status status = kp_find_id(&quiet, &kripa_buyer_schema, id, &found);
    if (status != KRIPA_OK && status != KRIPA_NOT_FOUND)
        return kripa_fail(checkout->call->err, status, "the account could not be read");
    status = check_buyer(found, for_other, checkout->call->err);
    if (status != KRIPA_OK)
        return status;
    checkout->buyer = found;
    checkout->role = buying_role(checkout, for_other);
    return KRIPA_OK;
}

/* Takes the lines of the request or, if it has none, those of the buyer's cart. */
static enum kripa_status read_basket(struct kp_checkout *checkout)
{
    const struct kripa_order_item *items = checkout->request->items;
    size_t count = checkout->request->items_count;
    const struct kripa_buyer *buyer = checkout->buyer;
    if (count == 0) {
        if (buyer->cart_count == 0 && !checkout->problems)
            return kripa_fail(checkout->call->err, KRIPA_CONFLICT, "the cart is empty");
        struct kripa_order_item *lines =
            kripa_arena_alloc(checkout->call->arena, sizeof *lines, buyer->cart_count);
        if (!lines)
            return kp_no_memory(checkout->call->err);
        for (size_t i = 0; i < buyer->cart_count; i++)
            lines[i] = (struct kripa_order_item){buyer->cart[i].product, buyer->cart[i].qty};
        items = lines;
        count = buyer->cart_count;
    }
    enum kripa_status status = kp_basket_read(checkout->call, items, count, &checkout->basket);
    if (status != KRIPA_OK)
        return status;
    return checkout->problems ? kp_problems_basket(checkout)
                              : kp_basket_check(&checkout->basket, checkout->call->err);
}

/* Makes snapshots of the lines with their unit prices, and the total. A product's price depends on
 * its quantity on all lines. */
static enum kripa_status price_lines(struct kp_checkout *checkout)
{
    const struct kp_basket *basket = &checkout->basket;
    struct kripa_order *order = checkout->order;
    int64_t saved_paise = 0;
    order->items =
        kripa_arena_alloc(checkout->call->arena, sizeof *order->items, basket->items_count);
    if (!order->items)
        return kp_no_memory(checkout->call->err);
    order->items_count = basket->items_count;
    for (size_t i = 0; i < basket->items_count; i++) {
        const struct kp_demand *demand = &basket->demands[basket->demand_of[i]];
        const struct kripa_product *product = demand->product;
        int64_t qty = basket->items[i].qty;
        order->items[i] = (struct kripa_order_line){
            .product = product->id,
            .name = product->name,
            .sku = product->sku,
            .hsn = product->hsn,
            .gst_rate_bp = product->gst_rate_bp,
            .qty = qty,
            .price_paise = kripa_price_of(product, checkout->role, demand->qty).unit_paise,
        };
        order->total_paise += qty * order->items[i].price_paise;
        saved_paise += qty * (product->price_paise - order->items[i].price_paise);
    }
    if (order->is_bulk_order)
        order->saved_paise = (struct kripa_int){saved_paise > 0 ? saved_paise : 0, true};
    const struct kripa_settings *settings = checkout->settings;
    const struct kripa_int *free_from = &settings->free_delivery_from_paise;
    bool is_free = free_from->set && order->total_paise >= free_from->value;
    order->delivery_charge_paise = is_free ? 0 : settings->delivery_charge_paise;
    order->total_paise += order->delivery_charge_paise;
    return KRIPA_OK;
}

/* The buyer agreed to a total, but prices may have changed since. */
static enum kripa_status check_expected(const struct kp_checkout *checkout)
{
    const struct kripa_int *expected = &checkout->request->expected_total_paise;
    if (!expected->set || expected->value == checkout->order->total_paise)
        return KRIPA_OK;
    char told[KRIPA_MONEY_TEXT_SIZE], now[KRIPA_MONEY_TEXT_SIZE];
    kripa_money_format(expected->value, told);
    kripa_money_format(checkout->order->total_paise, now);
    return kripa_fail_field(checkout->call->err, KRIPA_CONFLICT, "expectedTotal",
                            "the order comes to %s rupees now, not %s", now, told);
}

static enum kripa_status check_terms(const struct kp_checkout *checkout)
{
    const struct kripa_settings *settings = checkout->settings;
    const struct kripa_order *order = checkout->order;
    enum kripa_status status = KRIPA_OK;
    if (settings->cod_limit_paise.set && order->total_paise > settings->cod_limit_paise.value) {
        char limit[KRIPA_MONEY_TEXT_SIZE];
        kripa_money_format(settings->cod_limit_paise.value, limit);
        status = kripa_fail_field(checkout->call->err, KRIPA_INVALID, "paymentMethod",
                                  "cash on delivery is possible up to %s rupees", limit);
    }
    const char *pincode = order->shipping_address.pincode; /* a quote may not know it yet */
    if ((pincode || !checkout->problems) && !kp_pincode_served(settings, pincode))
        status = kripa_fail_field(checkout->call->err, KRIPA_INVALID, "shippingAddress.pincode",
                                  "we do not deliver there");
    return status;
}

/* The first entry of the history says who placed the order, and if that was not the buyer, the
 * order does, too. */
static enum kripa_status draft(struct kp_checkout *checkout)
{
    struct kripa_order *order = kripa_arena_alloc(checkout->call->arena, sizeof *order, 1);
    struct kripa_order_event *event = kripa_arena_alloc(checkout->call->arena, sizeof *event, 1);
    const char *actor = kp_actor(checkout->call->arena, checkout->call->viewer);
    if (!order || !event || !actor)
        return kp_no_memory(checkout->call->err);
    bool as_retailer = KRIPA_MASK(checkout->role) & KRIPA_RETAILERS;
    bool own = kripa_id_equal(checkout->call->viewer.user, checkout->buyer->id);
    checkout->now_ms = kp_now_ms(checkout->call->kripa);
    *event = (struct kripa_order_event){
        .at_ms = checkout->now_ms,
        .by = actor,
        .to = kripa_delivery_status_name(KRIPA_DELIVERY_PENDING),
    };
    *order = (struct kripa_order){
        .id = kp_new_id(checkout->call->kripa),
        .user = checkout->buyer->id,
        .placed_by = own ? NULL : actor,
        .payment_method = KP_PAY_COD,
        .payment_status = KRIPA_PAYMENT_PENDING,
        .delivery_status = KRIPA_DELIVERY_PENDING,
        .shipping_address = checkout->request->shipping_address,
        .is_bulk_order = as_retailer,
        .purchase_mode = as_retailer ? KRIPA_MODE_RETAILER : KRIPA_MODE_CUSTOMER,
        .history = event,
        .history_count = 1,
        .revision = 1,
        .created_at_ms = checkout->now_ms,
        .updated_at_ms = checkout->now_ms,
    };
    checkout->order = order;
    return KRIPA_OK;
}

/* A refusal ends a checkout, and is one more problem of a quote. */
static enum kripa_status run_check(struct kp_checkout *checkout,
                                   enum kripa_status (*check)(const struct kp_checkout *))
{
    if (!checkout->problems)
        return check(checkout);
    struct kripa_error refusal = {0};
    struct kp_call asking = kp_call_with_err(checkout->call, &refusal);
    struct kp_checkout asked = *checkout;
    asked.call = &asking;
    return check(&asked) == KRIPA_OK ? KRIPA_OK : kp_problems_add(checkout, &refusal);
}

enum kripa_status kp_checkout_decide(struct kp_checkout *checkout)
{
    enum kripa_status status = read_buyer(checkout);
    if (status == KRIPA_OK)
        status = read_basket(checkout);
    if (status == KRIPA_OK)
        status = kp_settings(checkout->call, &checkout->settings);
    if (status == KRIPA_OK)
        status = draft(checkout);
    if (status == KRIPA_OK)
        status = price_lines(checkout);
    if (status == KRIPA_OK)
        status = run_check(checkout, check_terms);
    if (status == KRIPA_OK)
        status = run_check(checkout, check_expected);
    if (status == KRIPA_OK && !checkout->number && !checkout->problems)
        status = kp_order_number(checkout->call, &checkout->number);
    return status;
}
