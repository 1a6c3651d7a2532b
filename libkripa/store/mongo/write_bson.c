/* SPDX-License-Identifier: MIT
 * Records as documents. */
#include <stdio.h>
#include <string.h>

#include "values.h"

#define EXACT_DOUBLE_MAX (INT64_C(1) << 53)

void kp_bson_id(bson_t *to, const char *key, struct kripa_id id)
{
    bson_oid_t oid;
    memcpy(oid.bytes, id.bytes, sizeof oid.bytes);
    bson_append_oid(to, key, -1, &oid);
}

/* Whole rupees are integers, others doubles, as JavaScript has them; those that no double
 * represents are decimals. */
void kp_bson_hundredths(bson_t *to, const char *key, int64_t hundredths)
{
    int64_t whole = hundredths / 100, rest = hundredths % 100;
    if (rest == 0 && whole >= INT32_MIN && whole <= INT32_MAX) {
        bson_append_int32(to, key, -1, (int32_t)whole);
    } else if (rest == 0) {
        bson_append_int64(to, key, -1, whole);
    } else if (hundredths > -EXACT_DOUBLE_MAX && hundredths < EXACT_DOUBLE_MAX) {
        bson_append_double(to, key, -1, (double)hundredths / 100);
    } else {
        char text[32];
        bson_decimal128_t decimal;
        snprintf(text, sizeof text, "%lldE-2", (long long)hundredths);
        bson_decimal128_from_string(text, &decimal);
        bson_append_decimal128(to, key, -1, &decimal);
    }
}

static enum kripa_status append_enum(bson_t *to, const char *key, const struct kripa_field *field,
                                     int value, struct kripa_error *err)
{
    for (int i = 0; field->names[i]; i++)
        if (i == value) {
            bson_append_utf8(to, key, -1, field->names[i], -1);
            return KRIPA_OK;
        }
    return kripa_fail(err, KRIPA_INVALID, "%s has no value %d", field->name, value);
}

static enum kripa_status append_record(bson_t *to, const char *key,
                                       const struct kripa_schema *schema, const void *record,
                                       struct kripa_error *err)
{
    bson_t inner;
    bson_append_document_begin(to, key, -1, &inner);
    enum kripa_status status = kp_bson_record(&inner, schema, record, err);
    bson_append_document_end(to, &inner);
    return status;
}

static void append_optional(bson_t *to, const char *key, struct kripa_int value, bool hundredths)
{
    if (value.set && hundredths)
        kp_bson_hundredths(to, key, value.value);
    else if (value.set)
        bson_append_int64(to, key, -1, value.value);
}

/* A NULL text in a list is stored as "", as it would otherwise be lost. */
static enum kripa_status append_element(bson_t *to, const char *key,
                                        const struct kripa_field *field, const void *element,
                                        struct kripa_error *err)
{
    const char *const *text = element;
    if (field->type == KRIPA_TYPE_TEXTS)
        bson_append_utf8(to, key, -1, *text ? *text : "", -1);
    else if (field->type == KRIPA_TYPE_IDS)
        kp_bson_id(to, key, *(const struct kripa_id *)element);
    else
        return append_record(to, key, field->item, element, err);
    return KRIPA_OK;
}

static enum kripa_status append_list(bson_t *to, const char *key, const struct kripa_field *field,
                                     const char *elements, size_t count, struct kripa_error *err)
{
    bson_t list;
    enum kripa_status status = KRIPA_OK;
    bson_append_array_begin(to, key, -1, &list);
    for (size_t i = 0; i < count && status == KRIPA_OK; i++) {
        char digits[16];
        const char *index;
        bson_uint32_to_string((uint32_t)i, &index, digits, sizeof digits);
        status = append_element(&list, index, field, elements + i * kripa_field_element_size(field),
                                err);
    }
    bson_append_array_end(to, &list);
    return status;
}

/* Appends the value of `member`; nothing when it is absent, [] for an empty list. INVALID for an
 * enum without a name. `count` is that of a list. */
