/* SPDX-License-Identifier: MIT
 * The mark of an unfinished copy, which must not be used as a shop. */
#ifndef KP_COPY_H
#define KP_COPY_H

#include <kripa/sys/store.h>

#include "schema/schema.h"

/* Reads the mark of an unfinished copy; *out is NULL when there is none. */
enum kripa_status kp_copy_mark(struct kripa_store *store, struct kripa_arena *arena,
                               const struct kripa_copy_mark **out, struct kripa_error *err);

#endif
