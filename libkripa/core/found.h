/* SPDX-License-Identifier: MIT
 * Records that others name by id, read for a whole page at once: an order's products, a review's
 * author. */
#ifndef KP_FOUND_H
#define KP_FOUND_H

#include <kripa/sys/field.h>

#include "call.h"

/* Records of one schema, sorted by id. */
struct kp_found {
    char *at;
    size_t size, count; /* size: of one record */
};
/* Finds the records with these ids; missing ones are left out. The ids themselves are sorted, and
 * repeats are dropped. */
enum kripa_status kp_find_all(const struct kp_call *call, const struct kripa_schema *of,
                              struct kripa_id *ids, size_t ids_count, struct kp_found *out);
/* The index of the record with this id; `found->count` when there is none. */
size_t kp_found_place(const struct kp_found *found, struct kripa_id id);

#endif
