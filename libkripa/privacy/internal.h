/* SPDX-License-Identifier: MIT
 * What the files of the room privacy share. */
#ifndef KP_PRIVACY_INTERNAL_H
#define KP_PRIVACY_INTERNAL_H

#include "account/account.h"

/* remove.c: decides the change that removes an account; `used` (NULL: none) is a proof that
 * the change uses up. */
enum kripa_status kp_remove_account(struct kp_account_edit *edit, const struct kripa_proof *used);
/* Commits such a change; *out is the account as it was. */
enum kripa_status kp_run_removal(struct kp_account_edit *edit, struct kripa_id id,
                                 struct kripa_account **out);

#endif
