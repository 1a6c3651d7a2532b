/* SPDX-License-Identifier: MIT
 * Conditions, sorts and cursors as SQL. Each is resolved and checked first, written only when its
 * shape is new, and then bound. */
#ifndef KP_SQLITE_QUERY_H
#define KP_SQLITE_QUERY_H

#include <kripa/sys/json.h>

#include "statement.h"
#include "store/condition.h"
#include "values.h"

struct kp_where {
    const struct kp_plan *plan;
    size_t count;
    struct kp_where_cond {
        const struct kripa_cond *cond;
        struct kp_name name;
        unsigned char elsewhere; /* if in another plan: the plan's position in the table, from 1 */
        /* placeholders in its SQL, a power of two, so that few shapes cover many counts */
        size_t values;
    } conds[KP_CONDS_MAX];
};

/* INVALID: no such field, an operator that doesn't apply to it, or too many conditions. */
enum kripa_status kp_where_resolve(struct kp_where *where, const struct kp_plan *plan,
                                   const struct kripa_cond *conds, size_t count,
                                   struct kp_shape *shape, struct kripa_error *err);
/* " AND c = ? AND ..." */
void kp_where_write(const struct kp_where *where, struct kripa_writer *sql);
/* *at: the next parameter. Values are bound where they are; texts that must be made are in the
 * arena. */
enum kripa_status kp_where_bind(const struct kp_where *where, sqlite3_stmt *stmt, int *at,
                                struct kripa_arena *arena, struct kripa_error *err);

void kp_sql_name(struct kripa_writer *sql, const char *name);
/* json_extract(from, '$."name"') */
void kp_sql_extract(struct kripa_writer *sql, const char *from, const char *name);
/* "first","second": all columns of a plan. */
void kp_sql_columns(struct kripa_writer *sql, const struct kp_plan *plan);

#endif
