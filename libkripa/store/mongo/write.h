/* SPDX-License-Identifier: MIT
 * Edits as commands: write.c. */
#ifndef KP_MONGO_WRITE_H
#define KP_MONGO_WRITE_H

#include "attempt.h"

/* One edit, or a run of inserts. */
enum kp_try kp_mongo_apply(struct kp_mongo_writing *writing);

#endif
