/* SPDX-License-Identifier: MIT
 * The kind of store that keeps a shop in a MongoDB database: mongo.c. */
#ifndef KP_MONGO_H
#define KP_MONGO_H

#include <kripa/sys/store.h>

enum kripa_status kp_mongo_check_uri(const char *uri, struct kripa_error *err);
enum kripa_status kp_mongo_open(const char *uri, bool create, int64_t connections,
                                const struct kripa_schema *const *schemas, struct kripa_store **out,
                                struct kripa_error *err);
enum kripa_status kp_mongo_restore(const char *from, const char *uri, enum kripa_placing placing,
                                   const struct kripa_schema *const *schemas,
                                   kripa_copy_check_fn *check, void *ctx,
                                   char kept[KRIPA_KEPT_SIZE], struct kripa_error *err);

#endif
