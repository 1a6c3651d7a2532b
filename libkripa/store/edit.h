/* SPDX-License-Identifier: MIT
 * What an edit may contain, the same in every store, and the messages of one that fails: edit.c. */
#ifndef KP_EDIT_H
#define KP_EDIT_H

#include "layout.h"

#define KP_SETS_MAX 64 /* sets of one edit */

/* Finds the field of each of the edit's sets, and checks that it can be set in this way.
 * INVALID. */
enum kripa_status kp_edit_resolve(const struct kp_plan *plan, const struct kripa_edit *edit,
                                  struct kp_name names[KP_SETS_MAX], struct kripa_error *err);
/* Finds the counter that a KRIPA_SEQUENCE raises, and by how much. INVALID. */
enum kripa_status kp_edit_counter(const struct kp_plan *plan, const struct kripa_edit *edit,
                                  const struct kp_column **counter, int64_t *by,
                                  struct kripa_error *err);
/* Finds the column of an insert that takes the number of the sequence before it. INVALID. */
enum kripa_status kp_edit_into(const struct kp_plan *plan, const char *into,
                               const struct kp_column **column, struct kripa_error *err);

/* These fail with a message of their own: INVALID, CONFLICT, EXISTS (`column` NULL: unknown). */
enum kripa_status kp_edit_senseless(const char *field, struct kripa_error *err);
enum kripa_status kp_edit_unknown(struct kripa_error *err);
enum kripa_status kp_edit_no_match(const struct kp_plan *plan, struct kripa_error *err);
enum kripa_status kp_edit_taken(const struct kp_column *column, struct kripa_error *err);

#endif
