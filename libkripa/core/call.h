/* SPDX-License-Identifier: MIT
 * What every function below a public one needs to know of the call that it serves. */
#ifndef KP_CALL_H
#define KP_CALL_H

#include <kripa/arena.h>
#include <kripa/status.h>
#include <kripa/viewer.h>

struct kripa;

struct kp_call {
    struct kripa *kripa;
    struct kripa_viewer viewer; /* who is asking; not set where rights don't matter */
    struct kripa_arena *arena;  /* for everything that is returned */
    struct kripa_error *err;    /* NULL: the caller does not want the reason */
};

/* Begins a public call: what its caller's error said before is forgotten. */
static inline struct kp_call kp_call_begin(struct kripa *kripa, struct kripa_viewer viewer,
                                           struct kripa_arena *arena, struct kripa_error *err)
{
    kripa_error_clear(err);
    return (struct kp_call){.kripa = kripa, .viewer = viewer, .arena = arena, .err = err};
}

/* The same call with another place for errors (NULL: none). */
static inline struct kp_call kp_call_with_err(const struct kp_call *call, struct kripa_error *err)
{
    struct kp_call other = *call;
    other.err = err;
    return other;
}

/* The same call with another arena. */
static inline struct kp_call kp_call_with_arena(const struct kp_call *call,
                                                struct kripa_arena *arena)
{
    struct kp_call other = *call;
    other.arena = arena;
    return other;
}

#endif
