/* SPDX-License-Identifier: MIT
 * Conditions as parts of a filter. */
#include <string.h>

#include "base/status.h"
#include "filter.h"

static const char *path_of(const struct kp_filter *filter, const struct kp_name *name)
{
    if (!name->item)
        return name->column->stored;
    return kripa_arena_format(filter->arena, "%s.%s", name->column->stored, name->item->stored);
}

static enum kripa_status one_of(struct kp_filter *filter, const char *path,
                                const struct kp_column *column, const struct kripa_cond *cond)
{
    struct kp_scalar absent = kp_filter_default(column);
    struct kp_test test;
    bson_t values;
    uint32_t count = 0;
    enum kripa_status status = KRIPA_OK;
    kp_test_begin(&test, filter, path);
    BSON_APPEND_ARRAY_BEGIN(&test.inner, "$in", &values);
    for (size_t i = 0; i < cond->values_count && status == KRIPA_OK; i++) {
        char digits[16];
        const char *index;
        struct kp_scalar scalar = {0};
        status = kp_scalar_of_value(column, &cond->values[i], filter->arena, &scalar, filter->err);
        if (status != KRIPA_OK || scalar.kind == KP_NULL)
            continue;
        bson_uint32_to_string(count++, &index, digits, sizeof digits);
        kp_bson_scalar(&values, index, column, &scalar);
        if (!kp_scalar_holds(&absent, KRIPA_EQ, &scalar))
            continue;
        bson_uint32_to_string(count++, &index, digits, sizeof digits);
        bson_append_null(&values, index, -1);
    }
    bson_append_array_end(&test.inner, &values);
    kp_test_end(&test);
    return status;
}

/* The last character of a text, and where it begins. */
static bson_unichar_t last_character(const char *text, size_t size, size_t *at)
{
    *at = size - 1;
    while (*at > 0 && ((unsigned char)text[*at] & 0xc0) == 0x80)
        --*at;
    return bson_utf8_get_char(text + *at);
}

/* Writes the first text after all texts with this beginning: its last character is raised by one
 * or, if it is the highest, removed and the one before raised. The result must be UTF-8, as it is
 * sent. 0: there is none. */
static size_t after_prefix(struct kripa_text prefix, char *out)
{
    memcpy(out, prefix.at, prefix.size);
    out[prefix.size] = '\0';
    for (size_t size = prefix.size, at; size > 0; size = at) {
        bson_unichar_t character = last_character(out, size, &at) + 1;
        char bytes[6];
        uint32_t count;
        if (character > 0x10ffff)
            continue;
        if (character == 0xd800) /* surrogates are no characters */
            character = 0xe000;
        bson_utf8_from_unichar(character, bytes, &count);
        memcpy(out + at, bytes, count);
        return at + count;
    }
    return 0;
}

static enum kripa_status append_prefix(struct kp_filter *filter, bson_t *to,
                                       struct kripa_text prefix)
{
    char *end = kripa_arena_alloc(filter->arena, 1, prefix.size + 8);
    if (!end)
        return kp_no_memory(filter->err);
    size_t size = after_prefix(prefix, end);
    bson_append_utf8(to, "$gte", -1, prefix.at, (int)prefix.size);
    if (size > 0)
        bson_append_utf8(to, "$lt", -1, end, (int)size);
    return KRIPA_OK;
}

static enum kripa_status begins(struct kp_filter *filter, const struct kp_name *name,
                                const struct kripa_value *value)
{
    struct kp_test test;
    bson_t element, member;
    if (value->kind != KRIPA_VALUE_TEXT) {
        if (value->kind != KRIPA_VALUE_NONE)
            return kripa_fail(filter->err, KRIPA_INVALID, "%s: a value of another kind is needed",
                              name->column->path);
        kp_filter_nothing(filter);
        return KRIPA_OK;
    }
    kp_test_begin(&test, filter, name->column->stored);
    bson_t *range = &test.inner;
    if (name->item || name->column->list) {
        BSON_APPEND_DOCUMENT_BEGIN(&test.inner, "$elemMatch", &element);
        range = &element;
    }
    if (name->item) {
        bson_append_document_begin(&element, name->item->stored, -1, &member);
        range = &member;
    }
    enum kripa_status status = append_prefix(filter, range, value->as.text);
    if (name->item)
        bson_append_document_end(&element, &member);
    if (range != &test.inner)
        bson_append_document_end(&test.inner, &element);
    kp_test_end(&test);
    return status;
}

static enum kripa_status same(struct kp_filter *filter, const char *path,
                              const struct kp_column *column, const void *record);

