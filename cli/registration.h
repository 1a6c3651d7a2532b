/* SPDX-License-Identifier: MIT
 * A new account from the command line. */
#ifndef REGISTRATION_H
#define REGISTRATION_H

#include "session.h"

/* Asks for a password, and adds the account that the command's flags describe. */
enum kripa_status registration_add(struct session *s, const struct input *in, enum kripa_role role,
                                   struct kripa_account **out);

#endif
