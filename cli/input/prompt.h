/* SPDX-License-Identifier: MIT
 * Asking the person at the keyboard. */
#ifndef PROMPT_H
#define PROMPT_H

#include "base/session.h"

/* Asks for a new password: twice without echo at a terminal, otherwise reads one line of standard
 * input. */
enum kripa_status prompt_password(struct session *s, const char **out);
/* OK with --yes, with --dry-run (then nothing happens), or when "y" was answered. Without a
 * terminal and without --yes the command line is at fault. */
enum kripa_status prompt_confirm(struct session *s, const char *format, ...) KRIPA_PRINTF(2, 3);

#endif