/* Compares all columns of an element or optional record, under its path. */
static enum kripa_status same_members(struct kp_filter *filter, const char *path,
                                      const struct kp_plan *plan, const void *record)
{
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; i < plan->count && status == KRIPA_OK; i++) {
        const char *inner =
            kripa_arena_format(filter->arena, "%s.%s", path, plan->columns[i].stored);
        status = inner ? same(filter, inner, &plan->columns[i], record) : kp_no_memory(filter->err);
    }
    return status;
}

static void has_size(struct kp_filter *filter, const char *path, size_t count)
{
    struct kp_test test;
    kp_test_begin(&test, filter, path);
    BSON_APPEND_INT64(&test.inner, "$size", (int64_t)count);
    kp_test_end(&test);
}

/* Compares member by member, so that members that no table names don't matter. */
static enum kripa_status same_list(struct kp_filter *filter, const char *path,
                                   const struct kp_column *column, const void *record)
{
    const char *elements;
    size_t count;
    bson_t part;
    memcpy(&elements, (const char *)record + column->at, sizeof elements);
    memcpy(&count, (const char *)record + column->count_at, sizeof count);
    if (count == 0) {
        kp_filter_empty_list(filter, path);
        return KRIPA_OK;
    }
    if (!column->items) {
        kp_filter_begin(filter, &part);
        enum kripa_status status = kp_bson_column(&part, path, column, record, filter->err);
        kp_filter_finish(filter, &part);
        return status;
    }
    enum kripa_status status = KRIPA_OK;
    has_size(filter, path, count);
    for (size_t i = 0; i < count && status == KRIPA_OK; i++) {
        const char *element = kripa_arena_format(filter->arena, "%s.%zu", path, i);
        status = element ? same_members(filter, element, column->items,
                                        elements + i * column->field->item->size)
                         : kp_no_memory(filter->err);
    }
    return status;
}

static enum kripa_status same(struct kp_filter *filter, const char *path,
                              const struct kp_column *column, const void *record)
{
    if (column->list)
        return same_list(filter, path, column, record);
    if (column->json) {
        const void *inner;
        memcpy(&inner, (const char *)record + column->at, sizeof inner);
        if (inner)
            return same_members(filter, path, column->items, inner);
        kp_filter_absent(filter, path);
        return KRIPA_OK;
    }
    struct kp_scalar value;
    enum kripa_status status =
        kp_scalar_of_record(column, record, filter->arena, &value, filter->err);
    if (status == KRIPA_OK && value.kind == KP_NULL)
        kp_filter_absent(filter, path);
    else if (status == KRIPA_OK)
        kp_filter_compare(filter, path, column, KRIPA_EQ, &value);
    return status;
}

static enum kripa_status still_same(struct kp_filter *filter, const struct kp_name *name,
                                    const struct kripa_cond *cond)
{
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; i < name->count && status == KRIPA_OK; i++)
        status = same(filter, name->column[i].stored, &name->column[i], cond->values->as.record);
    return status;
}

static enum kripa_status compared(struct kp_filter *filter, const struct kp_name *name,
                                  const struct kripa_cond *cond)
{
    struct kp_scalar value;
    enum kripa_status status =
        kp_scalar_of_value(name->column, cond->values, filter->arena, &value, filter->err);
    if (status == KRIPA_OK)
        kp_filter_compare(filter, name->column->stored, name->column, cond->op, &value);
    return status;
}

static void is_absent(struct kp_filter *filter, const struct kp_name *name)
{
    if (name->column->list)
        kp_filter_empty_list(filter, name->column->stored);
    else if (name->column->absent)
        kp_filter_absent(filter, name->column->stored);
    else
        kp_filter_nothing(filter);
}

static enum kripa_status add(struct kp_filter *filter, const struct kp_plan *plan,
                             const struct kripa_cond *cond)
{
    struct kp_name name;
    unsigned char elsewhere;
    enum kripa_status status = kp_condition_resolve(plan, cond, &name, &elsewhere, filter->err);
    if (status != KRIPA_OK)
        return status;
    const char *path = path_of(filter, &name);
    if (!path)
        return kp_no_memory(filter->err);
    switch (cond->op) {
    case KRIPA_IN:
    case KRIPA_HAS:
        return one_of(filter, path, kp_name_compared(&name), cond);
    case KRIPA_PREFIX:
        return begins(filter, &name, cond->values);
    case KRIPA_ABSENT:
        is_absent(filter, &name);
        return KRIPA_OK;
    case KRIPA_UNCHANGED:
        return still_same(filter, &name, cond);
    default:
        return compared(filter, &name, cond);
    }
}

enum kripa_status kp_filter_conds(struct kp_filter *filter, const struct kp_plan *plan,
                                  const struct kripa_cond *conds, size_t count)
{
    enum kripa_status status = kp_conditions_count(count, filter->err);
    for (size_t i = 0; i < count && status == KRIPA_OK; i++)
        status = add(filter, plan, &conds[i]);
    return status;
}
