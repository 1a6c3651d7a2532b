/* SPDX-License-Identifier: MIT
 * A table of the values that were seen. */
#include "batch.h"

#include <string.h>

struct seen_value {
    const struct kripa_field *field;
    const char *text;
    size_t number; /* where it was seen */
    struct seen_value *next;
};

/* FNV-1a */
static size_t bucket_of(const char *text)
{
    uint32_t hash = 2166136261U;
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 16777619U;
    return hash % SEEN_BUCKETS;
}

static const struct seen_value *find(const struct seen *seen, const struct kripa_field *field,
                                     const char *text)
{
    const struct seen_value *value = seen->buckets[bucket_of(text)];
    while (value && (value->field != field || strcmp(value->text, text) != 0))
        value = value->next;
    return value;
}

static bool keep(struct seen *seen, const struct kripa_field *field, const char *text,
                 size_t number)
{
    struct seen_value *value = kripa_arena_alloc(seen->arena, sizeof *value, 1);
    const char *copy = kripa_arena_text(seen->arena, text, strlen(text));
    if (!value || !copy)
        return false;
    struct seen_value **bucket = &seen->buckets[bucket_of(text)];
    *value = (struct seen_value){field, copy, number, *bucket};
    *bucket = value;
    return true;
}

/* A slug that is made of the name gives way to an existing one; one that was given does not. */
static const char *unique_value(const struct kripa_schema *schema, const struct kripa_field *field,
                                const void *record, kripa_given given)
{
    if (!(field->flags & KRIPA_UNIQUE) || field->type != KRIPA_TYPE_TEXT)
        return NULL;
    kripa_given bit = kripa_schema_bit(schema, field->name);
    if (bit && !(given & bit))
        return NULL;
    return *(const char *const *)((const char *)record + field->at);
}

enum kripa_status seen_check(struct seen *seen, const void *record, kripa_given given,
                             size_t number, struct kripa_error *err)
{
    const struct kripa_schema *schema = seen->schema;
    for (size_t i = 0; i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i];
        const char *text = unique_value(schema, field, record, given);
        const struct seen_value *met = text ? find(seen, field, text) : NULL;
        if (met)
            return kripa_fail_field(err, KRIPA_EXISTS, field->name, "stands in %zu already",
                                    met->number);
    }
    for (size_t i = 0; i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i];
        const char *text = unique_value(schema, field, record, given);
        if (text && !keep(seen, field, text, number))
            return kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
    }
    return KRIPA_OK;
}

bool seen_before(const struct seen *seen, const char *name, const void *record)
{
    const struct kripa_field *field = kripa_field_stored(seen->schema, name);
    return find(seen, field, *(const char *const *)((const char *)record + field->at)) != NULL;
}
