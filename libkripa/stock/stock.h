/* SPDX-License-Identifier: MIT
 * What reports need of stock. */
#ifndef KP_STOCK_H
#define KP_STOCK_H

#include "core/call.h"

/* How many products kripa_stock_low would list. */
enum kripa_status kp_stock_low_count(const struct kp_call *call, int64_t *count);

#endif
