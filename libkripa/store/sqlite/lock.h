/* SPDX-License-Identifier: MIT
 * The turn to write, which another program may have: lock.c. */
#ifndef KP_SQLITE_LOCK_H
#define KP_SQLITE_LOCK_H

#include "internal.h"

#define KP_LOCK_WAIT_MS 5000 /* for another program's lock */

/* Until when somebody who wants to write now waits for the lock. */
int64_t kp_lock_deadline_ms(struct kp_sqlite *store);
/* Begins a transaction of the writer. The caller holds `writing`, before and after; meanwhile
 * others may have it. UNAVAILABLE: another program had the lock until then. */
enum kripa_status kp_lock_acquire(struct kp_sqlite *store, int64_t deadline_ms,
                                  struct kripa_error *err);
/* Whether somebody could write now; writes nothing, waits half a second at most. */
enum kripa_status kp_lock_probe(struct kp_sqlite *store, int64_t timeout_ms,
                                struct kripa_error *err);

#endif
