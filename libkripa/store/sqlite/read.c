/* SPDX-License-Identifier: MIT
 * Finding and scanning. A page after a cursor is read in one or two parts: NULL comes before all
 * values, but the comparison of (value, _id) that an index answers never finds it. */
#include <string.h>

#include "base/status.h"
#include "internal.h"
#include "query.h"
#include "store/page.h"

/* The part of the matching records that a statement reads. */
enum part {
    PART_NONE,
    PART_ALL,
    PART_BEHIND,        /* (value, _id) after the cursor's */
    PART_ABSENT_BEHIND, /* no value, and _id after the cursor's */
    PART_ABSENT,
    PART_PRESENT,
};

struct finding {
    struct kp_page page;
    struct kp_where where;
    struct kp_shape shape;
    struct kp_connection *connection;
};

static enum kripa_status resolve(struct kp_sqlite *store, struct finding *finding,
                                 enum kp_verb verb)
{
    const struct kripa_query *query = finding->page.query;
    enum kripa_status status =
        kp_plan_find(&store->layout, query->of, &finding->page.plan, finding->page.err);
    if (status != KRIPA_OK)
        return status;
    finding->shape = kp_shape_of(verb, finding->page.plan->index);
    status = kp_where_resolve(&finding->where, finding->page.plan, query->conds, query->conds_count,
                              &finding->shape, finding->page.err);
    if (status == KRIPA_OK)
        status =
            kp_page_sort(finding->page.plan, query->sort, &finding->page.sort, finding->page.err);
    kp_shape_add(&finding->shape, finding->page.sort ? finding->page.sort->index + 1U : 0);
    kp_shape_add(&finding->shape, query->descending);
    return status;
}

static void write_part(const struct finding *finding, enum part part, struct kripa_writer *sql)
{
    const char *behind = finding->page.query->descending ? " < " : " > ";
    const char *sort = finding->page.sort ? finding->page.sort->name : "_id";
    switch (part) {
    case PART_NONE:
    case PART_ALL:
        return;
    case PART_BEHIND:
        kripa_write(sql, " AND (");
        kp_sql_name(sql, sort);
        kripa_write(sql, finding->page.sort ? ",_id)" : ")");
        kripa_write(sql, behind);
        kripa_write(sql, finding->page.sort ? "(?,?)" : "?");
        return;
    case PART_ABSENT_BEHIND:
        kripa_write(sql, " AND _id");
        kripa_write(sql, behind);
        kripa_write(sql, "?");
        break;
    case PART_ABSENT:
    case PART_PRESENT:
        break;
    }
    kripa_write(sql, " AND ");
    kp_sql_name(sql, sort);
    kripa_write(sql, part == PART_PRESENT ? " IS NOT NULL" : " IS NULL");
}

/* One of the statements of a page. */
struct asking {
    const struct finding *finding;
    enum part part;
    bool paged;
};

static void write_find(const void *ctx, struct kripa_writer *sql)
{
    const struct asking *asking = ctx;
    const struct finding *finding = asking->finding;
    const char *direction = finding->page.query->descending ? " DESC" : "";
    kripa_write(sql, "SELECT ");
    kp_sql_columns(sql, finding->page.plan);
    kripa_write(sql, " FROM ");
    kp_sql_name(sql, finding->page.plan->table->name);
    kripa_write(sql, " WHERE 1");
    write_part(finding, asking->part, sql);
    kp_where_write(&finding->where, sql);
    kripa_write(sql, " ORDER BY ");
    if (finding->page.sort) {
        kp_sql_name(sql, finding->page.sort->name);
        kripa_write(sql, direction);
        kripa_write(sql, ",");
    }
    kripa_write(sql, "_id");
    kripa_write(sql, direction);
    if (asking->paged)
        kripa_write(sql, " LIMIT ? OFFSET ?");
}

