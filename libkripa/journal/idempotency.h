/* SPDX-License-Identifier: MIT
 * Idempotency keys. The record of a key is the first edit of a request's change, so that the same
 * request under the same key is done once (domain.md, "Orders"). */
#ifndef KP_IDEMPOTENCY_H
#define KP_IDEMPOTENCY_H

#include "core/change.h"
#include "schema/schema.h"

#include <kripa/sys/json.h>
#include <kripa/viewer.h>

/* Makes the record of a key, whether or not it is stored already. `request` is the decoded request
 * as a text that is equal for equal requests. INVALID for a malformed key. */
enum kripa_status kp_key_make(const struct kp_call *call, const char *request, const char *route,
                              const char *key, struct kripa_idempotency **out);
/* Parts of such a text: a line of goods, and how a retailer buys, which is left out unless they buy
 * as a customer. */
void kp_key_write_item(struct kripa_writer *writer, struct kripa_id product, int64_t qty);
void kp_key_write_mode(struct kripa_writer *writer, const char *purchase_mode);
/* Reads the record that was committed under the key; *out is NULL when there is none. KEY_REUSED
 * when it is of another request. */
enum kripa_status kp_key_read(const struct kp_call *call, const struct kripa_idempotency *key,
                              const struct kripa_idempotency **out);

#endif
