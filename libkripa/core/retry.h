/* SPDX-License-Identifier: MIT
 * Deciding anew: what rested on something that somebody else changed meanwhile is decided once
 * more, on what is there now. */
#ifndef KP_RETRY_H
#define KP_RETRY_H

#include "call.h"

/* Each loss means that somebody else got on. Where a store lets those who wait take turns, who has
 * just won comes first again, so patience must be long. */
#define KP_TRIES_MAX 128

/* How often it is tried, and what is said when every try was lost. */
struct kp_patience {
    int tries;                /* 0: KP_TRIES_MAX */
    enum kripa_status status; /* OK: what the last try said */
    const char *message;
    int retry_after_s;
};
/* One try, from the start. *lost: somebody else came first; unless it is the last one, nobody will
 * know of its status and its error, which is that of the `call` it is handed. */
typedef enum kripa_status kp_try_fn(void *ctx, const struct kp_call *call, bool *lost);
enum kripa_status kp_retry(const struct kp_call *call, const struct kp_patience *patience,
                           kp_try_fn *once, void *ctx);

#endif
