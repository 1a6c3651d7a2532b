/* SPDX-License-Identifier: MIT
 * Counting. */
#include "internal.h"
#include "query.h"

struct counting {
    struct kp_sqlite *store;
    const struct kp_plan *plan;
    struct kp_where where;
    struct kp_shape shape;
    bool limited;
    struct kp_connection *connection;
    struct kripa_error *err;
};

static enum kripa_status resolve(struct counting *counting, const struct kripa_query *query)
{
    enum kripa_status status =
        kp_plan_find(&counting->store->layout, query->of, &counting->plan, counting->err);
    if (status != KRIPA_OK)
        return status;
    counting->shape = kp_shape_of(KP_VERB_COUNT, counting->plan->index);
    return kp_where_resolve(&counting->where, counting->plan, query->conds, query->conds_count,
                            &counting->shape, counting->err);
}

static void write_count(const void *ctx, struct kripa_writer *sql)
{
    const struct counting *counting = ctx;
    kripa_write(sql, counting->limited ? "SELECT count(*) FROM (SELECT 1" : "SELECT count(*)");
    kripa_write(sql, " FROM ");
    kp_sql_name(sql, counting->plan->table->name);
    kripa_write(sql, " WHERE 1");
    kp_where_write(&counting->where, sql);
    if (counting->limited)
        kripa_write(sql, " LIMIT ?)");
}

static enum kripa_status take_count(struct counting *counting, int64_t at_most, int64_t *count)
{
    sqlite3 *db = counting->connection->db;
    enum kripa_status status = KRIPA_OK;
    sqlite3_stmt *stmt = kp_connection_statement(counting->connection, &counting->shape,
                                                 write_count, counting, &status, counting->err);
    if (!stmt)
        return status;
    int at = 1;
    status =
        kp_where_bind(&counting->where, stmt, &at, &counting->connection->scratch, counting->err);
    if (status != KRIPA_OK)
        return status;
    int code = counting->limited ? sqlite3_bind_int64(stmt, at, at_most) : SQLITE_OK;
    if (code == SQLITE_OK)
        code = sqlite3_step(stmt);
    if (code == SQLITE_ROW)
        *count = sqlite3_column_int64(stmt, 0);
    else
        status = kp_sqlite_fail(db, code, counting->err);
    sqlite3_reset(stmt);
    return status;
}

enum kripa_status kp_sqlite_count(struct kripa_store *base, const struct kripa_query *query,
                                  int64_t at_most, int64_t *count, struct kripa_error *err)
{
    struct counting counting = {
        .store = (struct kp_sqlite *)base, .limited = at_most > 0, .err = err};
    enum kripa_status status = resolve(&counting, query);
    kp_shape_add(&counting.shape, counting.limited);
    if (status == KRIPA_OK)
        status = kp_work_begin(counting.store, query->work_max, &counting.connection, err);
    if (status != KRIPA_OK)
        return status;
    status = take_count(&counting, at_most, count);
    kp_work_end(counting.store, query->work_max, counting.connection);
    return status;
}
