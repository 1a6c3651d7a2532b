/* SPDX-License-Identifier: MIT
 * What maintenance needs of orders, and who looks after an account. */
#ifndef KP_ORDER_H
#define KP_ORDER_H

#include "core/change.h"
#include "schema/schema.h"

/* Fills in user_shown and product_shown of orders, with one read of users and one of products for
 * all of them (show.c). */
enum kripa_status kp_orders_show(const struct kp_call *call, struct kripa_order *orders,
                                 size_t count);
/* Sees to it that the orders of this account are no longer found by name and phone: with the
 * change, but for those that it has no room for, which are written before it (anonymise.c). */
enum kripa_status kp_orders_anonymise(const struct kp_call *call, struct kp_change *change,
                                      struct kripa_id user);
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
