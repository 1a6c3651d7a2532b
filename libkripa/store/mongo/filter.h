/* SPDX-License-Identifier: MIT
 * Conditions as a MongoDB filter. Values are typed BSON behind an operator of ours, so that none
 * can become an operator itself. */
#ifndef KP_MONGO_FILTER_H
#define KP_MONGO_FILTER_H

#include "store/condition.h"
#include "values.h"

/* A filter being built: all of its parts must hold. */
struct kp_filter {
    bson_t parts;
    uint32_t count;
    struct kripa_arena *arena; /* for values that need memory */
    struct kripa_error *err;
};
void kp_filter_init(struct kp_filter *filter, struct kripa_arena *arena, struct kripa_error *err);
void kp_filter_clear(struct kp_filter *filter);
/* Appends the filter in its simplest form: {a: ..., b: ...}, with "$and" only for the second
 * condition on a path, as some servers use no index for what is inside "$and". */
void kp_filter_end(const struct kp_filter *filter, bson_t *out);

/* Begin a part, which the caller fills, and end it. */
void kp_filter_begin(struct kp_filter *filter, bson_t *part);
void kp_filter_finish(struct kp_filter *filter, bson_t *part);
/* A part {path: {...}}. */
struct kp_test {
    struct kp_filter *filter;
    bson_t part, inner;
};
void kp_test_begin(struct kp_test *test, struct kp_filter *filter, const char *path);
void kp_test_end(struct kp_test *test);

/* conds.c. INVALID: no such field, an operator or value that doesn't apply to it, or too many. */
enum kripa_status kp_filter_conds(struct kp_filter *filter, const struct kp_plan *plan,
                                  const struct kripa_cond *conds, size_t count);
void kp_filter_id(struct kp_filter *filter, const char *op, struct kripa_id id);
/* Compares a column with `value` by KRIPA_EQ, KRIPA_LT and so on. */
void kp_filter_compare(struct kp_filter *filter, const char *path, const struct kp_column *column,
                       enum kripa_op op, const struct kp_scalar *value);
/* The value that an absent member counts as; KP_NULL: none. */
struct kp_scalar kp_filter_default(const struct kp_column *column);
/* Makes the filter match nothing. */
void kp_filter_nothing(struct kp_filter *filter);
void kp_filter_empty_list(struct kp_filter *filter, const char *path);
/* The member is absent, or has another type than its column. */
void kp_filter_absent(struct kp_filter *filter, const char *path);
void kp_filter_present(struct kp_filter *filter, const struct kp_column *column);
/* Appends {"$gte": ""} or the like, which every value of the column's type meets. A unique index
 * covers only those, and only a query with such a condition uses it. */
void kp_filter_append_any(bson_t *to, const struct kp_column *column);
/* {path: {$eq: value}} with the whole value as it was read; type 0: that it is absent. */
void kp_filter_raw(struct kp_filter *filter, const char *path, const bson_value_t *value);

#endif
