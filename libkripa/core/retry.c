/* SPDX-License-Identifier: MIT
 * See retry.h. */
#include "retry.h"

static enum kripa_status give_up(const struct kp_patience *patience, struct kripa_error *err)
{
    kripa_fail(err, patience->status, "%s", patience->message);
    if (err)
        err->retry_after_s = patience->retry_after_s;
    return patience->status;
}

enum kripa_status kp_retry(const struct kp_call *call, const struct kp_patience *patience,
                           kp_try_fn *once, void *ctx)
{
    int tries = patience->tries ? patience->tries : KP_TRIES_MAX;
    struct kripa_error problem;
    struct kp_call trial = kp_call_with_err(call, &problem);
    enum kripa_status status;
    bool lost = true;
    do {
        lost = false;
        problem = (struct kripa_error){0};
        status = once(ctx, &trial, &lost);
    } while (lost && --tries > 0);
    if (lost && patience->status != KRIPA_OK)
        return give_up(patience, call->err);
    if (status != KRIPA_OK && call->err)
        *call->err = problem;
    return status;
}
