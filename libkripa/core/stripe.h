/* SPDX-License-Identifier: MIT
 * Stripes of counters that very many changes add to. Where a store refuses two transactions that
 * write to one document, such a counter is several documents, the stripes, and its value their sum;
 * changes that are under way at the same time in this process have each another one. A process
 * begins at a stripe of its own by chance, so that others seldom meet it there. */
#ifndef KP_STRIPE_H
#define KP_STRIPE_H

#include <stdatomic.h>
#include <stdbool.h>

#define KP_STRIPES_MAX 16

struct kp_stripes {
    atomic_uint taken; /* a bit each */
    unsigned first;
};
struct kp_stripe {
    unsigned number; /* below KP_STRIPES_MAX */
    bool held;       /* nobody else of this process has it */
};

void kp_stripes_init(struct kp_stripes *stripes, unsigned chance);
/* When all are taken it is somebody's who waits for nobody: the store lets them take turns. */
struct kp_stripe kp_stripe_acquire(struct kp_stripes *stripes);
void kp_stripe_release(struct kp_stripes *stripes, struct kp_stripe *stripe);

#endif
