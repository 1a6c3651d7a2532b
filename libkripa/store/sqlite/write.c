/* SPDX-License-Identifier: MIT
 * Edits as statements, on the writer's connection, inside its transaction. */
#include "internal.h"
#include "writing.h"

static void write_insert(const void *ctx, struct kripa_writer *sql)
{
    const struct kp_plan *plan = ctx;
    kripa_write(sql, "INSERT INTO ");
    kp_sql_name(sql, plan->table->name);
    kripa_write(sql, " (");
    kp_sql_columns(sql, plan);
    kripa_write(sql, ") VALUES (?");
    for (size_t i = 1; i < plan->count; i++)
        kripa_write(sql, ",?");
    kripa_write(sql, ")");
}

static void write_insert_absent(const void *ctx, struct kripa_writer *sql)
{
    write_insert(ctx, sql);
    kripa_write(sql, " ON CONFLICT (_id) DO NOTHING");
}

/* Binds the number of the KRIPA_SEQUENCE edit before in the place of the record's own. */
static enum kripa_status bind_into(struct kp_writing *writing, sqlite3_stmt *stmt)
{
    if (!writing->into)
        return KRIPA_OK;
    const struct kp_column *column;
    enum kripa_status status = kp_edit_into(writing->plan, writing->into, &column, writing->err);
    if (status != KRIPA_OK)
        return status;
    writing->into = NULL;
    int code = sqlite3_bind_int64(stmt, column->index + 1, writing->outcome->number);
    return code == SQLITE_OK ? KRIPA_OK : kp_write_no_memory(writing);
}

static enum kripa_status insert_index_tables(struct kp_writing *writing)
{
    const struct kp_plan *plan = writing->plan;
    int64_t row = sqlite3_last_insert_rowid(writing->connection->db);
    for (size_t i = 0; i < plan->count; i++) {
        if (!kp_column_has_index_tables(&plan->columns[i]))
            continue;
        enum kripa_status status =
            kp_index_tables_write(writing, row, &plan->columns[i], NULL, writing->edit->record);
        if (status != KRIPA_OK)
            return status;
    }
    return KRIPA_OK;
}

static enum kripa_status insert_row(struct kp_writing *writing)
{
    const struct kp_plan *plan = writing->plan;
    struct kp_shape shape = kp_shape_of(KP_VERB_INSERT, plan->index);
    enum kripa_status status = KRIPA_OK;
    sqlite3_stmt *stmt = kp_write_statement(writing, &shape, write_insert, plan, &status);
    if (!stmt)
        return status;
    status = kp_record_bind(plan, writing->edit->record, stmt, &writing->connection->scratch,
                            writing->err);
    if (status == KRIPA_OK)
        status = bind_into(writing, stmt);
    if (status == KRIPA_OK)
        status = kp_write_step(writing, stmt);
    return status == KRIPA_OK ? insert_index_tables(writing) : status;
}

/* Inserts the first record of a counter, unless it exists. */
static enum kripa_status insert_absent(struct kp_writing *writing)
{
    const struct kp_plan *plan = writing->plan;
    if (!writing->edit->record)
        return kp_write_no_match(writing);
    struct kp_shape shape = kp_shape_of(KP_VERB_INSERT_ABSENT, plan->index);
    enum kripa_status status = KRIPA_OK;
    sqlite3_stmt *stmt = kp_write_statement(writing, &shape, write_insert_absent, plan, &status);
    if (!stmt)
        return status;
    status = kp_record_bind(plan, writing->edit->record, stmt, &writing->connection->scratch,
                            writing->err);
    if (status == KRIPA_OK)
        status = kp_write_step(writing, stmt);
    if (status == KRIPA_OK && sqlite3_changes(writing->connection->db) > 0)
        status = insert_index_tables(writing);
    return status;
}

/* The update comes first, as a counter exists except for the first time. */
static enum kripa_status upsert_increment(struct kp_writing *writing)
{
    bool matched = false;
    enum kripa_status status = kp_write_sets(writing, &matched);
    if (status == KRIPA_OK && !matched) {
        status = insert_absent(writing);
        if (status == KRIPA_OK)
            status = kp_write_sets(writing, &matched);
        if (status == KRIPA_OK && !matched)
            status = kp_write_no_match(writing);
    }
    return status;
}

