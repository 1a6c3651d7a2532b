/* SPDX-License-Identifier: MIT
 * Orders that another program placed in the same collection: their history lacks the first entry,
 * and the ledger what they took. */
#include <string.h>

#include "internal.h"

bool kp_order_is_external(const struct kripa_order *order)
{
    return order->history_count == 0 || order->history[0].from;
}

const char *kp_order_first_state(const struct kripa_order *order)
{
    return order->history_count ? order->history[0].from
                                : kripa_delivery_status_name(order->delivery_status);
}

static bool is_cancelled(const char *state)
{
    return state && strcmp(state, kripa_delivery_status_name(KRIPA_DELIVERY_CANCELLED)) == 0;
}

/* Its goods were already taken when it was first seen, so the ledger has only what changed since:
 * their return. */
int64_t kp_order_moved(const struct kripa_order *order, int64_t qty)
{
    bool held = kp_order_is_external(order) && !is_cancelled(kp_order_first_state(order));
    bool holds = order->delivery_status != KRIPA_DELIVERY_CANCELLED;
    return qty * (held - holds);
}
