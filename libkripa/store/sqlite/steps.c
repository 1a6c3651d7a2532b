/* SPDX-License-Identifier: MIT
 * The SQL that makes the tables, indexes, index tables and views that a file lacks. */
#include "internal.h"

#include <string.h>

#include "base/status.h"
#include "present.h"
#include "query.h"

struct stepping {
    struct kripa_arena *arena;
    struct kp_present present;
    struct kp_steps *steps;
    const struct kp_layout *layout;
    const struct kp_table *table;
    struct kripa_error *err;
};

static enum kripa_status add_step(struct stepping *stepping, const char *line,
                                  const struct kripa_writer *sql)
{
    struct kp_steps *steps = stepping->steps;
    if (!line || sql->failed)
        return kp_no_memory(stepping->err);
    if (steps->count == steps->capacity) {
        size_t capacity = steps->capacity ? steps->capacity * 2 : 64;
        struct kp_step *larger = kripa_arena_alloc(stepping->arena, sizeof *larger, capacity);
        if (!larger)
            return kp_no_memory(stepping->err);
        if (steps->count)
            memcpy(larger, steps->at, sizeof *larger * steps->count);
        steps->at = larger;
        steps->capacity = capacity;
    }
    steps->at[steps->count++] = (struct kp_step){line, sql->at};
    return KRIPA_OK;
}

static bool is_there(const struct stepping *stepping, const char *type, const char *name)
{
    return kp_present_find(&stepping->present, type, name, "") != NULL;
}

/* Writes "name" TYPE and constraints. */
static void write_column(const struct kp_column *column, struct kripa_writer *sql)
{
    struct kp_scalar unset = kp_scalar_unset(column);
    kp_sql_name(sql, column->name);
    kripa_write(sql, " ");
    kripa_write(sql, kp_column_type(column));
    if (unset.kind == KP_INT)
        kripa_write(sql, " NOT NULL DEFAULT 0");
    if (unset.kind == KP_TEXT) {
        kripa_write(sql, " NOT NULL DEFAULT '");
        kripa_write(sql, unset.text);
        kripa_write(sql, "'");
    }
    if (column->field->type == KRIPA_TYPE_BOOL) {
        kripa_write(sql, " CHECK (");
        kp_sql_name(sql, column->name);
        kripa_write(sql, " IN (0,1))");
    }
}

/* Every table has this column, so that documents of any store can be copied into a file. */
static const struct kripa_field residual_field = {
    .name = KRIPA_RESIDUAL_NAME, .type = KRIPA_TYPE_TEXT, .flags = KRIPA_RESIDUAL};
static const struct kp_column residual_column = {.path = KRIPA_RESIDUAL_NAME,
                                                 .name = KRIPA_RESIDUAL_NAME,
                                                 .field = &residual_field,
                                                 .absent = true};

static bool is_residual(const struct kp_column *column)
{
    return column->field->flags & KRIPA_RESIDUAL;
}

static enum kripa_status create_table(struct stepping *stepping)
{
    const struct kp_table *table = stepping->table;
    struct kripa_writer sql;
    kripa_writer_init(&sql, stepping->arena);
    kripa_write(&sql, "CREATE TABLE ");
    kp_sql_name(&sql, table->name);
    kripa_write(&sql, " (\n    row INTEGER PRIMARY KEY,\n"
                      "    _id TEXT NOT NULL UNIQUE CHECK (length(_id) = 24)");
    for (size_t i = 1; i < table->columns_count; i++) {
        if (is_residual(table->columns[i]))
            continue;
        kripa_write(&sql, ",\n    ");
        write_column(table->columns[i], &sql);
    }
    kripa_write(&sql, ",\n    ");
    write_column(&residual_column, &sql);
    kripa_write(&sql, "\n) STRICT");
    return add_step(stepping, kripa_arena_format(stepping->arena, "create table %s", table->name),
                    &sql);
}

static enum kripa_status add_column(struct stepping *stepping, const struct kp_column *column)
{
    const struct kp_table *table = stepping->table;
    if (kp_present_find(&stepping->present, "column", table->name, column->name))
        return KRIPA_OK;
    struct kripa_writer sql;
    kripa_writer_init(&sql, stepping->arena);
    kripa_write(&sql, "ALTER TABLE ");
    kp_sql_name(&sql, table->name);
    kripa_write(&sql, " ADD COLUMN ");
    write_column(column, &sql);
    return add_step(
        stepping,
        kripa_arena_format(stepping->arena, "add column %s.%s", table->name, column->name), &sql);
}

