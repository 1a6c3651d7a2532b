/* SPDX-License-Identifier: MIT
 * Whole documents as text beside their records: for a copy that shall lose nothing. */
#include <string.h>

#include "mongo_values.h"

const struct kripa_field *kp_bson_rest_row(const struct kripa_schema *schema)
{
    for (size_t i = 0; i < schema->count; i++)
        if (schema->fields[i].flags & KRIPA_REST)
            return &schema->fields[i];
    return NULL;
}

enum kripa_status kp_bson_rest(const struct kripa_schema *schema, const bson_t *document,
                               const void *record, struct kripa_arena *arena, const char **out,
                               struct kripa_error *err)
{
    bson_t own = BSON_INITIALIZER;
    enum kripa_status status = kp_bson_record(&own, schema, record, err);
    bool all = status == KRIPA_OK && bson_equal(&own, document);
    bson_destroy(&own);
    *out = NULL;
    if (status != KRIPA_OK || all)
        return status;
    size_t size;
    char *text = bson_as_canonical_extended_json(document, &size);
    *out = text ? kripa_arena_text(arena, text, size) : NULL;
    bson_free(text);
    return *out ? KRIPA_OK : kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
}

/* Whether both records' members would be written alike. */
static bool says_same(const struct kripa_field *field, const char *left, const char *right)
{
    bson_t of_left = BSON_INITIALIZER, of_right = BSON_INITIALIZER;
    bool written = kp_bson_member(&of_left, "m", field, left + field->at, left + field->count_at,
                                  NULL) == KRIPA_OK &&
                   kp_bson_member(&of_right, "m", field, right + field->at, right + field->count_at,
                                  NULL) == KRIPA_OK;
    bool same = written && bson_equal(&of_left, &of_right);
    bson_destroy(&of_left);
    bson_destroy(&of_right);
    return same;
}

static enum kripa_status append_member(bson_t *to, const bson_iter_t *iter,
                                       const struct kripa_field *field, const char *record,
                                       const char *read, struct kripa_error *err)
{
    if (!field || says_same(field, record, read)) {
        bson_append_iter(to, NULL, 0, iter);
        return KRIPA_OK;
    }
    return kp_bson_member(to, bson_iter_key(iter), field, record + field->at,
                          record + field->count_at, err);
}

/* What the document lacks, unless it counts as what the record says. */
static enum kripa_status append_missing(bson_t *to, const bson_t *document,
                                        const struct kripa_schema *schema, const char *record,
                                        const char *read, struct kripa_error *err)
{
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; i < schema->count && status == KRIPA_OK; i++) {
        const struct kripa_field *field = &schema->fields[i];
        const char *name = kripa_field_column(field);
        if (field->flags & (KRIPA_UNSTORED | KRIPA_REST) || bson_has_field(document, name) ||
            says_same(field, record, read))
            continue;
        status = kp_bson_member(to, name, field, record + field->at, record + field->count_at, err);
    }
    return status;
}

static enum kripa_status unfold(bson_t *to, const struct kripa_schema *schema, const char *record,
                                const bson_t *document, struct kripa_arena *arena,
                                struct kripa_error *err)
{
    size_t guess = 0, at = 0;
    bson_iter_t iter;
    char *read = kripa_arena_alloc(arena, schema->size, 1);
    if (!read)
        return kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
    enum kripa_status status = kp_bson_read(schema, document, read, arena, err);
    bson_iter_init(&iter, document);
    while (status == KRIPA_OK && bson_iter_next(&iter))
        status = append_member(to, &iter, kp_bson_field(schema, bson_iter_key(&iter), &guess, &at),
                               record + at, read + at, err);
    return status == KRIPA_OK ? append_missing(to, document, schema, record, read, err) : status;
}

enum kripa_status kp_bson_unfold(bson_t *to, const struct kripa_schema *schema, const void *record,
                                 const char *rest, struct kripa_arena *arena,
                                 struct kripa_error *err)
{
    bson_error_t error;
    bson_t *document = bson_new_from_json((const uint8_t *)rest, -1, &error);
    if (!document)
        return kripa_fail_field(err, KRIPA_INVALID, KRIPA_REST_NAME, "is no document");
    enum kripa_status status = unfold(to, schema, record, document, arena, err);
    bson_destroy(document);
    return status;
}
