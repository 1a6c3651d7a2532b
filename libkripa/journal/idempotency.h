/* SPDX-License-Identifier: MIT
 * Idempotency keys, as the changes that carry one share them: the key's record is the first edit of
 * the change, so the same request under the same key is one change (domain.md, "Orders"). */
#ifndef KP_IDEMPOTENCY_H
#define KP_IDEMPOTENCY_H

#include "core/change.h"
#include "schema/schema.h"

#include <kripa/sys/json.h>
#include <kripa/viewer.h>

/* The record of a key, before it is known whether it is there. `request` is the decoded request in
 * one spelling: two that ask for the same have the same text. INVALID for what is no key. */
enum kripa_status kp_key_make(const struct kp_call *call, const char *request, const char *route,
                              const char *key, struct kripa_idempotency **out);
/* Of such a text: a line of goods; and how a retailer buys, which makes a difference only where it
 * is as a customer. */
void kp_key_write_item(struct kripa_writer *writer, struct kripa_id product, int64_t qty);
void kp_key_write_mode(struct kripa_writer *writer, const char *purchase_mode);
/* The record as it was committed; *out is NULL when it was not. KEY_REUSED when that was another
 * request. */
enum kripa_status kp_key_read(const struct kp_call *call, const struct kripa_idempotency *key,
                              const struct kripa_idempotency **out);

#endif