static enum kripa_status add_columns(struct stepping *stepping)
{
    const struct kp_table *table = stepping->table;
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 1; i < table->columns_count && status == KRIPA_OK; i++)
        if (!is_residual(table->columns[i]))
            status = add_column(stepping, table->columns[i]);
    return status == KRIPA_OK ? add_column(stepping, &residual_column) : status;
}

/* `columns` is SQL. Every index except a unique one ends with _id, which decides between equals. */
static enum kripa_status add_index(struct stepping *stepping, bool unique, const char *label,
                                   const struct kripa_writer *columns)
{
    const char *name =
        kripa_arena_format(stepping->arena, "%s__ix_%s", stepping->table->name, label);
    if (!name || columns->failed)
        return kp_no_memory(stepping->err);
    if (is_there(stepping, "index", name))
        return KRIPA_OK;
    struct kripa_writer sql;
    kripa_writer_init(&sql, stepping->arena);
    kripa_write(&sql, unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ");
    kp_sql_name(&sql, name);
    kripa_write(&sql, " ON ");
    kp_sql_name(&sql, stepping->table->name);
    kripa_write(&sql, " (");
    kripa_write(&sql, columns->at);
    kripa_write(&sql, unique ? ")" : ", _id)");
    return add_step(stepping,
                    kripa_arena_format(stepping->arena, "create %sindex on %s (%s)",
                                       unique ? "unique " : "", stepping->table->name, columns->at),
                    &sql);
}

/* "category,-price": SQLite reads an index in both directions, so the signs don't matter. */
static enum kripa_status add_compound(struct stepping *stepping, const struct kp_plan *plan,
                                      const char *fields)
{
    struct kripa_writer columns, label;
    kripa_writer_init(&columns, stepping->arena);
    kripa_writer_init(&label, stepping->arena);
    for (const char *at = fields; *at;) {
        at += *at == '-';
        size_t size = strcspn(at, ",");
        const char *field = kripa_arena_text(stepping->arena, at, size);
        if (!field)
            return kp_no_memory(stepping->err);
        struct kp_name name = kp_plan_name(plan, field);
        if (!name.column || name.count > 1 || name.column->json)
            return kripa_fail(stepping->err, KRIPA_INTERNAL, "%s can't be indexed by %s",
                              plan->schema->name, fields);
        kripa_write(&label, label.size ? "_" : "");
        kripa_write(&label, field);
        kripa_write(&columns, columns.size ? ", " : "");
        kp_sql_name(&columns, name.column->name);
        at += size;
        at += *at == ',';
    }
    return label.failed ? kp_no_memory(stepping->err)
                        : add_index(stepping, false, label.at, &columns);
}

/* A compound index that begins with the column serves for it, too. */
static bool covered(const struct stepping *stepping, const struct kp_column *column)
{
    for (size_t i = 0; i < stepping->layout->plans_count; i++) {
        const struct kp_plan *plan = &stepping->layout->plans[i];
        const char *const *indexes = plan->schema->indexes;
        for (; plan->table == stepping->table && indexes && *indexes; indexes++) {
            size_t size = strlen(column->path);
            const char *first = *indexes + (**indexes == '-');
            if (strncmp(first, column->path, size) == 0 && first[size] == ',')
                return true;
        }
    }
    return false;
}

static enum kripa_status add_indexes(struct stepping *stepping)
{
    const struct kp_table *table = stepping->table;
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 1; i < table->columns_count && status == KRIPA_OK; i++) {
        const struct kp_column *column = table->columns[i];
        unsigned unique = column->field->flags & KRIPA_UNIQUE;
        if (column->json || !(unique || column->field->flags & KRIPA_INDEX) ||
            (!unique && covered(stepping, column)))
            continue;
        struct kripa_writer columns;
        kripa_writer_init(&columns, stepping->arena);
        kp_sql_name(&columns, column->name);
        status = add_index(stepping, unique, column->path, &columns);
    }
    for (size_t i = 0; i < stepping->layout->plans_count; i++) {
        const struct kp_plan *plan = &stepping->layout->plans[i];
        const char *const *indexes = plan->schema->indexes;
        for (; plan->table == table && indexes && *indexes && status == KRIPA_OK; indexes++)
            status = add_compound(stepping, plan, *indexes);
    }
    return status;
}

static void write_fill(const struct stepping *stepping, const struct kp_index_table *side,
                       struct kripa_writer *sql)
{
    kripa_write(sql, "; INSERT OR IGNORE INTO ");
    kp_sql_name(sql, side->name);
    kripa_write(sql, " SELECT v, r FROM (SELECT ");
    if (side->item) {
        kp_sql_extract(sql, "e.value", side->item->name);
    } else {
        kripa_write(sql, "e.value");
    }
    kripa_write(sql, " AS v, t.row AS r FROM ");
    kp_sql_name(sql, stepping->table->name);
    kripa_write(sql, " AS t, json_each(t.");
    kp_sql_name(sql, side->column->name);
    kripa_write(sql, ") AS e) WHERE v IS NOT NULL");
}

