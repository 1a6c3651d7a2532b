/* SPDX-License-Identifier: MIT
 * Updates of one record: update.c. */
#ifndef KP_SQLITE_UPDATE_H
#define KP_SQLITE_UPDATE_H

#include "writing.h"

enum kripa_status kp_write_update(struct kp_writing *writing);
/* Does the edit's sets under its conditions; *matched false, and nothing done, when no record meets
 * them. */
enum kripa_status kp_write_sets(struct kp_writing *writing, bool *matched);

#endif
