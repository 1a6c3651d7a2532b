/* SPDX-License-Identifier: MIT
 * Counting, and sums by a key. */
#include <string.h>

#include "query.h"
#include "sqlite.h"

struct counting {
    struct kp_sqlite *store;
    const struct kp_plan *plan;
    struct kp_where where;
    struct kp_shape shape;
    struct kp_group group;
    bool limited;
    struct kp_connection *connection;
    struct kripa_error *err;
};

static enum kripa_status resolve(struct counting *counting, const struct kripa_query *query,
                                 enum kp_verb verb)
{
    enum kripa_status status =
        kp_plan_find(&counting->store->layout, query->of, &counting->plan, counting->err);
    if (status != KRIPA_OK)
        return status;
    counting->shape = kp_shape_of(verb, counting->plan->index);
    return kp_where_resolve(&counting->where, counting->plan, query->conds, query->conds_count,
                            &counting->shape, counting->err);
}

static void write_from(const struct counting *counting, struct kripa_writer *sql)
{
    kripa_write(sql, " FROM ");
    kp_sql_name(sql, counting->plan->table->name);
    kripa_write(sql, " WHERE 1");
    kp_where_write(&counting->where, sql);
}

static void write_count(const struct counting *counting, struct kripa_writer *sql)
{
    kripa_write(sql, counting->limited ? "SELECT count(*) FROM (SELECT 1" : "SELECT count(*)");
    write_from(counting, sql);
    if (counting->limited)
        kripa_write(sql, " LIMIT ?)");
}

static sqlite3_stmt *statement_of(struct counting *counting,
                                  void (*write)(const struct counting *, struct kripa_writer *),
                                  enum kripa_status *status)
{
    struct kp_connection *connection = counting->connection;
    sqlite3_stmt *stmt = kp_statement_get(&connection->statements, &counting->shape);
    if (stmt)
        return stmt;
    struct kripa_writer sql;
    kripa_writer_init(&sql, &connection->scratch);
    write(counting, &sql);
    int code = SQLITE_NOMEM;
    if (!sql.failed)
        stmt = kp_statement_keep(&connection->statements, connection->db, &counting->shape, sql.at,
                                 sql.size, &code);
    if (!stmt)
        *status = kp_sqlite_fail(connection->db, code, counting->err);
    return stmt;
}

static enum kripa_status take_count(struct counting *counting, int64_t at_most, int64_t *count)
{
    sqlite3 *db = counting->connection->db;
    enum kripa_status status = KRIPA_OK;
    sqlite3_stmt *stmt = statement_of(counting, write_count, &status);
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
    enum kripa_status status = resolve(&counting, query, KP_VERB_COUNT);
    kp_shape_add(&counting.shape, counting.limited);
    if (status == KRIPA_OK)
        status = kp_work_begin(counting.store, query->work_max, &counting.connection, err);
    if (status != KRIPA_OK)
        return status;
    status = take_count(&counting, at_most, count);
    kp_work_end(counting.store, query->work_max, counting.connection);
    return status;
}

static void write_value(const struct kp_name *name, const char *otherwise, const char *as,
                        struct kripa_writer *sql)
{
    if (!name->column) {
        kripa_write(sql, otherwise);
    } else if (name->item) {
        kp_sql_extract(sql, "e.value", name->item->name);
    } else if (name->column->list) {
        kripa_write(sql, "e.value");
    } else {
        kripa_write(sql, "t.");
        kp_sql_name(sql, name->column->name);
    }
    kripa_write(sql, as);
}

static void write_group(const struct counting *counting, struct kripa_writer *sql)
{
    const struct kp_column *list = counting->group.list;
    kripa_write(sql, "SELECT k, count(*), total(s), sum(s) FROM (SELECT ");
    write_value(&counting->group.by, "NULL", " AS k, ", sql);
    write_value(&counting->group.sum, "0", " AS s FROM (SELECT *", sql);
    write_from(counting, sql);
    kripa_write(sql, ") AS t");
    if (list) {
        kripa_write(sql, ", json_each(t.");
        kp_sql_name(sql, list->name);
        kripa_write(sql, ") AS e");
    }
    kripa_write(sql, ") GROUP BY k ORDER BY k");
}

/* A stored key as the value that conditions take. */
static enum kripa_status take_key(struct counting *counting, sqlite3_stmt *stmt,
                                  struct kripa_arena *arena, struct kripa_value *key)
{
    const struct kp_column *column = counting->group.key;
    struct kp_scalar scalar;
    enum kripa_status status = kp_sqlite_read(stmt, 0, &scalar, counting->err);
    if (status != KRIPA_OK || scalar.kind == KP_NULL)
        return status;
    return kp_scalar_to_value(column, &scalar, arena, key, counting->err);
}

static enum kripa_status take_buckets(struct counting *counting, sqlite3_stmt *stmt,
                                      struct kripa_arena *arena, struct kripa_bucket **buckets,
                                      size_t *count)
{
    size_t capacity = 0;
    int code;
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        if (*count == capacity) {
            size_t larger = capacity ? capacity * 2 : 16;
            struct kripa_bucket *to = kripa_arena_alloc(arena, sizeof *to, larger);
            if (!to)
                return kripa_fail(counting->err, KRIPA_NO_MEMORY, "out of memory");
            if (*count)
                memcpy(to, *buckets, sizeof *to * *count);
            *buckets = to;
            capacity = larger;
        }
        struct kripa_bucket *bucket = &(*buckets)[*count];
        enum kripa_status status = take_key(counting, stmt, arena, &bucket->key);
        if (status != KRIPA_OK)
            return status;
        bucket->count = sqlite3_column_int64(stmt, 1);
        bucket->sum = sqlite3_column_int64(stmt, 2);
        ++*count;
    }
    return code == SQLITE_DONE ? KRIPA_OK
                               : kp_sqlite_fail(counting->connection->db, code, counting->err);
}

static enum kripa_status resolve_group(struct counting *counting, struct kripa_group group)
{
    struct kp_group *of = &counting->group;
    enum kripa_status status = kp_group_resolve(counting->plan, group, of, counting->err);
    const struct kp_column *parts[] = {of->by.column, of->by.item, of->sum.column, of->sum.item};
    for (size_t i = 0; i < 4; i++)
        kp_shape_add(&counting->shape, parts[i] ? parts[i]->index + 1U : 0);
    return status;
}

enum kripa_status kp_sqlite_group(struct kripa_store *base, const struct kripa_query *query,
                                  struct kripa_group group, struct kripa_arena *arena,
                                  struct kripa_bucket **buckets, size_t *count,
                                  struct kripa_error *err)
{
    struct counting counting = {.store = (struct kp_sqlite *)base, .err = err};
    *buckets = NULL;
    *count = 0;
    enum kripa_status status = resolve(&counting, query, KP_VERB_GROUP);
    if (status == KRIPA_OK)
        status = resolve_group(&counting, group);
    if (status == KRIPA_OK)
        status = kp_reader_take(counting.store, 0, &counting.connection, err);
    if (status != KRIPA_OK)
        return status;
    sqlite3_stmt *stmt = statement_of(&counting, write_group, &status);
    int at = 1;
    if (stmt)
        status = kp_where_bind(&counting.where, stmt, &at, &counting.connection->scratch, err);
    if (stmt && status == KRIPA_OK)
        status = take_buckets(&counting, stmt, arena, buckets, count);
    sqlite3_reset(stmt);
    kp_reader_give(counting.store, counting.connection);
    return status;
}
