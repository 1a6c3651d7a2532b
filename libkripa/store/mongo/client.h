/* SPDX-License-Identifier: MIT
 * A connection of the pool, and what is made of it: client.c. */
#ifndef KP_MONGO_CLIENT_H
#define KP_MONGO_CLIENT_H

#include "internal.h"

/* Monotonic, from an unknown moment on. */
int64_t kp_mongo_clock_ms(void);
/* A client of the pool, NULL: all are busy (UNAVAILABLE is said); and back. */
mongoc_client_t *kp_mongo_acquire(struct kp_mongo *store, struct kripa_error *err);
void kp_mongo_release(struct kp_mongo *store, mongoc_client_t *client);
/* A session that reads one picture, to be destroyed; NULL: the server has none to give. */
enum kripa_status kp_mongo_snapshot(struct kp_mongo *store, mongoc_client_t *client,
                                    mongoc_client_session_t **session, struct kripa_error *err);

#endif
