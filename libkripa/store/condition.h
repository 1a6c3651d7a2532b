/* SPDX-License-Identifier: MIT
 * The conditions that a query or guard may have, the same in every store. */
#ifndef KP_CONDITION_H
#define KP_CONDITION_H

#include "layout.h"

#define KP_CONDS_MAX  32
#define KP_VALUES_MAX 16384 /* values of one condition */

/* The kind of thing that a condition's name means. */
enum kp_name_kind {
    KP_NAME_SCALAR = 1,
    KP_NAME_LIST = 2,   /* of texts or ids */
    KP_NAME_OBJECT = 4, /* a list of records, or an embedded record that may be absent */
    KP_NAME_MEMBER = 8, /* "items.product" */
    KP_NAME_GROUP = 16, /* an embedded record that is always there */
};
enum kp_name_kind kp_name_kind(const struct kp_name *name);
/* The column whose values are compared. */
const struct kp_column *kp_name_compared(const struct kp_name *name);
/* True when the operator takes any number of values. */
bool kp_condition_many(enum kripa_op op);
/* INVALID for more than KP_CONDS_MAX. */
enum kripa_status kp_conditions_count(size_t count, struct kripa_error *err);
/* Finds the column that a condition names, in the plan or (*elsewhere, from 1) in another table of
 * its collection, and checks operator, number of values, and that KRIPA_UNCHANGED has a record.
 * INVALID. */
enum kripa_status kp_condition_resolve(const struct kp_plan *plan, const struct kripa_cond *cond,
                                       struct kp_name *name, unsigned char *elsewhere,
                                       struct kripa_error *err);

/* Whether the record meets the condition, as a document with the same content would. Conditions on
 * other tables and on members of lists count as not met. */
enum kripa_status kp_condition_holds(const struct kp_plan *plan, const struct kripa_cond *cond,
                                     const void *record, struct kripa_arena *arena, bool *holds,
                                     struct kripa_error *err);

#endif
