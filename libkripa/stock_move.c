/* SPDX-License-Identifier: MIT
 * Moving a product's stock inside a change: the number on hand and what depends on it, in step. */
#include "catalog.h"

void kp_stock_move(struct kp_change *change, const struct kripa_product *product, int64_t delta)
{
    kp_when(change, "low_stock_threshold", KRIPA_SAME, kp_member(product));
    kp_add(change, "stock", delta);
    if (product->low_stock_threshold.set)
        kp_add(change, "stock_spare", delta);
}
