/* SPDX-License-Identifier: MIT
 * Whether what was cached of a collection still is what a read would find. */
#ifndef KP_FRESH_H
#define KP_FRESH_H

#include "context.h"

/* Asked for before the records are read, so that a commit in between is noticed at the next call;
 * kept with what was read. */
struct kp_fresh {
    uint64_t version;
    int64_t at_ms;
};
struct kp_fresh kp_fresh_now(struct kripa *kripa, const struct kripa_schema *of);
/* `age_max_ms`: how long what another program may have changed without our hearing of it will do.
 * Where no other program can have, age is no matter. */
bool kp_fresh_enough(struct kripa *kripa, const struct kp_fresh *cached, const struct kp_fresh *now,
                     int64_t age_max_ms);

#endif
