/* SPDX-License-Identifier: MIT
 * Reads documents into records. They may be older than Kripa or another program's: a value of
 * another type than the table's counts as absent, and nothing is an error. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/status.h"
#include "values.h"

#define INT64_AS_DOUBLE 9223372036854775808.0

static bool round_double(double value, int64_t *out)
{
    if (!(value > -INT64_AS_DOUBLE && value < INT64_AS_DOUBLE)) /* false for NaN, too */
        return false;
    *out = llround(value);
    return true;
}

/* Reads up to `digits` decimal places; a decimal in an unusual notation is read as a double. */
static bool read_decimal(const bson_iter_t *iter, int digits, int64_t *out)
{
    bson_decimal128_t decimal;
    char text[BSON_DECIMAL128_STRING], *end;
    if (!bson_iter_decimal128(iter, &decimal))
        return false;
    bson_decimal128_to_string(&decimal, text);
    char *point = strchr(text, '.');
    size_t places = point ? strlen(point + 1) : 0;
    if (strpbrk(text, "EeIN") || places > (size_t)digits) {
        double scaled = strtod(text, &end) * (digits == 2 ? 100 : 1);
        return *end == '\0' && round_double(scaled, out);
    }
    if (point)
        memmove(point, point + 1, places + 1);
    errno = 0;
    long long whole = strtoll(text, &end, 10);
    if (errno == ERANGE)
        return false;
    for (size_t i = places; i < (size_t)digits; i++)
        if (__builtin_mul_overflow(whole, 10, &whole))
            return false;
    *out = whole;
    return *end == '\0';
}

bool kp_bson_int(const bson_iter_t *iter, int64_t *out)
{
    if (BSON_ITER_HOLDS_INT32(iter))
        *out = bson_iter_int32(iter);
    else if (BSON_ITER_HOLDS_INT64(iter))
        *out = bson_iter_int64(iter);
    else if (BSON_ITER_HOLDS_DOUBLE(iter))
        return round_double(bson_iter_double(iter), out);
    else
        return BSON_ITER_HOLDS_DECIMAL128(iter) && read_decimal(iter, 0, out);
    return true;
}

bool kp_bson_read_hundredths(const bson_iter_t *iter, int64_t *out)
{
    int64_t whole;
    if (BSON_ITER_HOLDS_DOUBLE(iter))
        return round_double(bson_iter_double(iter) * 100, out);
    if (BSON_ITER_HOLDS_DECIMAL128(iter))
        return read_decimal(iter, 2, out);
    return kp_bson_int(iter, &whole) && !__builtin_mul_overflow(whole, 100, out);
}

static bool read_id(const bson_iter_t *iter, struct kripa_id *out)
{
    bson_oid_t parsed;
    const bson_oid_t *oid = NULL;
    uint32_t size;
    if (BSON_ITER_HOLDS_OID(iter)) {
        oid = bson_iter_oid(iter);
    } else if (BSON_ITER_HOLDS_UTF8(iter)) {
        const char *hex = bson_iter_utf8(iter, &size);
        if (!bson_oid_is_valid(hex, size))
            return false;
        bson_oid_init_from_string(&parsed, hex);
        oid = &parsed;
    }
    if (oid)
        memcpy(out->bytes, oid->bytes, sizeof out->bytes);
    return oid != NULL;
}

static bool read_bool(const bson_iter_t *iter, bool *out)
{
    int64_t number;
    if (BSON_ITER_HOLDS_BOOL(iter)) {
        *out = bson_iter_bool(iter);
        return true;
    }
    bool is_number = kp_bson_int(iter, &number);
    if (is_number)
        *out = number != 0;
    return is_number;
}

static bool read_enum(const struct kripa_field *field, const bson_iter_t *iter, int *out)
{
    if (!BSON_ITER_HOLDS_UTF8(iter))
        return false;
    const char *name = bson_iter_utf8(iter, NULL);
    for (int i = 0; field->names[i]; i++)
        if (strcmp(field->names[i], name) == 0) {
            *out = i;
            return true;
        }
    return false;
}

static enum kripa_status read_text(const bson_iter_t *iter, const char **out,
                                   struct kripa_arena *arena, struct kripa_error *err)
{
    uint32_t size;
    if (!BSON_ITER_HOLDS_UTF8(iter))
        return KRIPA_OK;
    const char *text = bson_iter_utf8(iter, &size);
    *out = kripa_arena_text(arena, text, size);
    return *out ? KRIPA_OK : kp_no_memory(err);
}

