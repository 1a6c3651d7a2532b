/* SPDX-License-Identifier: MIT
 * Documents with more than their record: members that no table names, values of other types. A copy
 * carries the document as text; merge.c writes it again. */
#include "base/status.h"
#include "values.h"

/* It is the last field, so that tables of list elements, which have none, need no search. */
const struct kripa_field *kp_bson_residual_field(const struct kripa_schema *schema)
{
    if (schema->count == 0)
        return NULL;
    const struct kripa_field *last = &schema->fields[schema->count - 1];
    return last->flags & KRIPA_RESIDUAL ? last : NULL;
}

static bool is_empty(const bson_iter_t *iter)
{
    bson_t inner;
    return kp_bson_inside(iter, &inner) && bson_empty(&inner);
}

/* Whether the document differs from what Kripa would write. The order of members does not matter,
 * nor do empty lists that are absent. */
static bool says_more(const bson_t *document, const bson_t *written)
{
    bson_iter_t at, there;
    bson_iter_init(&at, document);
    while (bson_iter_next(&at))
        if (!bson_iter_init_find(&there, written, bson_iter_key(&at)) || !kp_bson_same(&at, &there))
            return true;
    bson_iter_init(&at, written);
    while (bson_iter_next(&at))
        if (!is_empty(&at) && !bson_iter_init_find(&there, document, bson_iter_key(&at)))
            return true;
    return false;
}

enum kripa_status kp_bson_residual(const struct kripa_schema *schema, const bson_t *document,
                                   const void *record, struct kripa_arena *arena, const char **out,
                                   struct kripa_error *err)
{
    bson_t written = BSON_INITIALIZER;
    size_t size;
    enum kripa_status status = kp_bson_record(&written, schema, record, err);
    bool more = status == KRIPA_OK && says_more(document, &written);
    bson_destroy(&written);
    *out = NULL;
    if (!more)
        return status;
    char *text = bson_as_canonical_extended_json(document, &size);
    if (!text)
        return kripa_fail(err, KRIPA_CORRUPT, "a stored %s can't be read", schema->name);
    *out = kripa_arena_text(arena, text, size);
    bson_free(text);
    return *out ? KRIPA_OK : kp_no_memory(err);
}
