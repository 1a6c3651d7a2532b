/* SPDX-License-Identifier: MIT
 * Prepares documents that are older than Kripa, so that queries find them like others. */
#ifndef KP_MONGO_RECORDS_H
#define KP_MONGO_RECORDS_H

#include "internal.h"

/* Fills in absent members that an index sorts or counts by, and reports values that are not read as
 * they are. */
enum kripa_status kp_mongo_bring_records(struct kp_mongo *store, mongoc_client_t *client,
                                         bool dry_run, kripa_say_fn *say, void *ctx,
                                         struct kripa_error *err);

#endif
