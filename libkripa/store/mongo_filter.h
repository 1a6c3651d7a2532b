/* SPDX-License-Identifier: MIT
 * Conditions as a filter. Values go in as typed BSON behind an operator that is ours: none can
 * become an operator itself. */
#ifndef KP_MONGO_FILTER_H
#define KP_MONGO_FILTER_H

#include "condition.h"
#include "mongo_values.h"

/* A filter in the making: parts that all must hold. */
struct kp_filter {
    bson_t parts;
    uint32_t count;
    struct kripa_arena *arena; /* for what has to be spelled out */
    struct kripa_error *err;
};
void kp_filter_init(struct kp_filter *filter, struct kripa_arena *arena, struct kripa_error *err);
void kp_filter_clear(struct kp_filter *filter);
/* The whole: {} when there are no parts. */
void kp_filter_end(const struct kp_filter *filter, bson_t *out);

/* INVALID: no such field, an operator or a value that doesn't go with it, too many. */
enum kripa_status kp_filter_conds(struct kp_filter *filter, const struct kp_plan *plan,
                                  const struct kripa_cond *conds, size_t count);
void kp_filter_id(struct kp_filter *filter, const char *op, struct kripa_id id);
/* `value` as KRIPA_EQ, KRIPA_LT, ... of a column. */
void kp_filter_compare(struct kp_filter *filter, const char *path, const struct kp_column *column,
                       enum kripa_op op, const struct kp_scalar *value);
/* There is no value, or there is one of the column's type. */
void kp_filter_absent(struct kp_filter *filter, const char *path);
void kp_filter_present(struct kp_filter *filter, const struct kp_column *column);
/* {"$gt": ""} and the like: every value of the column's type. A unique index is over those, and
 * only a query that asks for such a value uses it. */
void kp_filter_append_any(bson_t *to, const struct kp_column *column);
/* {path: value}, a whole value as it was read; absent: that there is none. */
void kp_filter_raw(struct kp_filter *filter, const char *path, const bson_value_t *value);

#endif
