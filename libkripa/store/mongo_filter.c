/* SPDX-License-Identifier: MIT
 * Conditions as a filter: {"$and": [...]}, one part a condition. An absent member counts as what
 * its struct can't leave out (0, false, the first name, what the table falls back to), so where
 * that matches, null does: null finds what is absent. */
#include "mongo_filter.h"

#include <string.h>

void kp_filter_init(struct kp_filter *filter, struct kripa_arena *arena, struct kripa_error *err)
{
    bson_init(&filter->parts);
    filter->count = 0;
    filter->arena = arena;
    filter->err = err;
}

void kp_filter_clear(struct kp_filter *filter)
{
    bson_destroy(&filter->parts);
}

void kp_filter_end(const struct kp_filter *filter, bson_t *out)
{
    if (filter->count > 0)
        BSON_APPEND_ARRAY(out, "$and", &filter->parts);
}

static void begin_part(struct kp_filter *filter, bson_t *part)
{
    char digits[16];
    const char *index;
    bson_uint32_to_string(filter->count++, &index, digits, sizeof digits);
    bson_append_document_begin(&filter->parts, index, -1, part);
}

static void end_part(struct kp_filter *filter, bson_t *part)
{
    bson_append_document_end(&filter->parts, part);
}

/* A part {path: {...}}. */
struct test {
    struct kp_filter *filter;
    bson_t part, inner;
};

static void begin_test(struct test *test, struct kp_filter *filter, const char *path)
{
    test->filter = filter;
    begin_part(filter, &test->part);
    bson_append_document_begin(&test->part, path, -1, &test->inner);
}

static void end_test(struct test *test)
{
    bson_append_document_end(&test->part, &test->inner);
    end_part(test->filter, &test->part);
}

static void nothing(struct kp_filter *filter)
{
    struct test test;
    bson_t none;
    begin_test(&test, filter, "_id");
    BSON_APPEND_ARRAY_BEGIN(&test.inner, "$in", &none);
    bson_append_array_end(&test.inner, &none);
    end_test(&test);
}

void kp_filter_absent(struct kp_filter *filter, const char *path)
{
    bson_t part;
    begin_part(filter, &part);
    bson_append_null(&part, path, -1);
    end_part(filter, &part);
}

static void empty_list(struct kp_filter *filter, const char *path)
{
    struct test test;
    const char *first = kripa_arena_format(filter->arena, "%s.0", path);
    begin_test(&test, filter, first ? first : path);
    BSON_APPEND_BOOL(&test.inner, "$exists", false);
    end_test(&test);
}

void kp_filter_id(struct kp_filter *filter, const char *op, struct kripa_id id)
{
    struct test test;
    begin_test(&test, filter, "_id");
    kp_bson_id(&test.inner, op, id);
    end_test(&test);
}

void kp_filter_append_any(bson_t *to, const struct kp_column *column)
{
    static const bson_oid_t first;
    switch (column->field->type) {
    case KRIPA_TYPE_TEXT:
    case KRIPA_TYPE_ENUM:
        BSON_APPEND_UTF8(to, "$gte", "");
        return;
    case KRIPA_TYPE_ID:
        BSON_APPEND_OID(to, "$gte", &first);
        return;
    case KRIPA_TYPE_TIME:
        BSON_APPEND_DATE_TIME(to, "$gte", INT64_MIN);
        return;
    default:
        BSON_APPEND_INT64(to, "$gte", INT64_MIN);
    }
}

void kp_filter_present(struct kp_filter *filter, const struct kp_column *column)
{
    struct test test;
    begin_test(&test, filter, column->stored);
    kp_filter_append_any(&test.inner, column);
    end_test(&test);
}

void kp_filter_raw(struct kp_filter *filter, const char *path, const bson_value_t *value)
{
    bson_t part;
    if (!value) {
        struct test test;
        begin_test(&test, filter, path);
        BSON_APPEND_BOOL(&test.inner, "$exists", false);
        end_test(&test);
        return;
    }
    begin_part(filter, &part);
    bson_append_value(&part, path, -1, value);
    end_part(filter, &part);
}

/* What a stored number is rounded from: 33.333 is 33.33 here. */
static bool is_rounded(const struct kp_column *column)
{
    enum kripa_field_type type = column->field->type;
    return type == KRIPA_TYPE_MONEY || type == KRIPA_TYPE_OPT_MONEY || type == KRIPA_TYPE_OPT_RATE;
}

