/* SPDX-License-Identifier: MIT
 * Building a filter, and comparisons as parts of it. An absent member counts as the default of its
 * struct (0, false, the first name, or the table's default), so when that matches, null is
 * included: in a filter, null matches absent members. */
#include "filter.h"

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

/* Puts the content of `part` into `out`, or into `again` if `out` already has something for its
 * path. */
static void append_part(bson_iter_t *part, bson_t *out, bson_t *again, uint32_t *again_count)
{
    bson_iter_t there;
    bson_t inner;
    char digits[16];
    const char *index, *path = bson_iter_key(part);
    if (!bson_iter_init_find(&there, out, path)) {
        bson_append_iter(out, path, -1, part);
        return;
    }
    bson_uint32_to_string((*again_count)++, &index, digits, sizeof digits);
    bson_append_document_begin(again, index, -1, &inner);
    bson_append_iter(&inner, path, -1, part);
    bson_append_document_end(again, &inner);
}

void kp_filter_end(const struct kp_filter *filter, bson_t *out)
{
    bson_t again = BSON_INITIALIZER;
    bson_iter_t parts, part;
    uint32_t again_count = 0;
    bson_iter_init(&parts, &filter->parts);
    while (bson_iter_next(&parts)) {
        bson_iter_recurse(&parts, &part);
        while (bson_iter_next(&part))
            append_part(&part, out, &again, &again_count);
    }
    if (again_count > 0)
        BSON_APPEND_ARRAY(out, "$and", &again);
    bson_destroy(&again);
}

void kp_filter_begin(struct kp_filter *filter, bson_t *part)
{
    char digits[16];
    const char *index;
    bson_uint32_to_string(filter->count++, &index, digits, sizeof digits);
    bson_append_document_begin(&filter->parts, index, -1, part);
}

void kp_filter_finish(struct kp_filter *filter, bson_t *part)
{
    bson_append_document_end(&filter->parts, part);
}

void kp_test_begin(struct kp_test *test, struct kp_filter *filter, const char *path)
{
    test->filter = filter;
    kp_filter_begin(filter, &test->part);
    bson_append_document_begin(&test->part, path, -1, &test->inner);
}

void kp_test_end(struct kp_test *test)
{
    bson_append_document_end(&test->part, &test->inner);
    kp_filter_finish(test->filter, &test->part);
}

void kp_filter_nothing(struct kp_filter *filter)
{
    struct kp_test test;
    bson_t none;
    kp_test_begin(&test, filter, "_id");
    BSON_APPEND_ARRAY_BEGIN(&test.inner, "$in", &none);
    bson_append_array_end(&test.inner, &none);
    kp_test_end(&test);
}

void kp_filter_absent(struct kp_filter *filter, const char *path)
{
    bson_t part;
    kp_filter_begin(filter, &part);
    bson_append_null(&part, path, -1);
    kp_filter_finish(filter, &part);
}

void kp_filter_empty_list(struct kp_filter *filter, const char *path)
{
    struct kp_test test;
    const char *first = kripa_arena_format(filter->arena, "%s.0", path);
    kp_test_begin(&test, filter, first ? first : path);
    BSON_APPEND_BOOL(&test.inner, "$exists", false);
    kp_test_end(&test);
}

void kp_filter_id(struct kp_filter *filter, const char *op, struct kripa_id id)
{
    struct kp_test test;
    kp_test_begin(&test, filter, "_id");
    kp_bson_id(&test.inner, op, id);
    kp_test_end(&test);
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
    case KRIPA_TYPE_TIME: /* no smallest one, as some servers know no dates before the year 1 */
        BSON_APPEND_UTF8(to, "$type", "date");
        return;
    default:
        BSON_APPEND_INT64(to, "$gte", INT64_MIN);
    }
}

void kp_filter_present(struct kp_filter *filter, const struct kp_column *column)
{
    struct kp_test test;
    kp_test_begin(&test, filter, column->stored);
    kp_filter_append_any(&test.inner, column);
    kp_test_end(&test);
}

void kp_filter_raw(struct kp_filter *filter, const char *path, const bson_value_t *value)
{
    struct kp_test test;
    kp_test_begin(&test, filter, path);
    if (value)
        bson_append_value(&test.inner, "$eq", -1, value);
    else
        BSON_APPEND_BOOL(&test.inner, "$exists", false);
    kp_test_end(&test);
}

/* above it a double can't represent half a hundredth */
#define EXACT_HUNDREDTHS_MAX (INT64_C(1) << 45)

