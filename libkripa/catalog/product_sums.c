/* SPDX-License-Identifier: MIT
 * Adds up a product's ledger and orders, which must give its stock and its count of sold units. */
#include "catalog.h"

#include "core/query.h"

bool kp_ledger_oversold(const struct kripa_ledger_entry *entry)
{
    bool taken_over = entry->kind == KRIPA_LEDGER_OPENING || entry->kind == KRIPA_LEDGER_CORRECT;
    return taken_over && entry->delta < 0;
}

static enum kripa_status add_movement(void *ctx, const void *record)
{
    struct kp_product_sums *sums = ctx;
    const struct kripa_ledger_entry *entry = record;
    sums->ledger += entry->delta;
    sums->moves++;
    sums->oversold |= kp_ledger_oversold(entry);
    return KRIPA_OK;
}

static enum kripa_status add_order(void *ctx, const void *record)
{
    struct kp_product_sums *sums = ctx;
    const struct kripa_order *order = record;
    sums->ordered = true;
    if (order->delivery_status == KRIPA_DELIVERY_CANCELLED)
        return KRIPA_OK;
    for (size_t i = 0; i < order->items_count; i++)
        if (kripa_id_equal(order->items[i].product, sums->product)) {
            sums->sold += order->items[i].qty;
            sums->sold_paise += order->items[i].qty * order->items[i].price_paise;
        }
    return KRIPA_OK;
}

enum kripa_status kp_product_sums(const struct kp_call *call, struct kripa_id product,
                                  struct kp_product_sums *out)
{
    *out = (struct kp_product_sums){.product = product};
    struct kp_query ledger = kp_query_of(call->arena, &kripa_ledger_entry_schema);
    kp_where(&ledger, "product", KRIPA_EQ, kp_id(product));
    enum kripa_status status = kp_scan(call, &ledger, add_movement, out);
    if (status != KRIPA_OK)
        return status;
    struct kp_query orders = kp_query_of(call->arena, &kripa_order_schema);
    kp_where(&orders, "items.product", KRIPA_HAS, kp_id(product));
    return kp_scan(call, &orders, add_order, out);
}
