/* SPDX-License-Identifier: MIT
 * The command line as typed: global flags, the words of a command, its flags and arguments. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "command.h"

enum layout { LAYOUT_TABLE, LAYOUT_TSV, LAYOUT_CSV, LAYOUT_JSON };

struct options {
    const char *store; /* a store's URI */
    const char *env_file;
    const char *as;     /* an account's e-mail */
    const char *limit;  /* rows of a list, where the command's own table doesn't take it */
    const char *color;  /* "auto", "always", "never" */
    const char *format; /* a layout's name */
    const char *fields; /* names of rows, separated by commas; NULL: the usual ones */
    enum layout layout;
    bool json; /* the layout is JSON */
    bool yes, dry_run, help, version;
};

/* Reads it all. `in->command` stays NULL when no whole command was named, `*noun` when not even its
 * first word was: with --help or --version that is fine, else INVALID, with what was most likely
 * meant. */
enum kripa_status options_read(int argc, char **argv, struct kripa_arena *arena,
                               struct options *options, struct input *in, const struct noun **noun,
                               struct kripa_error *err);

#endif
