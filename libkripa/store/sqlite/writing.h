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

/* index_tables.c */
/* Changes the index tables from the list in `before` to that in `after` (records with it; NULL: no
 * record). */
enum kripa_status kp_index_tables_write(struct kp_writing *writing, int64_t row,
                                        const struct kp_column *column, const void *before,
                                        const void *after);
/* Whether values of this list are in index tables. */
bool kp_column_has_index_tables(const struct kp_column *column);
/* lists.c */
struct kp_list {
    const struct kp_column *column;
    void *before; /* a record that has the list as it was, */
    void *after;  /* and one that has it after the edits */
};
/* Does a KRIPA_SET, UNSET, PUSH or PULL. *matched false: there is no such element, or for PUSH one
 * with the same key. */
enum kripa_status kp_list_set(struct kp_writing *writing, struct kp_list *list,
                              const struct kripa_set *set, bool *matched);
/* unchanged.c */
/* *respelled when a list that the edit's conditions compare was rewritten in the present
 * spelling. */
enum kripa_status kp_unchanged_respell(struct kp_writing *writing, bool *respelled);
/* update.c */
enum kripa_status kp_write_update(struct kp_writing *writing);
/* Does the edit's sets under its conditions; *matched false, and nothing done, when no record meets
 * them. */
enum kripa_status kp_write_sets(struct kp_writing *writing, bool *matched);

#endif
