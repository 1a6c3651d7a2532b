/* SPDX-License-Identifier: MIT
 * The command line as it was typed: global flags, the words of a command, its flags and
 * arguments. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "base/global_options.h"
#include "commands.h"

struct command_line {
    struct options options;
    struct input in;         /* in.command is NULL when no complete command was named */
    const struct noun *noun; /* NULL when not even its first word was */
};

/* Reads the whole command line. Without a command it is fine with --help or --version; otherwise
 * INVALID, with a suggestion. */
enum kripa_status options_read(int argc, char **argv, struct kripa_arena *arena,
                               struct command_line *out, struct kripa_error *err);

#endif
