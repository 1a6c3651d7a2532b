/* SPDX-License-Identifier: MIT
 * What other rooms need of coming in: proving who one is once more, and what is left to delete of
 * an account. */
#ifndef KP_AUTH_H
#define KP_AUTH_H

#include "core/change.h"
#include "schema/schema.h"

/* Has the viewer prove who they are: by the password, or where there is none by a one-time code;
 * either may be NULL. *proof is the code's, to be used up with the change (NULL: none). INVALID on
 * `password` or `otp`. */
enum kripa_status kp_prove_own(const struct kp_call *call, const char *password, const char *otp,
                               struct kripa_proof **proof);
/* Uses it up with the change that it was for, which fails (CONFLICT) when it was used, or replaced,
 * meanwhile. */
void kp_proof_use(struct kp_change *change, const struct kripa_proof *proof);
/* Deletes every session and every open proof of the account with the change; `used` (NULL: none) is
 * a proof that it uses up already. */
enum kripa_status kp_auth_delete(const struct kp_call *call, struct kp_change *change,
                                 struct kripa_id user, const struct kripa_proof *used);

#endif
