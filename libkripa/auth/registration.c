/* SPDX-License-Identifier: MIT
 * Registration makes a new customer's account and signs it in. */
#include "account/account.h"
#include "core/context.h"
#include "internal.h"

enum kripa_status kripa_register(struct kripa *kripa, const struct kripa_registration *registration,
                                 struct kripa_arena *arena, struct kripa_signed_in *out,
                                 struct kripa_error *err)
{
    kripa_error_clear(err);
    const struct kp_call call = {.kripa = kripa, .arena = arena, .err = err};
    struct kp_change change = kp_change_in(&call);
    struct kripa_account *account;
    enum kripa_status status = kp_need_signing(&call);
    if (status == KRIPA_OK)
        status = kp_account_prepare(&call, registration, KRIPA_ROLE_CUSTOMER, &change, &account);
    if (status != KRIPA_OK)
        return status;
    struct kripa_credential who = {.id = account->id, .role = account->role};
    struct kripa_signed_in made = {.account = *account};
    status = kp_session_begin(&call, &change, &who, &made);
    if (status == KRIPA_OK)
        status = kp_account_commit(&call, &change, account);
    if (status == KRIPA_OK)
        *out = made;
    return status;
}
