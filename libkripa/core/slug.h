/* SPDX-License-Identifier: MIT
 * Slugs: names for use in URLs. */
#ifndef KP_SLUG_H
#define KP_SLUG_H

#include <kripa/sys/store.h>

#include "call.h"

/* Makes a slug of the name that no other record of the collection has, by adding "-2", "-3" and so
 * on if needed. */
enum kripa_status kp_slug_make(const struct kp_call *call, const struct kripa_schema *of,
                               struct kripa_id id, const char *name, const char **slug);
/* True when the error names this field. */
bool kp_error_names(const struct kripa_error *err, const char *field);

#endif
