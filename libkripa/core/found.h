/* SPDX-License-Identifier: MIT
 * Records that others name by id, read for a whole page at once: an order's products, a review's
 * author. */
#ifndef KP_FOUND_H
#define KP_FOUND_H

#include <kripa/sys/field.h>

#include "call.h"

/* Records of one schema, in the order of their ids. */
struct kp_found {
    char *at;
    size_t size, count; /* size: of one record */
};
/* Those of these ids that are there. The ids are sorted, and of equal ones one is kept. */
enum kripa_status kp_find_all(const struct kp_call *call, const struct kripa_schema *of,
                              struct kripa_id *ids, size_t ids_count, struct kp_found *out);
/* Which of them has this id; `found->count`: none. */
size_t kp_found_place(const struct kp_found *found, struct kripa_id id);

#endif
