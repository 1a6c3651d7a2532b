/* SPDX-License-Identifier: MIT
 * What became of a try of which nothing was heard: look.c. */
#ifndef KP_MONGO_LOOK_H
#define KP_MONGO_LOOK_H

#include "attempt.h"

/* Whether a try of which nothing was heard was done after all, as the primary has it
 * ("local") or as it is there to stay ("majority"). UNAVAILABLE: nothing tells. */
enum kp_try kp_mongo_look_back(struct kp_mongo_writing *writing, const char *level, bool *done);

#endif