static enum kripa_status append_member(bson_t *to, const char *key, const struct kripa_field *field,
                                       const void *member, const void *count,
                                       struct kripa_error *err)
{
    const char *const *pointer = member;
    const int64_t *integer = member;
    switch (field->type) {
    case KRIPA_TYPE_TEXT:
        if (*pointer)
            bson_append_utf8(to, key, -1, *pointer, -1);
        return KRIPA_OK;
    case KRIPA_TYPE_INT: /* in a unique field 0 means absent */
        if (*integer || !(field->flags & KRIPA_UNIQUE))
            bson_append_int64(to, key, -1, *integer);
        return KRIPA_OK;
    case KRIPA_TYPE_MONEY:
        kp_bson_hundredths(to, key, *integer);
        return KRIPA_OK;
    case KRIPA_TYPE_OPT_INT:
    case KRIPA_TYPE_OPT_MONEY:
    case KRIPA_TYPE_OPT_RATE:
        append_optional(to, key, *(const struct kripa_int *)member,
                        field->type != KRIPA_TYPE_OPT_INT);
        return KRIPA_OK;
    case KRIPA_TYPE_TIME:
        if (*integer)
            bson_append_date_time(to, key, -1, *integer);
        return KRIPA_OK;
    case KRIPA_TYPE_BOOL:
        bson_append_bool(to, key, -1, *(const bool *)member);
        return KRIPA_OK;
    case KRIPA_TYPE_ID:
        if (!kripa_id_is_zero(*(const struct kripa_id *)member))
            kp_bson_id(to, key, *(const struct kripa_id *)member);
        return KRIPA_OK;
    case KRIPA_TYPE_ENUM:
        return append_enum(to, key, field, *(const int *)member, err);
    case KRIPA_TYPE_RECORD:
        return append_record(to, key, field->item, member, err);
    case KRIPA_TYPE_OPT_RECORD:
        return *pointer ? append_record(to, key, field->item, *pointer, err) : KRIPA_OK;
    case KRIPA_TYPE_LIST:
    case KRIPA_TYPE_TEXTS:
    case KRIPA_TYPE_IDS:
        return append_list(to, key, field, *pointer, *(const size_t *)count, err);
    }
    return kripa_fail(err, KRIPA_INTERNAL, "%s has no type", field->name);
}

static bool is_stored(const struct kripa_field *field)
{
    return !(field->flags & (KRIPA_UNSTORED | KRIPA_RESIDUAL));
}

static enum kripa_status append_field(bson_t *to, const struct kripa_field *field,
                                      const char *record, struct kripa_error *err)
{
    if (field->type == KRIPA_TYPE_RECORD && field->flags & KRIPA_FLAT)
        return kp_bson_record(to, field->item, record + field->at, err);
    return append_member(to, kripa_field_column(field), field, record + field->at,
                         record + field->count_at, err);
}

enum kripa_status kp_bson_record(bson_t *to, const struct kripa_schema *schema, const void *record,
                                 struct kripa_error *err)
{
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; i < schema->count && status == KRIPA_OK; i++)
        if (is_stored(&schema->fields[i]))
            status = append_field(to, &schema->fields[i], record, err);
    return status;
}

enum kripa_status kp_bson_column(bson_t *to, const char *key, const struct kp_column *column,
                                 const void *record, struct kripa_error *err)
{
    const char *base = record;
    return append_member(to, key, column->field, base + column->at, base + column->count_at, err);
}

static void append_text(bson_t *to, const char *key, const struct kp_column *column,
                        const struct kp_scalar *scalar)
{
    bson_oid_t oid;
    bool is_id = column->field->type == KRIPA_TYPE_ID || column->field->type == KRIPA_TYPE_IDS;
    if (!is_id) {
        bson_append_utf8(to, key, -1, scalar->text, (int)scalar->size);
        return;
    }
    bson_oid_init_from_string(&oid, scalar->text);
    bson_append_oid(to, key, -1, &oid);
}

void kp_bson_scalar(bson_t *to, const char *key, const struct kp_column *column,
                    const struct kp_scalar *scalar)
{
    if (scalar->kind == KP_TEXT)
        append_text(to, key, column, scalar);
    if (scalar->kind != KP_INT)
        return;
    switch (column->field->type) {
    case KRIPA_TYPE_MONEY:
    case KRIPA_TYPE_OPT_MONEY:
    case KRIPA_TYPE_OPT_RATE:
        kp_bson_hundredths(to, key, scalar->number);
        return;
    case KRIPA_TYPE_TIME:
        bson_append_date_time(to, key, -1, scalar->number);
        return;
    case KRIPA_TYPE_BOOL:
        bson_append_bool(to, key, -1, scalar->number != 0);
        return;
    default:
        bson_append_int64(to, key, -1, scalar->number);
    }
}

const struct kripa_field *kp_bson_field(const struct kripa_schema *schema, const char *name,
                                        size_t *guess, size_t *at)
{
    for (size_t i = 0; i < schema->count; i++) {
        size_t place = (*guess + i) % schema->count;
        const struct kripa_field *field = &schema->fields[place];
        if (!is_stored(field))
            continue;
        if (field->type == KRIPA_TYPE_RECORD && field->flags & KRIPA_FLAT) {
            size_t inner_guess = 0, inner_at = 0;
            const struct kripa_field *inner =
                kp_bson_field(field->item, name, &inner_guess, &inner_at);
            *at = field->at + inner_at;
            if (inner)
                return inner;
        } else if (strcmp(kripa_field_column(field), name) == 0) {
            *guess = place + 1;
            *at = 0;
            return field;
        }
    }
    return NULL;
}