static sqlite3_stmt *statement_for(struct finding *finding, enum part part, bool paged,
                                   enum kripa_status *status)
{
    struct asking asking = {finding, part, paged};
    struct kp_shape shape = finding->shape;
    kp_shape_add(&shape, part);
    return kp_connection_statement(finding->connection, &shape, write_find, &asking, status,
                                   finding->page.err);
}

static enum kripa_status bind_part(struct finding *finding, enum part part, sqlite3_stmt *stmt,
                                   int *at)
{
    if (part != PART_BEHIND && part != PART_ABSENT_BEHIND)
        return KRIPA_OK;
    const struct kp_cursor *cursor = &finding->page.cursor;
    static const enum kp_scalar_kind kinds[] = {KP_NULL, KP_INT, KP_TEXT};
    struct kp_scalar value = {kinds[cursor->kind], cursor->number, cursor->text, cursor->size};
    char *id = kripa_arena_alloc(&finding->connection->scratch, KRIPA_ID_TEXT_SIZE, 1);
    if (!id)
        return kp_no_memory(finding->page.err);
    kripa_id_format(cursor->id, id);
    int code = SQLITE_OK;
    if (finding->page.sort && part == PART_BEHIND)
        code = kp_sqlite_bind(stmt, (*at)++, &value);
    if (code == SQLITE_OK)
        code = sqlite3_bind_text(stmt, (*at)++, id, KRIPA_ID_TEXT_SIZE - 1, SQLITE_STATIC);
    return code == SQLITE_OK ? KRIPA_OK
                             : kp_sqlite_fail(finding->connection->db, code, finding->page.err);
}

static enum kripa_status bind_page(struct finding *finding, sqlite3_stmt *stmt, int at)
{
    size_t wanted = finding->page.limit - finding->page.rows->count;
    int code = sqlite3_bind_int64(stmt, at, (int64_t)wanted + 1);
    if (code == SQLITE_OK)
        code = sqlite3_bind_int64(stmt, at + 1, finding->page.query->skip);
    return code == SQLITE_OK ? KRIPA_OK
                             : kp_sqlite_fail(finding->connection->db, code, finding->page.err);
}

static enum kripa_status bind(struct finding *finding, enum part part, bool paged,
                              sqlite3_stmt *stmt)
{
    int at = 1;
    enum kripa_status status = bind_part(finding, part, stmt, &at);
    if (status == KRIPA_OK)
        status = kp_where_bind(&finding->where, stmt, &at, &finding->connection->scratch,
                               finding->page.err);
    if (status == KRIPA_OK && paged)
        status = bind_page(finding, stmt, at);
    return status;
}

static enum kripa_status take_rows(struct finding *finding, sqlite3_stmt *stmt)
{
    int code;
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        if (finding->page.rows->count == finding->page.limit) {
            finding->page.more = true;
            return KRIPA_OK;
        }
        void *record = kp_page_place(&finding->page);
        if (!record)
            return kp_no_memory(finding->page.err);
        enum kripa_status status = KRIPA_OK;
        if (finding->page.query->work_max)
            status = kp_work_row(finding->connection, finding->page.plan, stmt, finding->page.err);
        if (status == KRIPA_OK)
            status = kp_record_read(finding->page.plan, stmt, record, finding->page.arena,
                                    finding->page.err);
        if (status != KRIPA_OK)
            return status;
        finding->page.rows->count++;
    }
    return code == SQLITE_DONE ? KRIPA_OK
                               : kp_sqlite_fail(finding->connection->db, code, finding->page.err);
}

static enum kripa_status find_part(struct finding *finding, enum part part)
{
    enum kripa_status status = KRIPA_OK;
    if (part == PART_NONE || finding->page.more)
        return status;
    sqlite3_stmt *stmt = statement_for(finding, part, true, &status);
    if (!stmt)
        return status;
    status = bind(finding, part, true, stmt);
    if (status == KRIPA_OK)
        status = take_rows(finding, stmt);
    sqlite3_reset(stmt);
    return status;
}

/* When descending, records without a value follow those with one; when ascending, they precede
 * them. */
