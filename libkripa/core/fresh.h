/* SPDX-License-Identifier: MIT
 * Whether what was cached of a collection still is what a read would find. */
#ifndef KP_FRESH_H
#define KP_FRESH_H

#include "context.h"

/* The state of a collection. It is asked for before the records are read, so that a commit in
 * between is noticed at the next call, and kept with what was read. */
struct kp_fresh {
    uint64_t version;
    int64_t at_ms;
};
struct kp_fresh kp_fresh_now(struct kripa *kripa, const struct kripa_schema *of);
/* Whether cached records may still be used. `age_max_ms` is how old they may be in a store that
 * other programs write to, as nothing tells of their commits. */
bool kp_fresh_enough(struct kripa *kripa, const struct kp_fresh *cached, const struct kp_fresh *now,
                     int64_t age_max_ms);

#endif
