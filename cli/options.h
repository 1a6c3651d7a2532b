/* SPDX-License-Identifier: MIT
 * The command line as typed: global flags, the words of a command, its flags and arguments. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "base/global_options.h"
#include "commands.h"

/* Reads it all. `in->command` stays NULL when no whole command was named, `*noun` when not even its
 * first word was: with --help or --version that is fine, else INVALID, with what was most likely
 * meant. */
enum kripa_status options_read(int argc, char **argv, struct kripa_arena *arena,
                               struct options *options, struct input *in, const struct noun **noun,
                               struct kripa_error *err);

#endif