#define EXACT_HUNDREDTHS_MAX (INT64_C(1) << 45) /* above, half of one is no longer told apart */

/* The lower bound of all that rounds to `hundredths`. */
static void append_bound(bson_t *to, const char *op, int64_t hundredths)
{
    bool exact = hundredths < -EXACT_HUNDREDTHS_MAX || hundredths > EXACT_HUNDREDTHS_MAX;
    if (exact)
        kp_bson_hundredths(to, op, hundredths);
    else
        bson_append_double(to, op, -1, ((double)hundredths - 0.5) / 100);
}

static void append_rounded(bson_t *to, enum kripa_op op, int64_t value)
{
    bool large = value < -EXACT_HUNDREDTHS_MAX || value > EXACT_HUNDREDTHS_MAX;
    switch (op) {
    case KRIPA_LT:
        append_bound(to, "$lt", value);
        return;
    case KRIPA_GE:
        append_bound(to, "$gte", value);
        return;
    case KRIPA_LE:
        append_bound(to, large ? "$lte" : "$lt", large ? value : value + 1);
        return;
    case KRIPA_GT:
        append_bound(to, large ? "$gt" : "$gte", large ? value : value + 1);
        return;
    default:
        append_bound(to, "$gte", value);
        append_bound(to, large ? "$lte" : "$lt", large ? value : value + 1);
    }
}

static const char *const operators[] = {
    [KRIPA_EQ] = "$eq",  [KRIPA_NE] = "$ne", [KRIPA_LT] = "$lt",
    [KRIPA_LE] = "$lte", [KRIPA_GT] = "$gt", [KRIPA_GE] = "$gte",
};

static void append_comparison(bson_t *to, const struct kp_column *column, enum kripa_op op,
                              const struct kp_scalar *value)
{
    if (is_rounded(column) && value->kind == KP_INT)
        append_rounded(to, op, value->number);
    else
        kp_bson_scalar(to, operators[op], column, value);
}

/* What a document without the member counts as having; KP_NULL: nothing. */
static struct kp_scalar otherwise(const struct kp_column *column)
{
    struct kp_scalar value = kp_scalar_unset(column);
    if (value.kind == KP_INT)
        value.number = column->field->fallback;
    return value;
}

static bool holds(const struct kp_scalar *left, enum kripa_op op, const struct kp_scalar *right)
{
    int order = kp_scalar_compare(left, right);
    switch (op) {
    case KRIPA_LT:
        return order < 0;
    case KRIPA_LE:
        return order <= 0;
    case KRIPA_GT:
        return order > 0;
    case KRIPA_GE:
        return order >= 0;
    default:
        return order == 0;
    }
}

/* {path: {$in: [value, null]}}, or with $nin. */
static void in_or_null(struct kp_filter *filter, const char *path, const struct kp_column *column,
                       const char *op, const struct kp_scalar *value)
{
    struct test test;
    bson_t values;
    begin_test(&test, filter, path);
    bson_append_array_begin(&test.inner, op, -1, &values);
    kp_bson_scalar(&values, "0", column, value);
    BSON_APPEND_NULL(&values, "1");
    bson_append_array_end(&test.inner, &values);
    end_test(&test);
}

/* The contrary of the contrary, which absent ones meet. */
static void not_beyond(struct kp_filter *filter, const char *path, const struct kp_column *column,
                       enum kripa_op op, const struct kp_scalar *value)
{
    static const enum kripa_op contrary[] = {
        [KRIPA_EQ] = KRIPA_NE, [KRIPA_LT] = KRIPA_GE, [KRIPA_LE] = KRIPA_GT,
        [KRIPA_GT] = KRIPA_LE, [KRIPA_GE] = KRIPA_LT,
    };
    struct test test;
    bson_t inner;
    begin_test(&test, filter, path);
    BSON_APPEND_DOCUMENT_BEGIN(&test.inner, "$not", &inner);
    append_comparison(&inner, column, contrary[op], value);
    bson_append_document_end(&test.inner, &inner);
    end_test(&test);
}

static void compare_plainly(struct kp_filter *filter, const char *path,
                            const struct kp_column *column, enum kripa_op op,
                            const struct kp_scalar *value)
{
    struct test test;
    begin_test(&test, filter, path);
    append_comparison(&test.inner, column, op, value);
    end_test(&test);
}

