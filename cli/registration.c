/* SPDX-License-Identifier: MIT
 * A new account: the flags of kripa_registration_schema, and a password that is never a flag. */
#include "registration.h"

#include "prompt.h"

enum kripa_status registration_add(struct session *s, const struct input *in, enum kripa_role role,
                                   struct kripa_account **out)
{
    struct kripa_pair password = {.name = "password"};
    struct kripa_registration registration = {0};
    kripa_given given;
    enum kripa_status status = prompt_password(s, &password.value);
    if (status == KRIPA_OK)
        status = session_decode(s, in, &password, 1, &registration, &given);
    if (status != KRIPA_OK)
        return status;
    return kripa_account_add(s->kripa, s->viewer, &registration, role, &s->arena, out, &s->error);
}
