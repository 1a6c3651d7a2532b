/* SPDX-License-Identifier: MIT
 * The nouns of the command line. */
#ifndef COMMANDS_H
#define COMMANDS_H

#include "base/command.h"

/* What stands at the head of the help of a noun. */
struct noun {
    const char *name, *summary;
    const struct command *commands;
};
/* In the order of the help, ended by a row without name. */
extern const struct noun nouns[];

const struct noun *noun_find(const char *name);
/* NULL: the noun has no such command. `verb` may be NULL. */
const struct command *command_find(const struct noun *noun, const char *verb);

#endif