/* {$or: [{path: ...}, {path: null}]}: of rounded values, which a range finds. */
static void rounded_or_null(struct kp_filter *filter, const char *path,
                            const struct kp_column *column, const struct kp_scalar *value)
{
    bson_t part, either, one, inner;
    begin_part(filter, &part);
    BSON_APPEND_ARRAY_BEGIN(&part, "$or", &either);
    BSON_APPEND_DOCUMENT_BEGIN(&either, "0", &one);
    bson_append_document_begin(&one, path, -1, &inner);
    append_comparison(&inner, column, KRIPA_EQ, value);
    bson_append_document_end(&one, &inner);
    bson_append_document_end(&either, &one);
    BSON_APPEND_DOCUMENT_BEGIN(&either, "1", &one);
    bson_append_null(&one, path, -1);
    bson_append_document_end(&either, &one);
    bson_append_array_end(&part, &either);
    end_part(filter, &part);
}

static void unequal(struct kp_filter *filter, const char *path, const struct kp_column *column,
                    const struct kp_scalar *value, bool absent_is_equal)
{
    struct test test;
    bson_t inner;
    if (is_rounded(column)) {
        begin_test(&test, filter, path);
        BSON_APPEND_DOCUMENT_BEGIN(&test.inner, "$not", &inner);
        append_comparison(&inner, column, KRIPA_EQ, value);
        bson_append_document_end(&test.inner, &inner);
        if (absent_is_equal)
            BSON_APPEND_NULL(&test.inner, "$ne");
        end_test(&test);
    } else if (absent_is_equal) {
        in_or_null(filter, path, column, "$nin", value);
    } else {
        compare_plainly(filter, path, column, KRIPA_NE, value);
    }
}

void kp_filter_compare(struct kp_filter *filter, const char *path, const struct kp_column *column,
                       enum kripa_op op, const struct kp_scalar *value)
{
    struct kp_scalar absent = otherwise(column);
    if (value->kind == KP_NULL && op == KRIPA_NE) {
        struct test test;
        begin_test(&test, filter, path);
        BSON_APPEND_NULL(&test.inner, "$ne");
        end_test(&test);
        return;
    }
    if (value->kind == KP_NULL) {
        nothing(filter);
        return;
    }
    bool absent_too = absent.kind != KP_NULL && holds(&absent, op, value);
    if (op == KRIPA_NE)
        unequal(filter, path, column, value,
                absent.kind != KP_NULL && holds(&absent, KRIPA_EQ, value));
    else if (op == KRIPA_EQ && absent_too && is_rounded(column))
        rounded_or_null(filter, path, column, value);
    else if (op == KRIPA_EQ && absent_too)
        in_or_null(filter, path, column, "$in", value);
    else if (absent_too)
        not_beyond(filter, path, column, op, value);
    else
        compare_plainly(filter, path, column, op, value);
}

/* Conditions */

static const char *path_of(const struct kp_filter *filter, const struct kp_name *name)
{
    if (!name->item)
        return name->column->stored;
    return kripa_arena_format(filter->arena, "%s.%s", name->column->stored, name->item->stored);
}

static enum kripa_status no_memory(const struct kp_filter *filter)
{
    return kripa_fail(filter->err, KRIPA_NO_MEMORY, "out of memory");
}

static enum kripa_status one_of(struct kp_filter *filter, const char *path,
                                const struct kp_column *column, const struct kripa_cond *cond)
{
    struct kp_scalar absent = otherwise(column);
    struct test test;
    bson_t values;
    uint32_t count = 0;
    enum kripa_status status = KRIPA_OK;
    begin_test(&test, filter, path);
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
        bool absent_too = absent.kind != KP_NULL && holds(&absent, KRIPA_EQ, &scalar);
        if (!absent_too)
            continue;
        bson_uint32_to_string(count++, &index, digits, sizeof digits);
        bson_append_null(&values, index, -1);
    }
    bson_append_array_end(&test.inner, &values);
    end_test(&test);
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

/* Writes the first text behind all that begin so: the last character one further, or the one before
 * it when that is the last of all. What is sent must be UTF-8 itself. 0: there is none. */
