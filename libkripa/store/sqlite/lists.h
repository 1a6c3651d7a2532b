/* SPDX-License-Identifier: MIT
 * A list column taken out of its row, edited and put back: lists.c. */
#ifndef KP_SQLITE_LISTS_H
#define KP_SQLITE_LISTS_H

#include "writing.h"

struct kp_list {
    const struct kp_column *column;
    void *before; /* a record that holds the list as it was, */
    void *after;  /* and one that holds it as it becomes */
};
/* SET, UNSET, PUSH, PULL. *matched false: no such element, or (PUSH) one with that key already. */
enum kripa_status kp_list_set(struct kp_writing *writing, struct kp_list *list,
                              const struct kripa_set *set, bool *matched);

#endif
