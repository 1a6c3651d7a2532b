/* SPDX-License-Identifier: MIT
 * Slugs: names for links. */
#ifndef KP_SLUG_H
#define KP_SLUG_H

#include <kripa/sys/store.h>

#include "call.h"

/* A slug made of the name that no other record of the collection has: "-2", "-3" are added as
 * needed. */
enum kripa_status kp_slug_make(const struct kp_call *call, const struct kripa_schema *of,
                               struct kripa_id id, const char *name, const char **slug);
/* True when the error names this field. */
bool kp_error_names(const struct kripa_error *err, const char *field);

#endif
