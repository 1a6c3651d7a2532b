/* SPDX-License-Identifier: MIT
 * What --help says, at every level, made of the table of commands. */
#ifndef HELP_H
#define HELP_H

#include <stdio.h>

#include "commands.h"

/* Of the command, else of the noun, else of kripactl. */
void help_print(FILE *to, const struct noun *noun, const struct command *command);

#endif
