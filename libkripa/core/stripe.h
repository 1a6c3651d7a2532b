/* SPDX-License-Identifier: MIT
 * Stripes of counters that very many changes add to. On a store that refuses two transactions
 * which write to the same document, such a counter is several documents, its stripes, and its
 * value is their sum. Changes that run at the same time in this process use different stripes.
 * Each process begins at a random stripe, so that processes seldom use the same one. */
#ifndef KP_STRIPE_H
#define KP_STRIPE_H

#include <stdatomic.h>
#include <stdbool.h>

#define KP_STRIPES_MAX 16

struct kp_stripes {
    atomic_uint taken; /* one bit for each stripe */
    unsigned first;
};
struct kp_stripe {
    unsigned number; /* below KP_STRIPES_MAX */
    bool held;       /* no other change of this process has it */
};

void kp_stripes_init(struct kp_stripes *stripes, unsigned chance);
/* If all stripes are taken, the change shares one: then the store makes them take turns. */
struct kp_stripe kp_stripe_acquire(struct kp_stripes *stripes);
void kp_stripe_release(struct kp_stripes *stripes, struct kp_stripe *stripe);

#endif
