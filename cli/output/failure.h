/* SPDX-License-Identifier: MIT
 * Reports failures on standard error, for people or, with --json, for programs; and as the exit
 * code. */
#ifndef FAILURE_H
#define FAILURE_H

#include <stdio.h>

#include <kripa/status.h>

#include "base/command.h"

/* The circumstances of a failure. */
struct failing {
    const struct command *command; /* its flags stand for the fields; NULL: none */
    bool json;                     /* one object a line: {code, message, errors, ...} */
    const char *about;             /* the argument or line that failed; NULL: the whole command */
    int code;                      /* the exit code; 0: that of the status */
};

/* Writes the message and each bad field, named by its flag; returns the exit code. */
int failure_report(FILE *to, enum kripa_status status, const struct kripa_error *err,
                   const struct failing *failing);
/* Whether the next of several things would fail for the same reason: the store, rights, memory. */
bool failure_is_general(enum kripa_status status);
/* Prints the table of exit codes, for the help. */
void failure_explain(FILE *to);

#endif
