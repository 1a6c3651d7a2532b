/* SPDX-License-Identifier: MIT
 * The text of --help at every level, made from the table of commands. */
#ifndef HELP_H
#define HELP_H

#include <stdio.h>

#include "commands.h"

/* Prints the help of the command, or else of the noun, or else of kripactl. */
void help_print(FILE *to, const struct noun *noun, const struct command *command);

#endif
