/* SPDX-License-Identifier: MIT
 * Updates. Sets of whole columns are one statement with all conditions. When elements of a list are
 * edited, or a list with index tables is set, the row is read first, its lists are edited here, and
 * it is written back. */
#include "writing.h"

#include <string.h>

#define ASSIGNS_MAX 160

struct assign {
    const struct kp_column *column;
    bool add;
    struct kp_scalar value;
};
struct update {
    struct kp_writing *writing;
    struct kp_where where;
    struct kp_name names[KP_SETS_MAX]; /* one for each set of the edit */
    struct assign assigns[ASSIGNS_MAX];
    size_t assigns_count;
    struct kp_list lists[KP_SETS_MAX];
    size_t lists_count;
    bool by_row; /* its SQL: the row is found by its rowid */
};

/* SQL */

static void write_update(const void *ctx, struct kripa_writer *sql)
{
    const struct update *update = ctx;
    kripa_write(sql, "UPDATE ");
    kp_sql_name(sql, update->writing->plan->table->name);
    for (size_t i = 0; i < update->assigns_count; i++) {
        const struct assign *assign = &update->assigns[i];
        kripa_write(sql, i > 0 ? "," : " SET ");
        kp_sql_name(sql, assign->column->name);
        kripa_write(sql, assign->add ? " = coalesce(" : " = ?");
        if (!assign->add)
            continue;
        kp_sql_name(sql, assign->column->name);
        kripa_write(sql, ",0) + ?");
    }
    kripa_write(sql, update->by_row ? " WHERE row = ?" : " WHERE _id = ?");
    if (!update->by_row)
        kp_where_write(&update->where, sql);
}

static void write_pick(const void *ctx, struct kripa_writer *sql)
{
    const struct update *update = ctx;
    kripa_write(sql, "SELECT row");
    for (size_t i = 0; i < update->lists_count; i++) {
        kripa_write(sql, ",");
        kp_sql_name(sql, update->lists[i].column->name);
    }
    kripa_write(sql, " FROM ");
    kp_sql_name(sql, update->writing->plan->table->name);
    kripa_write(sql, " WHERE _id = ?");
    kp_where_write(&update->where, sql);
}

static enum kripa_status bind_assigns(struct update *update, sqlite3_stmt *stmt, int *at)
{
    for (size_t i = 0; i < update->assigns_count; i++)
        if (kp_sqlite_bind(stmt, (*at)++, &update->assigns[i].value) != SQLITE_OK)
            return kp_write_no_memory(update->writing);
    return KRIPA_OK;
}

static void add_assigns(struct update *update, struct kp_shape *shape)
{
    kp_shape_add(shape, (unsigned)update->assigns_count);
    for (size_t i = 0; i < update->assigns_count; i++) {
        kp_shape_add(shape, update->assigns[i].column->index);
        kp_shape_add(shape, update->assigns[i].add);
    }
}

/* Binds the key and the conditions. */
static enum kripa_status bind_where(struct update *update, sqlite3_stmt *stmt, int at)
{
    struct kp_writing *writing = update->writing;
    enum kripa_status status = kp_write_bind_id(writing, stmt, at++, writing->edit->key);
    if (status != KRIPA_OK)
        return status;
    return kp_where_bind(&update->where, stmt, &at, &writing->connection->scratch, writing->err);
}

/* The shape of the conditions was made when they were resolved, and is appended. */
static void add_where(struct kp_shape *shape, const struct kp_shape *where)
{
    for (size_t i = 2; i < where->size && i < KP_SHAPE_MAX; i++)
        kp_shape_add(shape, where->bytes[i]);
}

static enum kripa_status update_directly(struct update *update, const struct kp_shape *where,
                                         bool *matched)
{
    struct kp_writing *writing = update->writing;
    struct kp_shape shape = kp_shape_of(KP_VERB_UPDATE, writing->plan->index);
    add_assigns(update, &shape);
    add_where(&shape, where);
    enum kripa_status status = KRIPA_OK;
    sqlite3_stmt *stmt = kp_write_statement(writing, &shape, write_update, update, &status);
    if (!stmt)
        return status;
    int at = 1;
    status = bind_assigns(update, stmt, &at);
    if (status == KRIPA_OK)
        status = bind_where(update, stmt, at);
    if (status == KRIPA_OK)
        status = kp_write_step(writing, stmt);
    *matched = status == KRIPA_OK && sqlite3_changes(writing->connection->db) > 0;
    return status;
}

