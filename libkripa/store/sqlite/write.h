/* SPDX-License-Identifier: MIT
 * What the parts of writing share: an edit being applied, assignments to columns, lists being
 * edited, side tables. */
#ifndef KP_SQLITE_WRITE_H
#define KP_SQLITE_WRITE_H

#include "query.h"
#include "sqlite.h"

struct kp_writing {
    struct kp_connection *connection;
    const struct kp_layout *layout;
    struct kripa_outcome *outcome;
    struct kripa_error *err;
    const struct kripa_edit *edit;
    const struct kp_plan *plan; /* of the edit */
    const char *into;           /* the field of the next INSERT that outcome->number goes to */
};

enum kripa_status kp_write_no_memory(struct kp_writing *writing);
/* CONFLICT: the row is gone, or no longer is what the edit's conditions say. */
enum kripa_status kp_write_no_match(struct kp_writing *writing);
/* Of a failed statement: EXISTS naming the field when a unique value is taken. */
enum kripa_status kp_write_failed(struct kp_writing *writing, int code);
/* The statement of this shape, written by `write` when it is new. */
typedef void kp_write_sql_fn(const void *ctx, struct kripa_writer *sql);
sqlite3_stmt *kp_write_statement(struct kp_writing *writing, const struct kp_shape *shape,
                                 kp_write_sql_fn *write, const void *ctx,
                                 enum kripa_status *status);
/* Steps a statement that gives no rows, and resets it. */
enum kripa_status kp_write_step(struct kp_writing *writing, sqlite3_stmt *stmt);
enum kripa_status kp_write_bind_id(struct kp_writing *writing, sqlite3_stmt *stmt, int at,
                                   struct kripa_id id);

/* update.c */
enum kripa_status kp_write_update(struct kp_writing *writing);
/* Does the edit's sets and conditions; *matched false, and nothing done, when no row does. */
enum kripa_status kp_write_sets(struct kp_writing *writing, bool *matched);

/* lists.c: a list column taken out of its row, edited and put back. */
struct kp_list {
    const struct kp_column *column;
    void *before; /* a record that holds the list as it was, */
    void *after;  /* and one that holds it as it becomes */
};
/* SET, ADD, UNSET, PUSH, PULL on the list or on a member of one of its elements. *matched false: no
 * such element, or (PUSH) one with that key already. */
enum kripa_status kp_list_set(struct kp_writing *writing, struct kp_list *list,
                              const struct kripa_set *set, const struct kp_name *name,
                              bool *matched);

/* sides.c: the side tables of a list column follow from `before` to `after`: records that
 * hold it, NULL: no row. */
enum kripa_status kp_sides_write(struct kp_writing *writing, int64_t row,
                                 const struct kp_column *column, const void *before,
                                 const void *after);
/* Whether the table has values of this list's in side tables. */
bool kp_column_sided(const struct kp_column *column);

/* same.c: *respelled when a list that the edit's conditions compare was brought to today's
 * spelling. */
enum kripa_status kp_same_respell(struct kp_writing *writing, bool *respelled);

#endif
