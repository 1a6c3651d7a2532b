/* SPDX-License-Identifier: MIT
 * Which conditions may be asked, the same in every store. */
#ifndef KP_CONDITION_H
#define KP_CONDITION_H

#include "layout.h"

#define KP_CONDS_MAX  32
#define KP_VALUES_MAX 16384 /* of one condition */

/* What a condition's name stands for. */
enum kp_name_kind {
    KP_NAME_SCALAR = 1,
    KP_NAME_LIST = 2,   /* of texts or ids */
    KP_NAME_OBJECT = 4, /* a list of records, or a record that may be absent */
    KP_NAME_MEMBER = 8, /* "items.product" */
    KP_NAME_GROUP = 16, /* a record in place */
};
enum kp_name_kind kp_name_kind(const struct kp_name *name);
/* The column whose values are compared. */
const struct kp_column *kp_name_compared(const struct kp_name *name);
/* True when the operator takes any number of values. */
bool kp_condition_many(enum kripa_op op);
/* INVALID: more than KP_CONDS_MAX. */
enum kripa_status kp_conditions_count(size_t count, struct kripa_error *err);
/* Resolves the condition's name, in the plan or (*elsewhere, from 1) in another table of its
 * collection, and checks operator and number of values;
 * that SAME has a record. INVALID. */
enum kripa_status kp_condition_resolve(const struct kp_plan *plan, const struct kripa_cond *cond,
                                       struct kp_name *name, unsigned char *elsewhere,
                                       struct kripa_error *err);

/* Whether the record meets the condition, as a document that says the same does. What is asked of
 * other tables, and into lists, is taken as not met. */
enum kripa_status kp_condition_holds(const struct kp_plan *plan, const struct kripa_cond *cond,
                                     const void *record, struct kripa_arena *arena, bool *holds,
                                     struct kripa_error *err);

#endif
