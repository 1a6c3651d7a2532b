/* SPDX-License-Identifier: MIT
 * The outcome of a try that was not answered: look.c. */
#ifndef KP_MONGO_LOOK_H
#define KP_MONGO_LOOK_H

#include "attempt.h"

/* Whether such a try was committed after all, as the primary has it ("local") or as it will last
 * ("majority"). UNAVAILABLE: it can't be found out. */
enum kp_try kp_mongo_look_back(struct kp_mongo_writing *writing, const char *level, bool *done);

#endif
