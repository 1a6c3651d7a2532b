/* SPDX-License-Identifier: MIT
 * Bad fields by the names a request gave them, where a row has two. */
#ifndef KP_SPELLING_H
#define KP_SPELLING_H

#include <kripa/sys/field.h>

/* Gives a bad field of the error another path, also where the message tells of it. */
void kp_respell(struct kripa_error_field *bad, struct kripa_error *err, const char *path);

#endif
