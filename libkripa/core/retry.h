/* SPDX-License-Identifier: MIT
 * Retries a decision: if somebody else changed what it rested on, it is made again on what is there
 * now. */
#ifndef KP_RETRY_H
#define KP_RETRY_H

#include "call.h"

/* A lost try means that somebody else's succeeded. Where a store makes waiting writers take turns,
 * the last winner may be first again, so this must be many. */
#define KP_TRIES_MAX 128

/* How many tries there are, and what the failure is when all were lost. */
struct kp_patience {
    int tries;                /* 0: KP_TRIES_MAX */
    enum kripa_status status; /* KRIPA_OK: keep the status of the last try */
    const char *message;
    int retry_after_s;
};
/* One try, from the start. *lost: somebody else committed first. The status and error of a lost try
 * are dropped unless it was the last one; `call` has the place for its error. */
typedef enum kripa_status kp_try_fn(void *ctx, const struct kp_call *call, bool *lost);
enum kripa_status kp_retry(const struct kp_call *call, const struct kp_patience *patience,
                           kp_try_fn *once, void *ctx);

#endif
