/* SPDX-License-Identifier: MIT
 * The write lock, which another program may have: lock.c. */
#ifndef KP_SQLITE_LOCK_H
#define KP_SQLITE_LOCK_H

#include "internal.h"

#define KP_LOCK_WAIT_MS 5000 /* the wait for another program's lock */

/* Until when a thread that wants to write now waits for the lock. */
int64_t kp_lock_deadline_ms(struct kp_sqlite *store);
/* Begins a transaction of the writer. The caller holds `writing` before and after; others may have
 * it meanwhile. UNAVAILABLE: another program had the lock until the deadline. */
enum kripa_status kp_lock_acquire(struct kp_sqlite *store, int64_t deadline_ms,
                                  struct kripa_error *err);
/* Whether a write could begin now; writes nothing and waits at most half a second. */
enum kripa_status kp_lock_probe(struct kp_sqlite *store, int64_t timeout_ms,
                                struct kripa_error *err);

#endif
