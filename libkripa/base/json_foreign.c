/* SPDX-License-Identifier: MIT
 * See json_foreign.h. */
#include "json_foreign.h"

#include <string.h>

#include <jansson.h>

const char *kp_json_foreign_text(struct kripa_arena *arena, const char *text, size_t size,
                                 const char *outer, const char *member)
{
    json_t *whole = json_loadb(text, size, 0, NULL);
    const json_t *from = outer ? json_object_get(whole, outer) : whole;
    const json_t *found = json_object_get(from, member);
    const char *out = NULL;
    if (json_is_string(found))
        out = kripa_arena_text(arena, json_string_value(found), json_string_length(found));
    else if (json_is_integer(found))
        out = kripa_arena_format(arena, "%lld", (long long)json_integer_value(found));
    json_decref(whole);
    return out;
}
