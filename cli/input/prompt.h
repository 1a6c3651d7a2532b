/* SPDX-License-Identifier: MIT
 * Asking the person at the keyboard. */
#ifndef PROMPT_H
#define PROMPT_H

#include "base/session.h"

/* A new password: typed twice without echo at a terminal, else one line of standard input. */
enum kripa_status prompt_password(struct session *s, const char **out);
/* OK with --yes, or with --dry-run (nothing happens then), or when "y" was answered. Away from a
 * terminal it is a fault of the command line to have left out --yes. */
enum kripa_status prompt_confirm(struct session *s, const char *format, ...) KRIPA_PRINTF(2, 3);

#endif