static size_t behind_all(struct kripa_text prefix, char *out)
{
    memcpy(out, prefix.at, prefix.size);
    out[prefix.size] = '\0';
    for (size_t size = prefix.size, at; size > 0; size = at) {
        bson_unichar_t character = last_character(out, size, &at) + 1;
        char bytes[6];
        uint32_t count;
        if (character > 0x10ffff)
            continue;
        if (character == 0xd800) /* halves of characters are no characters */
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
        return no_memory(filter);
    size_t size = behind_all(prefix, end);
    bson_append_utf8(to, "$gte", -1, prefix.at, (int)prefix.size);
    if (size > 0)
        bson_append_utf8(to, "$lt", -1, end, (int)size);
    return KRIPA_OK;
}

static enum kripa_status begins(struct kp_filter *filter, const struct kp_name *name,
                                const struct kripa_value *value)
{
    struct test test;
    bson_t element, member;
    if (value->kind != KRIPA_VALUE_TEXT) {
        if (value->kind != KRIPA_VALUE_NONE)
            return kripa_fail(filter->err, KRIPA_INVALID, "%s: a value of another kind is needed",
                              name->column->path);
        nothing(filter);
        return KRIPA_OK;
    }
    begin_test(&test, filter, name->column->stored);
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
    end_test(&test);
    return status;
}

static enum kripa_status same(struct kp_filter *filter, const char *path,
                              const struct kp_column *column, const void *record);

/* All columns of an element or of an optional record, under its path. */
static enum kripa_status same_members(struct kp_filter *filter, const char *path,
                                      const struct kp_plan *plan, const void *record)
{
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; i < plan->count && status == KRIPA_OK; i++) {
        const char *inner =
            kripa_arena_format(filter->arena, "%s.%s", path, plan->columns[i].stored);
        status = inner ? same(filter, inner, &plan->columns[i], record) : no_memory(filter);
    }
    return status;
}

static void has_size(struct kp_filter *filter, const char *path, size_t count)
{
    struct test test;
    begin_test(&test, filter, path);
    BSON_APPEND_INT64(&test.inner, "$size", (int64_t)count);
    end_test(&test);
}

/* Member by member, so that what the table doesn't name may be there. */
static enum kripa_status same_list(struct kp_filter *filter, const char *path,
                                   const struct kp_column *column, const void *record)
{
    const char *elements;
    size_t count;
    bson_t part;
    memcpy(&elements, (const char *)record + column->at, sizeof elements);
    memcpy(&count, (const char *)record + column->count_at, sizeof count);
    if (count == 0) {
        empty_list(filter, path);
        return KRIPA_OK;
    }
    if (!column->items) {
        begin_part(filter, &part);
        enum kripa_status status = kp_bson_column(&part, path, column, record, filter->err);
        end_part(filter, &part);
        return status;
    }
    enum kripa_status status = KRIPA_OK;
    has_size(filter, path, count);
    for (size_t i = 0; i < count && status == KRIPA_OK; i++) {
        const char *element = kripa_arena_format(filter->arena, "%s.%zu", path, i);
        status = element ? same_members(filter, element, column->items,
                                        elements + i * column->field->item->size)
                         : no_memory(filter);
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
    if (cond->values->kind != KRIPA_VALUE_RECORD)
        return kripa_fail(filter->err, KRIPA_INVALID, "%s: SAME needs a record", cond->field);
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
        cond->values->kind == KRIPA_VALUE_RECORD
            ? kp_scalar_of_record(name->column, cond->values->as.record, filter->arena, &value,
                                  filter->err)
            : kp_scalar_of_value(name->column, cond->values, filter->arena, &value, filter->err);
    if (status == KRIPA_OK)
        kp_filter_compare(filter, name->column->stored, name->column, cond->op, &value);
    return status;
}

static void is_absent(struct kp_filter *filter, const struct kp_name *name)
{
    if (name->column->list)
        empty_list(filter, name->column->stored);
    else if (name->column->absent)
        kp_filter_absent(filter, name->column->stored);
    else
        nothing(filter);
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
        return no_memory(filter);
    switch (cond->op) {
    case KRIPA_IN:
    case KRIPA_HAS:
        return one_of(filter, path, kp_name_compared(&name), cond);
    case KRIPA_PREFIX:
        return begins(filter, &name, cond->values);
    case KRIPA_ABSENT:
        is_absent(filter, &name);
        return KRIPA_OK;
    case KRIPA_SAME:
        return still_same(filter, &name, cond);
    default:
        return compared(filter, &name, cond);
    }
}

enum kripa_status kp_filter_conds(struct kp_filter *filter, const struct kp_plan *plan,
                                  const struct kripa_cond *conds, size_t count)
{
    enum kripa_status status = KRIPA_OK;
    if (count > KP_CONDS_MAX)
        return kripa_fail(filter->err, KRIPA_INVALID, "more than %d conditions", KP_CONDS_MAX);
    for (size_t i = 0; i < count && status == KRIPA_OK; i++)
        status = add(filter, plan, &conds[i]);
    return status;
}
