/* SPDX-License-Identifier: MIT
 * The command line as typed: global flags, the words of a command, its flags and arguments. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "base/global_options.h"
#include "commands.h"

struct command_line {
    struct options options;
    struct input in;         /* in.command: NULL when no whole command was named */
    const struct noun *noun; /* NULL when not even its first word was */
};

/* Reads it all. A line that names no command is fine with --help or --version, else INVALID, with
 * what was most likely meant. */
enum kripa_status options_read(int argc, char **argv, struct kripa_arena *arena,
                               struct command_line *out, struct kripa_error *err);

#endif