static enum kripa_status update_row(struct update *update, int64_t row)
{
    struct kp_writing *writing = update->writing;
    struct kp_shape shape = kp_shape_of(KP_VERB_WRITE, writing->plan->index);
    add_assigns(update, &shape);
    update->by_row = true;
    enum kripa_status status = KRIPA_OK;
    sqlite3_stmt *stmt = kp_write_statement(writing, &shape, write_update, update, &status);
    if (!stmt)
        return status;
    int at = 1;
    status = bind_assigns(update, stmt, &at);
    if (status == KRIPA_OK && sqlite3_bind_int64(stmt, at, row) != SQLITE_OK)
        status = kp_write_no_memory(writing);
    return status == KRIPA_OK ? kp_write_step(writing, stmt) : status;
}

static enum kripa_status take_list(struct update *update, sqlite3_stmt *stmt, size_t i)
{
    struct kp_writing *writing = update->writing;
    struct kripa_arena *scratch = &writing->connection->scratch;
    struct kp_list *list = &update->lists[i];
    struct kp_scalar text;
    list->before = kripa_arena_alloc(scratch, list->column->record_size, 1);
    list->after = kripa_arena_alloc(scratch, list->column->record_size, 1);
    if (!list->before || !list->after)
        return kp_write_no_memory(writing);
    enum kripa_status status = kp_sqlite_read(stmt, (int)i + 1, &text, writing->err);
    if (status == KRIPA_OK)
        status = kp_sqlite_store(list->column, &text, list->before, scratch, writing->err);
    if (status == KRIPA_OK)
        memcpy(list->after, list->before, list->column->record_size);
    return status;
}

/* Reads the rowid and the lists. */
static enum kripa_status pick(struct update *update, const struct kp_shape *where, int64_t *row,
                              bool *matched)
{
    struct kp_writing *writing = update->writing;
    struct kp_shape shape = kp_shape_of(KP_VERB_PICK, writing->plan->index);
    kp_shape_add(&shape, (unsigned)update->lists_count);
    for (size_t i = 0; i < update->lists_count; i++)
        kp_shape_add(&shape, update->lists[i].column->index);
    add_where(&shape, where);
    enum kripa_status status = KRIPA_OK;
    sqlite3_stmt *stmt = kp_write_statement(writing, &shape, write_pick, update, &status);
    if (!stmt)
        return status;
    status = bind_where(update, stmt, 1);
    if (status != KRIPA_OK)
        return status;
    int code = sqlite3_step(stmt);
    *matched = code == SQLITE_ROW;
    if (*matched)
        *row = sqlite3_column_int64(stmt, 0);
    else if (code != SQLITE_DONE)
        status = kp_write_failed(writing, code);
    for (size_t i = 0; i < update->lists_count && *matched && status == KRIPA_OK; i++)
        status = take_list(update, stmt, i);
    sqlite3_reset(stmt);
    return status;
}

/* The values of the sets */

static enum kripa_status assign(struct update *update, const struct kp_column *column, bool add,
                                struct kp_scalar value)
{
    if (update->assigns_count == ASSIGNS_MAX)
        return kp_edit_senseless(column->path, update->writing->err);
    if (value.kind == KP_NULL && !column->absent)
        value = kp_scalar_unset(column);
    update->assigns[update->assigns_count++] = (struct assign){column, add, value};
    return KRIPA_OK;
}

/* Does a KRIPA_SET, KRIPA_ADD or KRIPA_UNSET of a column, or of all columns of an embedded
 * record. */
static enum kripa_status assign_set(struct update *update, const struct kripa_set *set,
                                    const struct kp_name *name)
{
    struct kp_writing *writing = update->writing;
    for (size_t i = 0; i < name->count; i++) {
        const struct kp_column *column = &name->column[i];
        struct kp_scalar value = {.kind = KP_NULL};
        enum kripa_status status = KRIPA_OK;
        if (set->op == KRIPA_ADD)
            value = (struct kp_scalar){.kind = KP_INT, .number = set->value.as.number};
        else if (set->op == KRIPA_SET)
            status = kp_sqlite_of_value(column, &set->value, &writing->connection->scratch, &value,
                                        writing->err);
        if (status == KRIPA_OK)
            status = assign(update, column, set->op == KRIPA_ADD, value);
        if (status != KRIPA_OK)
            return status;
    }
    return KRIPA_OK;
}

