/* SPDX-License-Identifier: MIT
 * Lists and optional records taken out of their document, edited and put back with the members that
 * no table names: lists.c. */
#ifndef KP_MONGO_LISTS_H
#define KP_MONGO_LISTS_H

#include "attempt.h"
#include "filter.h"

/* True when the set can't be one operator of an update command. */
bool kp_mongo_edits_list(const struct kripa_set *set, const struct kp_name *name);
/* Does those sets of the edit: appends the new lists to `set` ($set), and the old ones to the
 * filter. */
enum kp_try kp_mongo_edit_lists(struct kp_mongo_writing *writing, const struct kp_name *names,
                                struct kp_filter *filter, bson_t *set, bool *matched);

#endif
