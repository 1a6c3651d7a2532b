/* SPDX-License-Identifier: MIT
 * Changes of many edits: what a change has no room for is written before it, in changes of its
 * own. */
#ifndef KP_FILL_H
#define KP_FILL_H

#include "change.h"

#define KP_FILL_MAX 500 /* records that one change takes of them */

/* Adds edits of at most KP_FILL_MAX records that still need them to the change, and tells of how
 * many. */
typedef enum kripa_status kp_fill_fn(void *ctx, struct kp_change *change, size_t *count);
/* Adds the edits of the last records to `change`, and commits those of all before them. So if the
 * change fails later, these are done all the same: they must be harmless then. */
enum kripa_status kp_fill(const struct kp_call *call, struct kp_change *change, kp_fill_fn *some,
                          void *ctx);

#endif
