/* SPDX-License-Identifier: MIT
 * An edit that is being done, and what all kinds have in common: writing.c. */
#ifndef KP_SQLITE_WRITING_H
#define KP_SQLITE_WRITING_H

#include "connection.h"
#include "query.h"
#include "store/edit.h"

struct kp_writing {
    struct kp_connection *connection;
    const struct kp_layout *layout;
    struct kripa_outcome *outcome;
    struct kripa_error *err;
    const struct kripa_edit *edit;
    const struct kp_plan *plan; /* of the edit */
    const char *into;           /* the field of the next insert that takes outcome->number */
};

enum kripa_status kp_write_no_memory(struct kp_writing *writing);
/* CONFLICT: the record is gone, or does not meet the edit's conditions any more. */
enum kripa_status kp_write_no_match(struct kp_writing *writing);
/* Explains a failed statement: EXISTS naming the field when a unique value is taken. */
enum kripa_status kp_write_failed(struct kp_writing *writing, int code);
/* kp_connection_statement on the writer's connection. */
sqlite3_stmt *kp_write_statement(struct kp_writing *writing, const struct kp_shape *shape,
                                 kp_sql_fn *write, const void *ctx, enum kripa_status *status);
/* Runs a statement that returns no rows, and resets it. */
enum kripa_status kp_write_step(struct kp_writing *writing, sqlite3_stmt *stmt);
enum kripa_status kp_write_bind_id(struct kp_writing *writing, sqlite3_stmt *stmt, int at,
                                   struct kripa_id id);

#endif
