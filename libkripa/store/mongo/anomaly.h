/* SPDX-License-Identifier: MIT
 * The guards of an edit, which also work on documents with anomalies: anomaly.c. */
#ifndef KP_MONGO_ANOMALY_H
#define KP_MONGO_ANOMALY_H

#include "attempt.h"
#include "filter.h"

/* Reads the edit's document, which its filter did not find. *holds: as it reads, it meets the
 * guards, and kp_mongo_guards compares its bytes until kp_mongo_look_away. */
enum kp_try kp_mongo_look_closer(struct kp_mongo_writing *writing, bool *holds);
void kp_mongo_look_away(struct kp_mongo_writing *writing);
/* Appends the edit's conditions. */
enum kripa_status kp_mongo_guards(struct kp_mongo_writing *writing, struct kp_filter *filter);
/* Makes {_id: key, and the edit's conditions}, which the caller destroys. */
enum kripa_status kp_mongo_where(struct kp_mongo_writing *writing, bson_t *where);

#endif
