/* SPDX-License-Identifier: MIT
 * What went wrong, for people and, with --json, for programs on standard error, and for scripts as
 * the exit code. */
#ifndef FAILURE_H
#define FAILURE_H

#include <stdio.h>

#include <kripa/status.h>

#include "base/command.h"

/* What is around a failure. */
struct failing {
    const struct command *command; /* its flags name the fields; NULL: none */
    bool json;                     /* one object a line: {code, message, errors, ...} */
    const char *about;             /* the argument or the line it is about; NULL: all */
    int code;                      /* the exit code, when it is not that of the status; 0: it is */
};

/* Writes the message and each bad field, by the flag it was given with; returns the exit code. */
int failure_report(FILE *to, enum kripa_status status, const struct kripa_error *err,
                   const struct failing *failing);
/* Whether the next thing of many would fail alike: the store, rights, memory. */
bool failure_is_general(enum kripa_status status);
/* The table of exit codes, for the help. */
void failure_explain(FILE *to);

#endif
