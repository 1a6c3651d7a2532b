/* SPDX-License-Identifier: MIT
 * What the parts of writing give each other: updates, lists being edited, side tables. */
#ifndef KP_SQLITE_WRITE_H
#define KP_SQLITE_WRITE_H

#include "writing.h"

/* update.c */
enum kripa_status kp_write_update(struct kp_writing *writing);
/* Does the edit's sets and conditions; *matched false, and nothing done, when no row does. */
enum kripa_status kp_write_sets(struct kp_writing *writing, bool *matched);

/* lists.c: a list column taken out of its row, edited and put back. */
struct kp_list {
    const struct kp_column *column;
    void *before; /* a record that holds the list as it was, */
    void *after;  /* and one that holds it as it becomes */
};
/* SET, UNSET, PUSH, PULL. *matched false: no such element, or (PUSH) one with that key already. */
enum kripa_status kp_list_set(struct kp_writing *writing, struct kp_list *list,
                              const struct kripa_set *set, bool *matched);

/* sides.c: the side tables of a list column follow from `before` to `after`: records that
 * hold it, NULL: no row. */
enum kripa_status kp_sides_write(struct kp_writing *writing, int64_t row,
                                 const struct kp_column *column, const void *before,
                                 const void *after);
/* Whether the table has values of this list's in side tables. */
bool kp_column_sided(const struct kp_column *column);

/* same.c: *respelled when a list that the edit's conditions compare was brought to today's
 * spelling. */
enum kripa_status kp_same_respell(struct kp_writing *writing, bool *respelled);

#endif
