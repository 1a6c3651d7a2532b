/* SPDX-License-Identifier: MIT
 * An unfinished copy is no shop: how one is known. */
#ifndef KP_COPY_H
#define KP_COPY_H

#include <kripa/sys/store.h>

#include "schema/schema.h"

/* What an unfinished copy is known by. *out is NULL when there is none. */
enum kripa_status kp_copy_mark(struct kripa_store *store, struct kripa_arena *arena,
                               const struct kripa_copy_mark **out, struct kripa_error *err);

#endif
