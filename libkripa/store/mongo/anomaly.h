/* SPDX-License-Identifier: MIT
 * The guards of an edit, also of documents in which another program left anomalies: anomaly.c. */
#ifndef KP_MONGO_ANOMALY_H
#define KP_MONGO_ANOMALY_H

#include "attempt.h"
#include "filter.h"

/* Reads the edit's document, whose guards no filter finds; *holds: it meets them as it
 * reads, and kp_mongo_guards hold it by its bytes until kp_mongo_look_away. */
enum kp_try kp_mongo_look_closer(struct kp_mongo_writing *writing, bool *holds);
void kp_mongo_look_away(struct kp_mongo_writing *writing);
/* The edit's conditions. */
enum kripa_status kp_mongo_guards(struct kp_mongo_writing *writing, struct kp_filter *filter);
/* {_id: key, and the edit's conditions}. To be destroyed. */
enum kripa_status kp_mongo_where(struct kp_mongo_writing *writing, bson_t *where);

#endif
