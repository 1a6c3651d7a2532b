/* SPDX-License-Identifier: MIT
 * A list column read from its row, edited and written back: lists.c. */
#ifndef KP_SQLITE_LISTS_H
#define KP_SQLITE_LISTS_H

#include "writing.h"

struct kp_list {
    const struct kp_column *column;
    void *before; /* a record that has the list as it was, */
    void *after;  /* and one that has it after the edits */
};
/* Does a KRIPA_SET, UNSET, PUSH or PULL. *matched false: there is no such element, or for PUSH one
 * with the same key. */
enum kripa_status kp_list_set(struct kp_writing *writing, struct kp_list *list,
                              const struct kripa_set *set, bool *matched);

#endif