static enum kripa_status add_index_tables(struct stepping *stepping)
{
    const struct kp_table *table = stepping->table;
    for (size_t i = 0; i < table->index_tables_count; i++) {
        const struct kp_index_table *side = &table->index_tables[i];
        if (is_there(stepping, "table", side->name))
            continue;
        struct kripa_writer sql;
        kripa_writer_init(&sql, stepping->arena);
        kripa_write(&sql, "CREATE TABLE ");
        kp_sql_name(&sql, side->name);
        kripa_write(&sql, " (value ");
        kripa_write(&sql, side->item ? kp_column_type(side->item) : "TEXT");
        kripa_write(&sql, " NOT NULL, row INTEGER NOT NULL, PRIMARY KEY "
                          "(value, row)) STRICT, WITHOUT ROWID");
        write_fill(stepping, side, &sql);
        enum kripa_status status =
            add_step(stepping,
                     kripa_arena_format(stepping->arena, "create list index %s", side->name), &sql);
        if (status != KRIPA_OK)
            return status;
    }
    return KRIPA_OK;
}

/* A view shows the elements of a list as rows: the record's _id, the position from 1, the
 * members. */
static void write_view(const struct stepping *stepping, const struct kp_column *column,
                       const char *name, struct kripa_writer *sql)
{
    kripa_write(sql, "CREATE VIEW ");
    kp_sql_name(sql, name);
    kripa_write(sql, " AS SELECT t._id AS \"of\", e.\"key\" + 1 AS nr");
    for (size_t i = 0; column->items && i < column->items->count; i++) {
        kripa_write(sql, ",\n    ");
        kp_sql_extract(sql, "e.value", column->items->columns[i].name);
        kripa_write(sql, " AS ");
        kp_sql_name(sql, column->items->columns[i].name);
    }
    kripa_write(sql, column->items ? "\nFROM " : ",\n    e.value\nFROM ");
    kp_sql_name(sql, stepping->table->name);
    kripa_write(sql, " AS t, json_each(t.");
    kp_sql_name(sql, column->name);
    kripa_write(sql, ") AS e");
}

static enum kripa_status add_view(struct stepping *stepping, const struct kp_column *column)
{
    const char *name =
        kripa_arena_format(stepping->arena, "%s_%s", stepping->table->name, column->name);
    if (!name)
        return kp_no_memory(stepping->err);
    const struct kp_present_part *old = kp_present_find(&stepping->present, "view", name, "");
    struct kripa_writer view, sql;
    kripa_writer_init(&view, stepping->arena);
    kripa_writer_init(&sql, stepping->arena);
    write_view(stepping, column, name, &view);
    if (view.failed)
        return kp_no_memory(stepping->err);
    if (old && strcmp(old->sql, view.at) == 0)
        return KRIPA_OK;
    if (old) {
        kripa_write(&sql, "DROP VIEW ");
        kp_sql_name(&sql, name);
        kripa_write(&sql, "; ");
    }
    kripa_write(&sql, view.at);
    return add_step(stepping, kripa_arena_format(stepping->arena, "create view %s", name), &sql);
}

static enum kripa_status add_views(struct stepping *stepping)
{
    const struct kp_table *table = stepping->table;
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; i < table->columns_count && status == KRIPA_OK; i++)
        if (table->columns[i]->list)
            status = add_view(stepping, table->columns[i]);
    return status;
}

enum kripa_status kp_steps_find(struct kp_connection *connection, const struct kp_layout *layout,
                                struct kp_steps *steps, struct kripa_error *err)
{
    struct stepping stepping = {
        .arena = &connection->scratch, .steps = steps, .layout = layout, .err = err};
    enum kripa_status status = kp_present_read(connection, &stepping.present, err);
    *steps = (struct kp_steps){0};
    for (size_t i = 0; i < layout->tables_count && status == KRIPA_OK; i++) {
        stepping.table = &layout->tables[i];
        bool there = is_there(&stepping, "table", stepping.table->name);
        status = there ? add_columns(&stepping) : create_table(&stepping);
        if (status == KRIPA_OK)
            status = add_indexes(&stepping);
        if (status == KRIPA_OK)
            status = add_index_tables(&stepping);
        if (status == KRIPA_OK)
            status = add_views(&stepping);
    }
    return status;
}