/* Appends the lower bound of all numbers that round to `hundredths`. */
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
    if (kp_column_is_hundredths(column) && value->kind == KP_INT)
        append_rounded(to, op, value->number);
    else
        kp_bson_scalar(to, operators[op], column, value);
}

/* The value that an absent member counts as; KP_NULL: none. */
struct kp_scalar kp_filter_default(const struct kp_column *column)
{
    struct kp_scalar value = kp_scalar_unset(column);
    if (value.kind == KP_INT)
        value.number = column->field->default_value;
    return value;
}

/* {path: {$in: [value, null]}}, or with $nin. */
static void in_or_null(struct kp_filter *filter, const char *path, const struct kp_column *column,
                       const char *op, const struct kp_scalar *value)
{
    struct kp_test test;
    bson_t values;
    kp_test_begin(&test, filter, path);
    bson_append_array_begin(&test.inner, op, -1, &values);
    kp_bson_scalar(&values, "0", column, value);
    BSON_APPEND_NULL(&values, "1");
    bson_append_array_end(&test.inner, &values);
    kp_test_end(&test);
}

/* A double negation, which absent members meet. */
static void not_beyond(struct kp_filter *filter, const char *path, const struct kp_column *column,
                       enum kripa_op op, const struct kp_scalar *value)
{
    static const enum kripa_op contrary[] = {
        [KRIPA_EQ] = KRIPA_NE, [KRIPA_LT] = KRIPA_GE, [KRIPA_LE] = KRIPA_GT,
        [KRIPA_GT] = KRIPA_LE, [KRIPA_GE] = KRIPA_LT,
    };
    struct kp_test test;
    bson_t inner;
    kp_test_begin(&test, filter, path);
    BSON_APPEND_DOCUMENT_BEGIN(&test.inner, "$not", &inner);
    append_comparison(&inner, column, contrary[op], value);
    bson_append_document_end(&test.inner, &inner);
    kp_test_end(&test);
}

static void compare_plainly(struct kp_filter *filter, const char *path,
                            const struct kp_column *column, enum kripa_op op,
                            const struct kp_scalar *value)
{
    struct kp_test test;
    kp_test_begin(&test, filter, path);
    append_comparison(&test.inner, column, op, value);
    kp_test_end(&test);
}

/* {$or: [{path: ...}, {path: null}]}: for values to be rounded, which a range finds. */
static void rounded_or_null(struct kp_filter *filter, const char *path,
                            const struct kp_column *column, const struct kp_scalar *value)
{
    bson_t part, either, one, inner;
    kp_filter_begin(filter, &part);
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
    kp_filter_finish(filter, &part);
}

static void unequal(struct kp_filter *filter, const char *path, const struct kp_column *column,
                    const struct kp_scalar *value, bool absent_is_equal)
{
    struct kp_test test;
    bson_t inner;
    if (kp_column_is_hundredths(column)) {
        kp_test_begin(&test, filter, path);
        BSON_APPEND_DOCUMENT_BEGIN(&test.inner, "$not", &inner);
        append_comparison(&inner, column, KRIPA_EQ, value);
        bson_append_document_end(&test.inner, &inner);
        if (absent_is_equal)
            BSON_APPEND_NULL(&test.inner, "$ne");
        kp_test_end(&test);
    } else if (absent_is_equal) {
        in_or_null(filter, path, column, "$nin", value);
    } else {
        compare_plainly(filter, path, column, KRIPA_NE, value);
    }
}

void kp_filter_compare(struct kp_filter *filter, const char *path, const struct kp_column *column,
                       enum kripa_op op, const struct kp_scalar *value)
{
    struct kp_scalar absent = kp_filter_default(column);
    if (value->kind == KP_NULL && op == KRIPA_NE) {
        struct kp_test test;
        kp_test_begin(&test, filter, path);
        BSON_APPEND_NULL(&test.inner, "$ne");
        kp_test_end(&test);
        return;
    }
    if (value->kind == KP_NULL) {
        kp_filter_nothing(filter);
        return;
    }
    bool absent_too = kp_scalar_holds(&absent, op == KRIPA_NE ? KRIPA_EQ : op, value);
    if (op == KRIPA_NE)
        unequal(filter, path, column, value, absent_too);
    else if (op == KRIPA_EQ && absent_too && kp_column_is_hundredths(column))
        rounded_or_null(filter, path, column, value);
    else if (op == KRIPA_EQ && absent_too)
        in_or_null(filter, path, column, "$in", value);
    else if (absent_too)
        not_beyond(filter, path, column, op, value);
    else
        compare_plainly(filter, path, column, op, value);
}
