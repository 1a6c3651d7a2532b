/* SPDX-License-Identifier: MIT
 * The audit log: a numbered entry for every change and every sign-in by an admin (domain.md,
 * "Audit"). */
#ifndef KRIPA_AUDIT_H
#define KRIPA_AUDIT_H

#include <kripa/context.h>
#include <kripa/page.h>
#include <kripa/viewer.h>

struct kripa_audit_entry {
    struct kripa_id id;
    int64_t seq; /* from 1, without gaps */
    int64_t at_ms;
    const char *by;             /* an account's id, or "console:<unix user>" */
    const char *action;         /* "product.edit" */
    const char *target;         /* an id */
    const char *before, *after; /* JSON objects, without secrets */
};
struct kripa_audit {
    struct kripa_audit_entry *at;
    size_t count;
    struct kripa_page page;
};
struct kripa_audit_filter { /* NULL: any */
    struct kripa_paging paging;
    const char *by, *action, *target;
};

KRIPA_BEGIN

/* For admins: newest first, or oldest first (sort "seq"). A filter of NULL shows all. */
KRIPA_API enum kripa_status kripa_audit_list(struct kripa *kripa, struct kripa_viewer viewer,
                                             const struct kripa_audit_filter *filter,
                                             struct kripa_arena *arena, struct kripa_audit *out,
                                             struct kripa_error *err);

KRIPA_END
#endif
