/* SPDX-License-Identifier: MIT
 * Takes stock for an order, and puts it back for a cancelled one: each time a guarded edit and a
 * ledger entry. */
#include "internal.h"
#include "journal/journal.h"

/* Guards the prices that the decision used. */
static void guard_prices(struct kp_change *change, const struct kp_checkout *checkout,
                         const struct kripa_product *product)
{
    static const char *const trade_prices[] = {"retailer_price", "price_bulk", "min_bulk_qty"};
    kp_require(change, "price", KRIPA_UNCHANGED, kp_member(product));
    if (!(KRIPA_MASK(checkout->role) & KRIPA_RETAILERS))
        return;
    for (size_t i = 0; i < sizeof trade_prices / sizeof *trade_prices; i++)
        kp_require(change, trade_prices[i], KRIPA_UNCHANGED, kp_member(product));
}

/* What an order's lines of a product come to. */
static int64_t amount_of(const struct kripa_order *order, struct kripa_id product)
{
    int64_t paise = 0;
    for (size_t i = 0; i < order->items_count; i++)
        if (kripa_id_equal(order->items[i].product, product))
            paise += order->items[i].qty * order->items[i].price_paise;
    return paise;
}

void kp_stock_sell(struct kp_change *change, const struct kp_checkout *checkout,
                   const struct kp_demand *demand)
{
    const struct kripa_product *product = demand->product;
    int64_t threshold = kp_stock_threshold(product, checkout->settings);
    kp_update(change, &kripa_product_schema, product->id);
    kp_require(change, "active", KRIPA_EQ, kp_int(true));
    kp_stock_guard(change, product->stock, demand->qty, threshold);
    guard_prices(change, checkout, product);
    kp_stock_move(change, product, -demand->qty);
    kp_add(change, "sold", demand->qty);
    kp_add(change, "soldAmount", amount_of(checkout->order, product->id));
    if (!product->ordered)
        kp_set(change, "ordered", kp_int(true));
    kp_touch(change, checkout->now_ms);
}

void kp_stock_sold(struct kp_change *change, const struct kp_checkout *checkout,
                   const struct kp_demand *demand)
{
    const struct kripa_product *product = demand->product;
    int64_t threshold = kp_stock_threshold(product, checkout->settings);
    kp_ledger(change, product->id, -demand->qty, KRIPA_LEDGER_ORDER, NULL, checkout->order->id);
    int64_t left = product->stock - demand->qty;
    if (product->stock >= threshold && left < threshold)
        kp_message_low_stock(change, product, left, threshold);
}

void kp_stock_return(struct kp_change *change, const struct kripa_product *product, int64_t qty,
                     const struct kripa_order *order)
{
    kp_update(change, &kripa_product_schema, product->id);
    kp_stock_move(change, product, qty);
    kp_add(change, "sold", -qty);
    kp_add(change, "soldAmount", -amount_of(order, product->id));
    kp_touch(change, kp_now_ms(change->call->kripa));
    kp_ledger(change, product->id, qty, KRIPA_LEDGER_CANCEL, NULL, order->id);
}
