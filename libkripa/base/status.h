/* SPDX-License-Identifier: MIT
 * Failing as everybody fails. */
#ifndef KP_STATUS_H
#define KP_STATUS_H

#include <kripa/status.h>

/* NO_MEMORY, in the same words everywhere. */
enum kripa_status kp_no_memory(struct kripa_error *err);

#endif
