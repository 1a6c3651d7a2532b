/* SPDX-License-Identifier: MIT
 * Index tables have the values of an indexed list, each with the rowid of its record. Values that
 * an edit leaves unchanged are not written again. */
#include <stdlib.h>
#include <string.h>

#include "writing.h"

struct values {
    struct kp_scalar *at;
    size_t count;
};

bool kp_column_has_index_tables(const struct kp_column *column)
{
    if (column->index_table)
        return true;
    for (size_t i = 0; column->items && i < column->items->count; i++)
        if (column->items->columns[i].index_table)
            return true;
    return false;
}

static int compare(const void *a, const void *b)
{
    return kp_scalar_compare(a, b);
}

static void sort_once_each(struct values *values)
{
    size_t kept = 0;
    if (values->count > 1)
        qsort(values->at, values->count, sizeof *values->at, compare);
    for (size_t i = 0; i < values->count; i++)
        if (i == 0 || compare(&values->at[i], &values->at[kept - 1]) != 0)
            values->at[kept++] = values->at[i];
    values->count = kept;
}

static enum kripa_status collect(struct kp_writing *writing, const struct kp_column *column,
                                 const struct kp_column *item, const char *record,
                                 struct values *out)
{
    struct kripa_arena *scratch = &writing->connection->scratch;
    const char *elements = NULL;
    size_t count = 0;
    *out = (struct values){0};
    if (record) {
        memcpy(&elements, record + column->at, sizeof elements);
        memcpy(&count, record + column->count_at, sizeof count);
    }
    if (count == 0)
        return KRIPA_OK;
    out->at = kripa_arena_alloc(scratch, sizeof *out->at, count);
    if (!out->at)
        return kp_write_no_memory(writing);
    for (size_t i = 0; i < count; i++) {
        const char *element = elements + i * kripa_field_element_size(column->field);
        struct kp_scalar *value = &out->at[out->count];
        enum kripa_status status =
            item ? kp_sqlite_of_record(item, element, scratch, value, writing->err)
                 : kp_scalar_of_element(column, element, scratch, value, writing->err);
        if (status != KRIPA_OK)
            return status;
        out->count += value->kind != KP_NULL;
    }
    sort_once_each(out);
    return KRIPA_OK;
}

static void write_add(const void *ctx, struct kripa_writer *sql)
{
    kripa_write(sql, "INSERT INTO ");
    kp_sql_name(sql, ctx);
    kripa_write(sql, " (value,row) VALUES (?,?)");
}

static void write_drop(const void *ctx, struct kripa_writer *sql)
{
    kripa_write(sql, "DELETE FROM ");
    kp_sql_name(sql, ctx);
    kripa_write(sql, " WHERE value = ? AND row = ?");
}

struct index_table_of {
    const char *name;
    const struct kp_column *column, *item;
    int64_t row;
};

static enum kripa_status write_value(struct kp_writing *writing, enum kp_verb verb,
                                     const struct index_table_of *side,
                                     const struct kp_scalar *value)
{
    struct kp_shape shape = kp_shape_of(verb, 0);
    for (const char *letter = side->name; *letter; letter++)
        kp_shape_add(&shape, (unsigned char)*letter);
    enum kripa_status status = KRIPA_OK;
    sqlite3_stmt *stmt = kp_write_statement(
        writing, &shape, verb == KP_VERB_INDEX_ADD ? write_add : write_drop, side->name, &status);
    if (!stmt)
        return status;
    if (kp_sqlite_bind(stmt, 1, value) != SQLITE_OK ||
        sqlite3_bind_int64(stmt, 2, side->row) != SQLITE_OK)
        return kp_write_no_memory(writing);
    return kp_write_step(writing, stmt);
}

static enum kripa_status write_index_table(struct kp_writing *writing,
                                           const struct index_table_of *side, const void *before,
                                           const void *after)
{
    struct values old, new;
    enum kripa_status status = collect(writing, side->column, side->item, before, &old);
    if (status == KRIPA_OK)
        status = collect(writing, side->column, side->item, after, &new);
    size_t i = 0, j = 0;
    while (status == KRIPA_OK && (i < old.count || j < new.count)) {
        int order = i == old.count ? 1 : j == new.count ? -1 : compare(&old.at[i], &new.at[j]);
        if (order < 0)
            status = write_value(writing, KP_VERB_INDEX_DROP, side, &old.at[i]);
        else if (order > 0)
            status = write_value(writing, KP_VERB_INDEX_ADD, side, &new.at[j]);
        i += order <= 0;
        j += order >= 0;
    }
    return status;
}

enum kripa_status kp_index_tables_write(struct kp_writing *writing, int64_t row,
                                        const struct kp_column *column, const void *before,
                                        const void *after)
{
    struct index_table_of side = {column->index_table, column, NULL, row};
    enum kripa_status status = KRIPA_OK;
    if (column->index_table)
        status = write_index_table(writing, &side, before, after);
    for (size_t i = 0; status == KRIPA_OK && column->items && i < column->items->count; i++) {
        side.item = &column->items->columns[i];
        side.name = side.item->index_table;
        if (side.name)
            status = write_index_table(writing, &side, before, after);
    }
    return status;
}
