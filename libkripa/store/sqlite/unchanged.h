/* SPDX-License-Identifier: MIT
 * Lists that are compared as texts but may be spelled differently: unchanged.c. */
#ifndef KP_SQLITE_UNCHANGED_H
#define KP_SQLITE_UNCHANGED_H

#include "writing.h"

/* *respelled when a list that the edit's conditions compare was rewritten in the present
 * spelling. */
enum kripa_status kp_unchanged_respell(struct kp_writing *writing, bool *respelled);

#endif
