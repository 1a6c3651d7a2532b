/* SPDX-License-Identifier: MIT
 * JSON that another service answers with: only what is asked for is looked at, and whatever else it
 * says is fine. */
#ifndef KP_JSON_FOREIGN_H
#define KP_JSON_FOREIGN_H

#include <kripa/arena.h>

/* Reads a member of the object `text`: a text as it is, a whole number as digits. `outer` names the
 * object inside `text` that has the member; NULL: `text` itself. In the arena; NULL when the member
 * is missing or of another type, or when `text` is no JSON object. */
const char *kp_json_foreign_text(struct kripa_arena *arena, const char *text, size_t size,
                                 const char *outer, const char *member);

#endif
