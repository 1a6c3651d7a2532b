/* SPDX-License-Identifier: MIT
 * Edits as commands for the server: write.c. */
#ifndef KP_MONGO_WRITE_H
#define KP_MONGO_WRITE_H

#include "attempt.h"

/* Does one edit, or several inserts at once. */
enum kp_try kp_mongo_apply(struct kp_mongo_writing *writing);

#endif
