/* SPDX-License-Identifier: MIT
 * Sums by one or two ids, for as many records as a shop has. */
#ifndef KP_TALLY_H
#define KP_TALLY_H

#include <kripa/arena.h>

struct kp_tally_slot {
    struct kripa_id a, b; /* b is zero when one id is enough */
    int64_t sum;
    bool used, seen;
};
struct kp_tally {
    struct kripa_arena *arena;
    struct kp_tally_slot *slots;
    size_t capacity, count; /* a power of two, or 0 */
};

/* The slot of these ids, with sum 0 when it is new. NULL: out of memory. Valid until the next
 * call. */
struct kp_tally_slot *kp_tally_at(struct kp_tally *tally, struct kripa_id a, struct kripa_id b);
/* The same, but NULL for ids that have none. */
struct kp_tally_slot *kp_tally_find(const struct kp_tally *tally, struct kripa_id a,
                                    struct kripa_id b);
int64_t kp_tally_sum(const struct kp_tally *tally, struct kripa_id a, struct kripa_id b);
/* False: out of memory. */
bool kp_tally_add(struct kp_tally *tally, struct kripa_id a, struct kripa_id b, int64_t number);

#endif
