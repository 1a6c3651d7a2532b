/* SPDX-License-Identifier: MIT
 * One row's value as JSON, for readers of other texts. */
#ifndef KP_JSON_MEMBER_H
#define KP_JSON_MEMBER_H

#include "check.h"

/* Reads a JSON value (a list in a form's field) into the row's member. */
enum kp_taken kp_json_member(struct kp_check *check, const struct kripa_field *field,
                             const char *text, void *record);

#endif
