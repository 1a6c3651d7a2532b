/* SPDX-License-Identifier: MIT
 * Documents that are older than Kripa: what they need before they can be found like others. */
#ifndef KP_MONGO_RECORDS_H
#define KP_MONGO_RECORDS_H

#include "internal.h"

/* Fills in what an index sorts and counts by where it is absent, and says what is kept but read as
 * something else. */
enum kripa_status kp_mongo_bring_records(struct kp_mongo *store, mongoc_client_t *client,
                                         bool dry_run, kripa_say_fn *say, void *ctx,
                                         struct kripa_error *err);

#endif