static bool edits_list(const struct kripa_set *set, const struct kp_name *name)
{
    return set->op == KRIPA_PUSH || set->op == KRIPA_PULL ||
           (name->count == 1 && kp_column_has_index_tables(name->column));
}

static struct kp_list *list_of(struct update *update, const struct kp_column *column)
{
    for (size_t i = 0; i < update->lists_count; i++)
        if (update->lists[i].column == column)
            return &update->lists[i];
    struct kp_list *list = &update->lists[update->lists_count++];
    *list = (struct kp_list){.column = column};
    return list;
}

static enum kripa_status add_sets(struct update *update)
{
    struct kp_writing *writing = update->writing;
    const struct kripa_edit *edit = writing->edit;
    enum kripa_status status = kp_edit_resolve(writing->plan, edit, update->names, writing->err);
    for (size_t i = 0; i < edit->sets_count && status == KRIPA_OK; i++) {
        const struct kp_name *name = &update->names[i];
        if (edits_list(&edit->sets[i], name))
            list_of(update, name->column);
        else
            status = assign_set(update, &edit->sets[i], name);
    }
    return status;
}

static enum kripa_status edit_lists(struct update *update, bool *matched)
{
    struct kp_writing *writing = update->writing;
    const struct kripa_edit *edit = writing->edit;
    for (size_t i = 0; i < edit->sets_count && *matched; i++) {
        const struct kp_name *name = &update->names[i];
        if (!edits_list(&edit->sets[i], name))
            continue;
        enum kripa_status status =
            kp_list_set(writing, list_of(update, name->column), &edit->sets[i], matched);
        if (status != KRIPA_OK)
            return status;
    }
    for (size_t i = 0; i < update->lists_count && *matched; i++) {
        struct kp_list *list = &update->lists[i];
        struct kp_scalar text;
        enum kripa_status status = kp_json_write(
            list->column, list->after, &writing->connection->scratch, &text, writing->err);
        if (status == KRIPA_OK)
            status = assign(update, list->column, false, text);
        if (status != KRIPA_OK)
            return status;
    }
    return KRIPA_OK;
}

static enum kripa_status write_index_tables(struct update *update, int64_t row)
{
    for (size_t i = 0; i < update->lists_count; i++) {
        struct kp_list *list = &update->lists[i];
        if (!kp_column_has_index_tables(list->column))
            continue;
        enum kripa_status status =
            kp_index_tables_write(update->writing, row, list->column, list->before, list->after);
        if (status != KRIPA_OK)
            return status;
    }
    return KRIPA_OK;
}

static enum kripa_status update_picked(struct update *update, const struct kp_shape *where,
                                       bool *matched)
{
    int64_t row = 0;
    enum kripa_status status = pick(update, where, &row, matched);
    if (status == KRIPA_OK && *matched)
        status = edit_lists(update, matched);
    if (status != KRIPA_OK || !*matched || update->assigns_count == 0)
        return status;
    status = update_row(update, row);
    return status == KRIPA_OK ? write_index_tables(update, row) : status;
}

static enum kripa_status try_sets(struct kp_writing *writing, bool *matched)
{
    struct update update;
    update.writing = writing;
    update.assigns_count = update.lists_count = 0;
    update.by_row = false;
    struct kp_shape where = kp_shape_of(KP_VERB_UPDATE, 0);
    enum kripa_status status = kp_where_resolve(&update.where, writing->plan, writing->edit->conds,
                                                writing->edit->conds_count, &where, writing->err);
    if (status == KRIPA_OK)
        status = add_sets(&update);
    if (status != KRIPA_OK)
        return status;
    if (update.lists_count > 0 || writing->edit->sets_count == 0)
        return update_picked(&update, &where, matched);
    return update_directly(&update, &where, matched);
}

enum kripa_status kp_write_sets(struct kp_writing *writing, bool *matched)
{
    bool respelled;
    enum kripa_status status = try_sets(writing, matched);
    if (status != KRIPA_OK || *matched)
        return status;
    status = kp_unchanged_respell(writing, &respelled);
    return status == KRIPA_OK && respelled ? try_sets(writing, matched) : status;
}

enum kripa_status kp_write_update(struct kp_writing *writing)
{
    bool matched = false;
    enum kripa_status status = kp_write_sets(writing, &matched);
    return status == KRIPA_OK && !matched ? kp_write_no_match(writing) : status;
}