struct numbering {
    const struct kp_plan *plan;
    const struct kp_column *counter;
};

static void write_number(const void *ctx, struct kripa_writer *sql)
{
    const struct numbering *numbering = ctx;
    kripa_write(sql, "UPDATE ");
    kp_sql_name(sql, numbering->plan->table->name);
    kripa_write(sql, " SET ");
    kp_sql_name(sql, numbering->counter->name);
    kripa_write(sql, " = coalesce(");
    kp_sql_name(sql, numbering->counter->name);
    kripa_write(sql, ",0) + ? WHERE _id = ? RETURNING ");
    kp_sql_name(sql, numbering->counter->name);
}

static enum kripa_status raise_number(struct kp_writing *writing, const struct kp_column *counter,
                                      int64_t by, bool *matched)
{
    struct numbering numbering = {writing->plan, counter};
    struct kp_shape shape = kp_shape_of(KP_VERB_SEQUENCE, writing->plan->index);
    kp_shape_add(&shape, counter->index);
    enum kripa_status status = KRIPA_OK;
    sqlite3_stmt *stmt = kp_write_statement(writing, &shape, write_number, &numbering, &status);
    if (!stmt)
        return status;
    if (sqlite3_bind_int64(stmt, 1, by) != SQLITE_OK)
        return kp_write_no_memory(writing);
    status = kp_write_bind_id(writing, stmt, 2, writing->edit->key);
    if (status != KRIPA_OK)
        return status;
    int code = sqlite3_step(stmt);
    *matched = code == SQLITE_ROW;
    if (*matched) {
        writing->outcome->number = sqlite3_column_int64(stmt, 0);
        code = sqlite3_step(stmt);
    }
    status = code == SQLITE_DONE ? KRIPA_OK : kp_write_failed(writing, code);
    sqlite3_reset(stmt);
    return status;
}

static enum kripa_status next_in_sequence(struct kp_writing *writing)
{
    const struct kripa_edit *edit = writing->edit;
    const struct kp_column *counter;
    int64_t by;
    bool matched = false;
    enum kripa_status status = kp_edit_counter(writing->plan, edit, &counter, &by, writing->err);
    if (status == KRIPA_OK)
        status = raise_number(writing, counter, by, &matched);
    if (status == KRIPA_OK && !matched) {
        status = insert_absent(writing);
        if (status == KRIPA_OK)
            status = raise_number(writing, counter, by, &matched);
    }
    writing->into = edit->into;
    return status;
}

static void write_delete(const void *ctx, struct kripa_writer *sql)
{
    const struct kp_where *where = ctx;
    const struct kp_table *table = where->plan->table;
    kripa_write(sql, "DELETE FROM ");
    kp_sql_name(sql, table->name);
    kripa_write(sql, " WHERE _id = ?");
    kp_where_write(where, sql);
    kripa_write(sql, " RETURNING row");
    for (size_t i = 0; i < table->columns_count; i++) {
        if (!kp_column_has_index_tables(table->columns[i]))
            continue;
        kripa_write(sql, ",");
        kp_sql_name(sql, table->columns[i]->name);
    }
}

/* The deleted record's values in index tables, for every schema of its collection. */
struct deleted {
    int64_t row;
    void **records; /* one for each column of the table */
};

static enum kripa_status take_deleted(struct kp_writing *writing, sqlite3_stmt *stmt,
                                      struct deleted *deleted)
{
    const struct kp_table *table = writing->plan->table;
    struct kripa_arena *scratch = &writing->connection->scratch;
    int at = 1;
    deleted->row = sqlite3_column_int64(stmt, 0);
    deleted->records = kripa_arena_alloc(scratch, sizeof(void *), table->columns_count);
    if (!deleted->records)
        return kp_write_no_memory(writing);
    for (size_t i = 0; i < table->columns_count; i++) {
        const struct kp_column *column = table->columns[i];
        if (!kp_column_has_index_tables(column))
            continue;
        struct kp_scalar scalar;
        void *record = kripa_arena_alloc(scratch, column->record_size, 1);
        if (!record)
            return kp_write_no_memory(writing);
        enum kripa_status status = kp_sqlite_read(stmt, at++, &scalar, writing->err);
        if (status == KRIPA_OK)
            status = kp_sqlite_store(column, &scalar, record, scratch, writing->err);
        if (status != KRIPA_OK)
            return status;
        deleted->records[i] = record;
    }
    return KRIPA_OK;
}

