/* SPDX-License-Identifier: MIT
 * See fill.h. */
#include "fill.h"

#include "context.h"

enum kripa_status kp_fill(const struct kp_call *call, struct kp_change *change, kp_fill_fn *some,
                          void *ctx)
{
    for (;;) {
        size_t count;
        struct kp_change before = kp_change_in(call);
        enum kripa_status status = some(ctx, &before, &count);
        if (status != KRIPA_OK)
            return status;
        if (count < KP_FILL_MAX || call->kripa->dry_run)
            return some(ctx, change, &count);
        status = kp_commit(call, &before, NULL);
        if (status != KRIPA_OK && status != KRIPA_CONFLICT) /* else somebody was there: once more */
            return status;
    }
}
