/* SPDX-License-Identifier: MIT
 * A new account, from the flags of kripa_registration_schema and a password, which is never a
 * flag. */
#include "registration.h"

#include "prompt.h"

enum kripa_status registration_read(struct session *s, const struct input *in,
                                    struct kripa_registration *out)
{
    struct kripa_pair password = {.name = "password"};
    kripa_given given;
    *out = (struct kripa_registration){0};
    enum kripa_status status = prompt_password(s, &password.value);
    return status == KRIPA_OK ? session_decode(s, in, &password, 1, out, &given) : status;
}

enum kripa_status registration_add(struct session *s, const struct input *in, enum kripa_role role,
                                   struct kripa_account **out)
{
    struct kripa_registration registration;
    enum kripa_status status = registration_read(s, in, &registration);
    if (status != KRIPA_OK)
        return status;
    return kripa_account_add(s->kripa, s->viewer, &registration, role, &s->arena, out, &s->error);
}
