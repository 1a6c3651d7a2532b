/* SPDX-License-Identifier: MIT
 * See fresh.h. */
#include "fresh.h"

struct kp_fresh kp_fresh_now(struct kripa *kripa, const struct kripa_schema *of)
{
    return (struct kp_fresh){
        .version = kripa->store->ops->version(kripa->store, of),
        .at_ms = kp_now_ms(kripa),
    };
}

bool kp_fresh_enough(struct kripa *kripa, const struct kp_fresh *cached, const struct kp_fresh *now,
                     int64_t age_max_ms)
{
    int64_t age_ms = now->at_ms - cached->at_ms;
    return cached->version == now->version &&
           (!kripa->store->shared || (age_ms >= 0 && age_ms < age_max_ms));
}
