/* SPDX-License-Identifier: MIT
 * What every function below a public one needs to know of the call it serves. A part that needs
 * another arena or error makes a copy and sets that member. */
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

#endif
