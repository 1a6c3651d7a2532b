/* SPDX-License-Identifier: MIT
 * Moving a product's stock inside a change: the number on hand and what depends on it, in step. */
#include "catalog/catalog.h"
#include "journal/journal.h"
#include "order/order.h"

void kp_stock_move(struct kp_change *change, const struct kripa_product *product, int64_t delta)
{
    kp_when(change, "low_stock_threshold", KRIPA_SAME, kp_member(product));
    kp_add(change, "stock", delta);
    if (product->low_stock_threshold.set)
        kp_add(change, "stock_spare", delta);
}

enum kripa_status kp_stock_tell(struct kp_change *change, struct kripa *kripa,
                                const struct kripa_product *before,
                                const struct kripa_product *after, struct kripa_error *err)
{
    struct kripa_settings *settings;
    if (after->stock >= before->stock)
        return KRIPA_OK;
    enum kripa_status status = kp_settings(kripa, change->arena, &settings, err);
    if (status != KRIPA_OK)
        return status;
    int64_t threshold = kp_stock_threshold(after, settings);
    if (before->stock >= kp_stock_threshold(before, settings) && after->stock < threshold)
        kp_message_low_stock(change, kripa, after, after->stock, threshold);
    return KRIPA_OK;
}
