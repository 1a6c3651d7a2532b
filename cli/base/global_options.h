/* SPDX-License-Identifier: MIT
 * The flags that every command takes. */
#ifndef GLOBAL_OPTIONS_H
#define GLOBAL_OPTIONS_H

#include <stdbool.h>

enum layout { LAYOUT_TABLE, LAYOUT_TSV, LAYOUT_CSV, LAYOUT_JSON };

struct options {
    const char *store; /* a store's URI */
    const char *env_file;
    const char *as;     /* an account's e-mail */
    const char *limit;  /* records in a list, for commands whose table has no limit */
    const char *color;  /* "auto", "always", "never" */
    const char *format; /* a layout's name */
    const char *fields; /* names of fields, separated by commas; NULL: those of the view */
    enum layout layout;
    bool json; /* the layout is JSON */
    bool yes, dry_run, help, version;
};

#endif
