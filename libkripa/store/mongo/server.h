/* SPDX-License-Identifier: MIT
 * Requirements on the server: server.c. */
#ifndef KP_MONGO_SERVER_H
#define KP_MONGO_SERVER_H

#include "internal.h"

/* INVALID when the server has no transactions, or shards a collection that must not be sharded. */
enum kripa_status kp_mongo_check_server(struct kp_mongo *store, struct kripa_error *err);
/* Check the same from a server's answers: the one to hello, an entry of config.collections. */
enum kripa_status kp_mongo_check_hello(const bson_t *hello, struct kripa_error *err);
enum kripa_status kp_mongo_check_sharded(const struct kp_mongo *store, const bson_t *entry,
                                         struct kripa_error *err);

#endif