static enum kripa_status read_document(const struct kripa_schema *schema, const bson_iter_t *iter,
                                       void *record, struct kripa_arena *arena,
                                       struct kripa_error *err)
{
    bson_t document;
    if (!kp_bson_inside(iter, &document))
        return kripa_fail(err, KRIPA_CORRUPT, "a stored %s can't be read", schema->name);
    return kp_bson_read(schema, &document, record, arena, err);
}

static enum kripa_status read_optional(const struct kripa_field *field, const bson_iter_t *iter,
                                       void **out, struct kripa_arena *arena,
                                       struct kripa_error *err)
{
    if (!BSON_ITER_HOLDS_DOCUMENT(iter))
        return KRIPA_OK;
    *out = kripa_arena_alloc(arena, field->item->size, 1);
    return *out ? read_document(field->item, iter, *out, arena, err) : kp_no_memory(err);
}

/* Whether the value can be an element of this list. */
static bool belongs(const struct kripa_field *field, const bson_iter_t *element)
{
    struct kripa_id id;
    if (field->type == KRIPA_TYPE_TEXTS)
        return BSON_ITER_HOLDS_UTF8(element);
    if (field->type == KRIPA_TYPE_IDS)
        return read_id(element, &id);
    return BSON_ITER_HOLDS_DOCUMENT(element);
}

static enum kripa_status read_element(const struct kripa_field *field, const bson_iter_t *iter,
                                      void *element, struct kripa_arena *arena,
                                      struct kripa_error *err)
{
    if (field->type == KRIPA_TYPE_TEXTS)
        return read_text(iter, element, arena, err);
    if (field->type == KRIPA_TYPE_LIST)
        return read_document(field->item, iter, element, arena, err);
    read_id(iter, element);
    return KRIPA_OK;
}

static enum kripa_status read_list(const struct kripa_field *field, const bson_iter_t *iter,
                                   char **out, size_t *count, struct kripa_arena *arena,
                                   struct kripa_error *err)
{
    bson_iter_t element;
    size_t size = kripa_field_element_size(field), found = 0;
    if (!BSON_ITER_HOLDS_ARRAY(iter) || !bson_iter_recurse(iter, &element))
        return KRIPA_OK;
    while (bson_iter_next(&element))
        found += belongs(field, &element);
    if (found == 0)
        return KRIPA_OK;
    *out = kripa_arena_alloc(arena, size, found);
    if (!*out)
        return kp_no_memory(err);
    *count = 0;
    bson_iter_recurse(iter, &element);
    while (bson_iter_next(&element)) {
        if (!belongs(field, &element))
            continue;
        enum kripa_status status =
            read_element(field, &element, *out + size * (*count)++, arena, err);
        if (status != KRIPA_OK)
            return status;
    }
    return KRIPA_OK;
}

static enum kripa_status read_member(const struct kripa_field *field, const bson_iter_t *iter,
                                     char *record, struct kripa_arena *arena,
                                     struct kripa_error *err)
{
    void *member = record + field->at;
    struct kripa_int *optional = member;
    switch (field->type) {
    case KRIPA_TYPE_TEXT:
        return read_text(iter, member, arena, err);
    case KRIPA_TYPE_INT:
        kp_bson_int(iter, member);
        return KRIPA_OK;
    case KRIPA_TYPE_MONEY:
        kp_bson_read_hundredths(iter, member);
        return KRIPA_OK;
    case KRIPA_TYPE_OPT_INT:
        optional->set = kp_bson_int(iter, &optional->value);
        return KRIPA_OK;
    case KRIPA_TYPE_OPT_MONEY:
    case KRIPA_TYPE_OPT_RATE:
        optional->set = kp_bson_read_hundredths(iter, &optional->value);
        return KRIPA_OK;
    case KRIPA_TYPE_TIME:
        if (BSON_ITER_HOLDS_DATE_TIME(iter))
            *(int64_t *)member = bson_iter_date_time(iter);
        return KRIPA_OK;
    case KRIPA_TYPE_BOOL:
        read_bool(iter, member);
        return KRIPA_OK;
    case KRIPA_TYPE_ID:
        read_id(iter, member);
        return KRIPA_OK;
    case KRIPA_TYPE_ENUM:
        read_enum(field, iter, member);
        return KRIPA_OK;
    case KRIPA_TYPE_RECORD:
        return BSON_ITER_HOLDS_DOCUMENT(iter) ? read_document(field->item, iter, member, arena, err)
                                              : KRIPA_OK;
    case KRIPA_TYPE_OPT_RECORD:
        return read_optional(field, iter, member, arena, err);
    case KRIPA_TYPE_LIST:
    case KRIPA_TYPE_TEXTS:
    case KRIPA_TYPE_IDS:
        return read_list(field, iter, member, (size_t *)(void *)(record + field->count_at), arena,
                         err);
    }
    return KRIPA_OK;
}

