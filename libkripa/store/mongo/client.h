/* SPDX-License-Identifier: MIT
 * A connection of the pool, and objects made with it: client.c. */
#ifndef KP_MONGO_CLIENT_H
#define KP_MONGO_CLIENT_H

#include "internal.h"

/* A monotonic clock with an arbitrary start. */
int64_t kp_mongo_clock_ms(void);
/* Takes a client from the pool, or fails with UNAVAILABLE and NULL when all are busy; and returns
 * it. */
mongoc_client_t *kp_mongo_acquire(struct kp_mongo *store, struct kripa_error *err);
void kp_mongo_release(struct kp_mongo *store, mongoc_client_t *client);
/* Begins a session that reads a snapshot, to be destroyed; NULL: the server has none. */
enum kripa_status kp_mongo_snapshot(struct kp_mongo *store, mongoc_client_t *client,
                                    mongoc_client_session_t **session, struct kripa_error *err);

#endif
