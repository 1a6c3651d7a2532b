/* SPDX-License-Identifier: MIT
 * Updates of one document: update.c. */
#ifndef KP_MONGO_UPDATE_H
#define KP_MONGO_UPDATE_H

#include "attempt.h"

/* Does the edit's sets under its conditions; *matched false, and nothing done, when no document
 * meets them. */
enum kp_try kp_mongo_sets(struct kp_mongo_writing *writing, bool *matched);

#endif
