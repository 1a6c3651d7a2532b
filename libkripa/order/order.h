/* SPDX-License-Identifier: MIT
 * What maintenance needs of orders. */
#ifndef KP_ORDER_H
#define KP_ORDER_H

#include "schema/schema.h"

/* Whether another program placed it (external.c). */
bool kp_order_is_external(const struct kripa_order *order);
/* The state in which the history begins; NULL when the order was placed here. */
const char *kp_order_first_state(const struct kripa_order *order);
/* What the ledger should say that the order moved of a product of which it has `qty` units. */
int64_t kp_order_moved(const struct kripa_order *order, int64_t qty);
/* Makes the search terms of an order: those of its own texts, then those of its buyer as they are
 * now (NULL: gone). NO_MEMORY. */
enum kripa_status kp_order_own_terms(struct kripa_arena *arena, const struct kripa_order *order,
                                     struct kripa_terms *out);
enum kripa_status kp_order_terms(struct kripa_arena *arena, const struct kripa_order *order,
                                 const struct kripa_buyer *buyer, struct kripa_terms *out);

#endif