static enum kripa_status delete_index_tables(struct kp_writing *writing,
                                             const struct deleted *deleted)
{
    const struct kp_table *table = writing->plan->table;
    for (size_t i = 0; i < table->columns_count; i++) {
        if (!kp_column_has_index_tables(table->columns[i]))
            continue;
        enum kripa_status status = kp_index_tables_write(writing, deleted->row, table->columns[i],
                                                         deleted->records[i], NULL);
        if (status != KRIPA_OK)
            return status;
    }
    return KRIPA_OK;
}

static enum kripa_status step_delete(struct kp_writing *writing, sqlite3_stmt *stmt,
                                     struct deleted *deleted, bool *matched)
{
    int code = sqlite3_step(stmt);
    enum kripa_status status = KRIPA_OK;
    *matched = code == SQLITE_ROW;
    if (*matched) {
        status = take_deleted(writing, stmt, deleted);
        code = sqlite3_step(stmt);
    }
    if (status == KRIPA_OK && code != SQLITE_DONE)
        status = kp_write_failed(writing, code);
    return status;
}

static enum kripa_status try_delete(struct kp_writing *writing, bool *matched)
{
    const struct kripa_edit *edit = writing->edit;
    struct kp_where where;
    struct deleted deleted = {0};
    struct kp_shape shape = kp_shape_of(KP_VERB_DELETE, writing->plan->index);
    enum kripa_status status = kp_where_resolve(&where, writing->plan, edit->conds,
                                                edit->conds_count, &shape, writing->err);
    if (status != KRIPA_OK)
        return status;
    sqlite3_stmt *stmt = kp_write_statement(writing, &shape, write_delete, &where, &status);
    if (!stmt)
        return status;
    int at = 2;
    status = kp_write_bind_id(writing, stmt, 1, edit->key);
    if (status == KRIPA_OK)
        status = kp_where_bind(&where, stmt, &at, &writing->connection->scratch, writing->err);
    if (status == KRIPA_OK)
        status = step_delete(writing, stmt, &deleted, matched);
    sqlite3_reset(stmt);
    return status == KRIPA_OK && *matched ? delete_index_tables(writing, &deleted) : status;
}

static enum kripa_status delete_row(struct kp_writing *writing)
{
    bool matched = false, respelled = false;
    enum kripa_status status = try_delete(writing, &matched);
    if (status == KRIPA_OK && !matched)
        status = kp_unchanged_respell(writing, &respelled);
    if (status == KRIPA_OK && respelled)
        status = try_delete(writing, &matched);
    return status == KRIPA_OK && !matched ? kp_write_no_match(writing) : status;
}

static enum kripa_status apply(struct kp_writing *writing)
{
    static enum kripa_status (*const appliers[])(struct kp_writing *) = {
        [KRIPA_INSERT] = insert_row,         [KRIPA_UPDATE] = kp_write_update,
        [KRIPA_DELETE] = delete_row,         [KRIPA_UPSERT_INCREMENT] = upsert_increment,
        [KRIPA_SEQUENCE] = next_in_sequence,
    };
    const struct kripa_edit *edit = writing->edit;
    if ((unsigned)edit->kind >= sizeof appliers / sizeof *appliers)
        return kp_edit_unknown(writing->err);
    enum kripa_status status =
        kp_plan_find(writing->layout, edit->of, &writing->plan, writing->err);
    return status == KRIPA_OK ? appliers[edit->kind](writing) : status;
}

enum kripa_status kp_change_apply(struct kp_sqlite *store, const struct kripa_change *change,
                                  struct kripa_outcome *outcome, struct kripa_error *err)
{
    struct kp_writing writing = {
        .connection = &store->writer, .layout = &store->layout, .outcome = outcome, .err = err};
    *outcome = (struct kripa_outcome){0};
    for (size_t i = 0; i < change->count; i++) {
        writing.edit = &change->edits[i];
        enum kripa_status status = apply(&writing);
        if (status != KRIPA_OK) {
            outcome->failed = i;
            return status;
        }
    }
    return KRIPA_OK;
}
