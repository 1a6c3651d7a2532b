/* SPDX-License-Identifier: MIT
 * Slugs: names for links. */
#ifndef KP_SLUG_H
#define KP_SLUG_H

#include <kripa/sys/store.h>

struct kripa;

/* A slug made of the name that no other record of the collection has: "-2", "-3" are added as
 * needed. */
enum kripa_status kp_slug_make(struct kripa *kripa, const struct kripa_schema *of,
                               struct kripa_id id, const char *name, struct kripa_arena *arena,
                               const char **slug, struct kripa_error *err);
/* True when the error names this field. */
bool kp_error_names(const struct kripa_error *err, const char *field);

#endif