static enum kripa_status find_parts(struct finding *finding)
{
    bool descending = finding->page.query->descending;
    enum part first = PART_ALL, second = PART_NONE;
    if (finding->page.query->after.size > 0) {
        bool absent = finding->page.sort && finding->page.cursor.kind == KP_CURSOR_ABSENT;
        first = absent ? PART_ABSENT_BEHIND : PART_BEHIND;
        if (finding->page.sort && absent && !descending)
            second = PART_PRESENT;
        if (finding->page.sort && !absent && descending && finding->page.sort->absent)
            second = PART_ABSENT;
    }
    enum kripa_status status = find_part(finding, first);
    return status == KRIPA_OK ? find_part(finding, second) : status;
}

enum kripa_status kp_sqlite_find(struct kripa_store *base, const struct kripa_query *query,
                                 struct kripa_arena *arena, struct kripa_rows *rows,
                                 struct kripa_error *err)
{
    struct kp_sqlite *store = (struct kp_sqlite *)base;
    struct finding finding;
    finding.page.query = query;
    finding.page.sort = NULL;
    finding.page.arena = arena;
    finding.page.err = err;
    finding.page.rows = rows;
    finding.page.capacity = 0;
    finding.page.more = false;
    memset(rows, 0, sizeof *rows);
    enum kripa_status status = resolve(store, &finding, KP_VERB_FIND);
    if (status == KRIPA_OK)
        status = kp_page_check(&finding.page);
    if (status == KRIPA_OK)
        status = kp_work_begin(store, query->work_max, &finding.connection, err);
    if (status != KRIPA_OK)
        return status;
    status = find_parts(&finding);
    if (status == KRIPA_OK)
        status = kp_page_finish(&finding.page, &finding.connection->scratch);
    kp_work_end(store, query->work_max, finding.connection);
    return status;
}

static enum kripa_status scan_rows(struct finding *finding, sqlite3_stmt *stmt,
                                   kripa_record_fn *row, void *ctx)
{
    int code;
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        kripa_arena_reset(finding->page.arena);
        void *record = kripa_arena_alloc(finding->page.arena, finding->page.plan->schema->size, 1);
        if (!record)
            return kp_no_memory(finding->page.err);
        enum kripa_status status = kp_record_read(finding->page.plan, stmt, record,
                                                  finding->page.arena, finding->page.err);
        if (status == KRIPA_OK)
            status = row(ctx, record);
        if (status != KRIPA_OK)
            return status;
    }
    return code == SQLITE_DONE ? KRIPA_OK
                               : kp_sqlite_fail(finding->connection->db, code, finding->page.err);
}

static enum kripa_status scan(struct finding *finding, kripa_record_fn *row, void *ctx)
{
    enum kripa_status status = KRIPA_OK;
    sqlite3_stmt *stmt = statement_for(finding, PART_ALL, false, &status);
    if (!stmt)
        return status;
    status = bind(finding, PART_ALL, false, stmt);
    if (status == KRIPA_OK)
        status = scan_rows(finding, stmt, row, ctx);
    sqlite3_reset(stmt);
    return status;
}

/* A single statement reads a snapshot. */
enum kripa_status kp_sqlite_scan(struct kripa_store *base, const struct kripa_query *query,
                                 kripa_record_fn *row, void *ctx, struct kripa_error *err)
{
    struct kp_sqlite *store = (struct kp_sqlite *)base;
    struct kripa_arena arena = {0};
    struct finding finding = {.page = {.query = query, .arena = &arena, .err = err}};
    enum kripa_status status = resolve(store, &finding, KP_VERB_SCAN);
    if (status == KRIPA_OK)
        status = kp_reader_acquire(store, 0, &finding.connection, err);
    if (status != KRIPA_OK)
        return status;
    status = scan(&finding, row, ctx);
    kp_reader_release(store, finding.connection);
    kripa_arena_clear(&arena);
    return status;
}
