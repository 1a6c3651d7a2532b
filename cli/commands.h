/* SPDX-License-Identifier: MIT
 * The nouns of the command line. */
#ifndef COMMANDS_H
#define COMMANDS_H

#include "base/command.h"

/* A noun, with the beginning of its help. */
struct noun {
    const char *name, *summary;
    const struct command *commands;
};
/* In the order of the help, ended by a row without name. */
extern const struct noun nouns[];

const struct noun *noun_find(const char *name);
/* Finds a command; NULL: the noun has none with this verb, which may be NULL. */
const struct command *command_find(const struct noun *noun, const char *verb);

#endif
