/* SPDX-License-Identifier: MIT
 * The sums of a product's ledger and orders. */
#ifndef KP_PRODUCT_SUMS_H
#define KP_PRODUCT_SUMS_H

#include "core/call.h"
#include "schema/schema.h"

struct kp_product_sums {
    struct kripa_id product;
    int64_t ledger; /* the sum of the ledger, which is the stock on hand */
    int64_t sold;   /* units in orders that were not cancelled */
    int64_t moves;  /* the number of entries in the ledger */
    bool oversold;  /* another program once sold more than there was */
    bool ordered;   /* some order has it */
};
enum kripa_status kp_product_sums(const struct kp_call *call, struct kripa_id product,
                                  struct kp_product_sums *out);
/* An entry that takes over a stock below 0. */
bool kp_ledger_oversold(const struct kripa_ledger_entry *entry);

#endif
