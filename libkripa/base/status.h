/* SPDX-License-Identifier: MIT
 * Failures with the same message everywhere. */
#ifndef KP_STATUS_H
#define KP_STATUS_H

#include <kripa/status.h>

/* Fails with NO_MEMORY. */
enum kripa_status kp_no_memory(struct kripa_error *err);

#endif