/* Fills in the table's defaults, for what old documents lack. */
static void take_defaults(const struct kripa_schema *schema, char *record)
{
    for (size_t i = 0; i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i];
        if (field->default_value == 0 || field->flags & KRIPA_UNSTORED)
            continue;
        if (field->type == KRIPA_TYPE_BOOL)
            *(bool *)(record + field->at) = field->default_value != 0;
        else if (field->type == KRIPA_TYPE_INT || field->type == KRIPA_TYPE_MONEY)
            memcpy(record + field->at, &field->default_value, sizeof field->default_value);
    }
}

static enum kripa_status read_residual(const struct kripa_schema *schema, const bson_t *document,
                                       char *record, struct kripa_arena *arena,
                                       struct kripa_error *err)
{
    const struct kripa_field *field = kp_bson_residual_field(schema);
    const char *text;
    if (!field)
        return KRIPA_OK;
    enum kripa_status status = kp_bson_residual(schema, document, record, arena, &text, err);
    if (status == KRIPA_OK)
        memcpy(record + field->at, &text, sizeof text);
    return status;
}

enum kripa_status kp_bson_read(const struct kripa_schema *schema, const bson_t *document,
                               void *record, struct kripa_arena *arena, struct kripa_error *err)
{
    bson_iter_t iter;
    size_t guess = 0, at = 0;
    take_defaults(schema, record);
    if (!bson_iter_init(&iter, document))
        return kripa_fail(err, KRIPA_CORRUPT, "a stored %s can't be read", schema->name);
    while (bson_iter_next(&iter)) {
        const struct kripa_field *field = kp_bson_field(schema, bson_iter_key(&iter), &guess, &at);
        enum kripa_status status =
            field ? read_member(field, &iter, (char *)record + at, arena, err) : KRIPA_OK;
        if (status != KRIPA_OK)
            return status;
    }
    return read_residual(schema, document, record, arena, err);
}

static bool value_number(const struct kripa_field *field, const bson_iter_t *iter, int64_t *out)
{
    bool yes = false;
    int name = 0;
    bool found;
    switch (field->type) {
    case KRIPA_TYPE_INT:
    case KRIPA_TYPE_OPT_INT:
        return kp_bson_int(iter, out);
    case KRIPA_TYPE_MONEY:
    case KRIPA_TYPE_OPT_MONEY:
    case KRIPA_TYPE_OPT_RATE:
        return kp_bson_read_hundredths(iter, out);
    case KRIPA_TYPE_TIME:
        *out = BSON_ITER_HOLDS_DATE_TIME(iter) ? bson_iter_date_time(iter) : 0;
        return *out != 0;
    case KRIPA_TYPE_BOOL:
        found = read_bool(iter, &yes);
        *out = yes;
        return found;
    case KRIPA_TYPE_ENUM:
        found = read_enum(field, iter, &name);
        *out = name;
        return found;
    default:
        return false;
    }
}

enum kripa_status kp_bson_value(const struct kp_column *column, const bson_iter_t *iter,
                                struct kripa_arena *arena, struct kripa_value *out,
                                struct kripa_error *err)
{
    const struct kripa_field *field = column->field;
    *out = (struct kripa_value){.kind = KRIPA_VALUE_NONE};
    if (field->type == KRIPA_TYPE_ID || field->type == KRIPA_TYPE_IDS) {
        out->kind = read_id(iter, &out->as.id) ? KRIPA_VALUE_ID : KRIPA_VALUE_NONE;
        return KRIPA_OK;
    }
    if (field->type != KRIPA_TYPE_TEXT && field->type != KRIPA_TYPE_TEXTS) {
        int64_t number;
        if (value_number(field, iter, &number))
            *out = (struct kripa_value){.kind = KRIPA_VALUE_INT, .as.number = number};
        return KRIPA_OK;
    }
    const char *text = NULL;
    enum kripa_status status = read_text(iter, &text, arena, err);
    if (status == KRIPA_OK && text)
        *out = (struct kripa_value){.kind = KRIPA_VALUE_TEXT, .as.text = {text, strlen(text)}};
    return status;
}
