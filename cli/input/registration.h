/* SPDX-License-Identifier: MIT
 * A new account from the command line. */
#ifndef REGISTRATION_H
#define REGISTRATION_H

#include "base/session.h"

/* Asks for a password, and reads the account that the command's flags describe. */
enum kripa_status registration_read(struct session *s, const struct input *in,
                                    struct kripa_registration *out);
/* Reads it and adds it. */
enum kripa_status registration_add(struct session *s, const struct input *in, enum kripa_role role,
                                   struct kripa_account **out);

#endif
