/* SPDX-License-Identifier: MIT
 * What admins did: a numbered row for every change by one, and for every sign-in of one (domain.md,
 * "Audit"). */
#ifndef KRIPA_AUDIT_H
#define KRIPA_AUDIT_H

#include <kripa/base.h>

struct kripa_audit_row {
    struct kripa_id id;
    int64_t seq; /* from 1, without gaps */
    int64_t at_ms;
    const char *by;             /* an account's id, or "console:<unix user>" */
    const char *action;         /* "product.edit" */
    const char *target;         /* an id */
    const char *before, *after; /* JSON objects, without secrets */
};

#endif
