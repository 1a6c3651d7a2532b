/* SPDX-License-Identifier: MIT
 * A change as statements: write.c. */
#ifndef KP_SQLITE_WRITE_H
#define KP_SQLITE_WRITE_H

#include "internal.h"

/* Does a change on the writer's connection, inside a transaction. `outcome` says which edit
 * failed. */
enum kripa_status kp_change_apply(struct kp_sqlite *store, const struct kripa_change *change,
                                  struct kripa_outcome *outcome, struct kripa_error *err);

#endif
