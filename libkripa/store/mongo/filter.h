/* SPDX-License-Identifier: MIT
 * Conditions as a filter. Values go in as typed BSON behind an operator that is ours: none can
 * become an operator itself. */
#ifndef KP_MONGO_FILTER_H
#define KP_MONGO_FILTER_H

#include "store/condition.h"
#include "values.h"

/* A filter in the making: parts that all must hold. */
struct kp_filter {
    bson_t parts;
    uint32_t count;
    struct kripa_arena *arena; /* for what has to be spelled out */
    struct kripa_error *err;
};
void kp_filter_init(struct kp_filter *filter, struct kripa_arena *arena, struct kripa_error *err);
void kp_filter_clear(struct kp_filter *filter);
/* Appends the whole, as plainly as it can be said: {a: ..., b: ...}, and within "$and" only what is
 * said of a path for a second time. There are servers that look for no index into that. */
void kp_filter_end(const struct kp_filter *filter, bson_t *out);

/* A part of its own, to be filled between the two. */
void kp_filter_begin(struct kp_filter *filter, bson_t *part);
void kp_filter_finish(struct kp_filter *filter, bson_t *part);
/* A part {path: {...}}. */
struct kp_test {
    struct kp_filter *filter;
    bson_t part, inner;
};
void kp_test_begin(struct kp_test *test, struct kp_filter *filter, const char *path);
void kp_test_end(struct kp_test *test);

/* conds.c. INVALID: no such field, an operator or a value that doesn't go with it, too
 * many. */
enum kripa_status kp_filter_conds(struct kp_filter *filter, const struct kp_plan *plan,
                                  const struct kripa_cond *conds, size_t count);
void kp_filter_id(struct kp_filter *filter, const char *op, struct kripa_id id);
/* `value` as KRIPA_EQ, KRIPA_LT, ... of a column. */
void kp_filter_compare(struct kp_filter *filter, const char *path, const struct kp_column *column,
                       enum kripa_op op, const struct kp_scalar *value);
/* What a document without the member counts as having; KP_NULL: nothing. */
struct kp_scalar kp_filter_otherwise(const struct kp_column *column);
/* Nothing matches. */
void kp_filter_nothing(struct kp_filter *filter);
void kp_filter_empty_list(struct kp_filter *filter, const char *path);
/* There is no value, or there is one of the column's type. */
void kp_filter_absent(struct kp_filter *filter, const char *path);
void kp_filter_present(struct kp_filter *filter, const struct kp_column *column);
/* {"$gte": ""} and the like: every value of the column's type. A unique index is over those, and
 * only a query that asks for such a value uses it. */
void kp_filter_append_any(bson_t *to, const struct kp_column *column);
/* {path: {$eq: value}}, a whole value as it was read; absent: that there is none. */
void kp_filter_raw(struct kp_filter *filter, const char *path, const bson_value_t *value);

#endif
