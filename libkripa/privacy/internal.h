/* SPDX-License-Identifier: MIT
 * What the files about leaving share. */
#ifndef KP_PRIVACY_INTERNAL_H
#define KP_PRIVACY_INTERNAL_H

#include "account/account.h"

/* remove.c: decides a change that takes the account out; `used` (NULL: none) is a proof that it
 * uses up already. */
enum kripa_status kp_remove_account(struct kp_account_edit *edit, const struct kripa_proof *used);
/* Carries such a change out; `out` is the account as it was. */
enum kripa_status kp_run_removal(struct kp_account_edit *edit, struct kripa_id id,
                                 struct kripa_account **out);

#endif
