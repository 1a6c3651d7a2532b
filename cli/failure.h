/* SPDX-License-Identifier: MIT
 * What went wrong, for people on standard error and for scripts as the exit code. */
#ifndef FAILURE_H
#define FAILURE_H

#include <stdio.h>

#include <kripa/status.h>

#define EXIT_DECLINED 1 /* asked, and answered no */
#define EXIT_USAGE    2

/* Writes the message and each bad field; returns the exit code of the status. */
int failure_report(FILE *to, enum kripa_status status, const struct kripa_error *err);
/* The table of exit codes, for the help. */
void failure_explain(FILE *to);

#endif
