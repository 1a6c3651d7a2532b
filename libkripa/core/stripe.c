/* SPDX-License-Identifier: MIT
 * See stripe.h. */
#include "stripe.h"

void kp_stripes_init(struct kp_stripes *stripes, unsigned chance)
{
    atomic_init(&stripes->taken, 0);
    stripes->first = chance % KP_STRIPES_MAX;
}

/* Takes the lowest free stripe, so that a quiet shop uses few. */
struct kp_stripe kp_stripe_acquire(struct kp_stripes *stripes)
{
    unsigned taken = atomic_load(&stripes->taken);
    for (unsigned i = 0; i < KP_STRIPES_MAX;) {
        if (taken & 1U << i)
            i++;
        else if (atomic_compare_exchange_weak(&stripes->taken, &taken, taken | 1U << i))
            return (struct kp_stripe){(stripes->first + i) % KP_STRIPES_MAX, true};
        else
            i = 0;
    }
    return (struct kp_stripe){stripes->first, false};
}

void kp_stripe_release(struct kp_stripes *stripes, struct kp_stripe *stripe)
{
    unsigned bit = (stripe->number + KP_STRIPES_MAX - stripes->first) % KP_STRIPES_MAX;
    if (stripe->held)
        atomic_fetch_and(&stripes->taken, ~(1U << bit));
    *stripe = (struct kp_stripe){0};
}
