/* SPDX-License-Identifier: MIT
 * What every function below a public one needs to know of the call it serves. */
#ifndef KP_CALL_H
#define KP_CALL_H

#include <kripa/arena.h>
#include <kripa/status.h>
#include <kripa/viewer.h>

struct kripa;

struct kp_call {
    struct kripa *kripa;
    struct kripa_viewer viewer; /* who is asking; none where nobody's rights are looked at */
    struct kripa_arena *arena;  /* what is handed out lives here */
    struct kripa_error *err;    /* NULL: nobody wants to know why */
};

/* The same call, whose failures are another's to hear of (NULL: nobody's). */
static inline struct kp_call kp_call_with_err(const struct kp_call *call, struct kripa_error *err)
{
    struct kp_call other = *call;
    other.err = err;
    return other;
}

/* The same call, with another place for what it makes. */
static inline struct kp_call kp_call_with_arena(const struct kp_call *call,
                                                struct kripa_arena *arena)
{
    struct kp_call other = *call;
    other.arena = arena;
    return other;
}

#endif
