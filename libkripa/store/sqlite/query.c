/* SPDX-License-Identifier: MIT
 * Conditions as SQL. An absent value is NULL, which only IS finds. */
#include "query.h"

#include <string.h>

#include "base/status.h"

/* Quotes a name only where SQL needs it, as people read these tables in a shell. */
void kp_sql_name(struct kripa_writer *sql, const char *name)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";
    size_t size = strlen(name);
    bool quoted = strspn(name, plain) != size || sqlite3_keyword_check(name, (int)size);
    kripa_write(sql, quoted ? "\"" : "");
    kripa_write(sql, name);
    kripa_write(sql, quoted ? "\"" : "");
}

void kp_sql_extract(struct kripa_writer *sql, const char *from, const char *name)
{
    kripa_write(sql, "json_extract(");
    kripa_write(sql, from);
    kripa_write(sql, ", '$.\"");
    kripa_write(sql, name);
    kripa_write(sql, "\"')");
}

void kp_sql_columns(struct kripa_writer *sql, const struct kp_plan *plan)
{
    for (size_t i = 0; i < plan->count; i++) {
        if (i > 0)
            kripa_write(sql, ",");
        kp_sql_name(sql, plan->columns[i].name);
    }
}

/* The SQL of operators that only need to follow the column. */
static const char *const sql_of[] = {
    [KRIPA_EQ] = " = ?",         [KRIPA_NE] = " IS NOT ?",    [KRIPA_LT] = " < ?",
    [KRIPA_LE] = " <= ?",        [KRIPA_GT] = " > ?",         [KRIPA_GE] = " >= ?",
    [KRIPA_IN] = NULL,           [KRIPA_PREFIX] = NULL,       [KRIPA_HAS] = NULL,
    [KRIPA_ABSENT] = " IS NULL", [KRIPA_UNCHANGED] = " IS ?",
};

/* The column whose values are compared. */
static const struct kp_column *compared(const struct kp_where_cond *cond)
{
    return kp_name_compared(&cond->name);
}

static size_t power_of_two(size_t count)
{
    size_t power = count ? 1 : 0;
    while (power < count)
        power *= 2;
    return power;
}

static enum kripa_status resolve(struct kp_where_cond *found, const struct kp_plan *plan,
                                 const struct kripa_cond *cond, struct kripa_error *err)
{
    found->cond = cond;
    enum kripa_status status =
        kp_condition_resolve(plan, cond, &found->name, &found->elsewhere, err);
    if (status != KRIPA_OK || cond->op == KRIPA_ABSENT)
        return status;
    found->values = power_of_two(cond->values_count);
    return KRIPA_OK;
}

enum kripa_status kp_where_resolve(struct kp_where *where, const struct kp_plan *plan,
                                   const struct kripa_cond *conds, size_t count,
                                   struct kp_shape *shape, struct kripa_error *err)
{
    where->plan = plan;
    where->count = count;
    if (kp_conditions_count(count, err) != KRIPA_OK)
        return KRIPA_INVALID;
    kp_shape_add(shape, (unsigned)count);
    for (size_t i = 0; i < count; i++) {
        struct kp_where_cond *cond = &where->conds[i];
        *cond = (struct kp_where_cond){0};
        enum kripa_status status = resolve(cond, plan, &conds[i], err);
        if (status != KRIPA_OK)
            return status;
        unsigned values = 0;
        while ((size_t)1 << values < cond->values)
            values++;
        kp_shape_add(shape, cond->elsewhere);
        kp_shape_add(shape, cond->name.column->index);
        kp_shape_add(shape, cond->name.item ? cond->name.item->index + 1U : 0);
        kp_shape_add(shape, (unsigned)conds[i].op);
        kp_shape_add(shape, cond->values ? values + 1 : 0);
    }
    return KRIPA_OK;
}

static void write_places(struct kripa_writer *sql, size_t count)
{
    for (size_t i = 0; i < count; i++)
        kripa_write(sql, i > 0 ? ",?" : "?");
}

static void write_compared(const struct kp_where_cond *cond, const char *name,
                           struct kripa_writer *sql)
{
    kp_sql_name(sql, name);
    if (cond->cond->op == KRIPA_PREFIX) {
        kripa_write(sql, " >= ? AND ");
        kp_sql_name(sql, name);
        kripa_write(sql, " < ?");
        return;
    }
    kripa_write(sql, " IN (");
    write_places(sql, cond->values);
    kripa_write(sql, ")");
}

/* An indexed list is looked up in its index table, any other in its JSON. */
static void write_list(const struct kp_where_cond *cond, struct kripa_writer *sql)
{
    const struct kp_column *column = cond->name.column, *item = cond->name.item;
    const char *index_table = compared(cond)->index_table;
    if (index_table) {
        kripa_write(sql, "row IN (SELECT row FROM ");
        kp_sql_name(sql, index_table);
        kripa_write(sql, " WHERE ");
        write_compared(cond, "value", sql);
        kripa_write(sql, ")");
        return;
    }
    kripa_write(sql, "EXISTS (SELECT 1 FROM (SELECT ");
    if (item) {
        kp_sql_extract(sql, "value", item->name);
        kripa_write(sql, " AS ");
    }
    kripa_write(sql, "value FROM json_each(");
    kp_sql_name(sql, column->name);
    kripa_write(sql, ")) WHERE ");
    write_compared(cond, "value", sql);
    kripa_write(sql, ")");
}

static void write_cond(const struct kp_where_cond *cond, struct kripa_writer *sql)
{
    kripa_write(sql, " AND ");
    if (kp_condition_many(cond->cond->op) && cond->values == 0) {
        kripa_write(sql, "0");
        return;
    }
    const char *plain = sql_of[cond->cond->op];
    if (plain) {
        for (size_t i = 0; i < cond->name.count; i++) {
            if (i > 0)
                kripa_write(sql, " AND ");
            kp_sql_name(sql, cond->name.column[i].name);
            kripa_write(sql, plain);
        }
        return;
    }
    if (kp_name_kind(&cond->name) == KP_NAME_SCALAR)
        write_compared(cond, cond->name.column->name, sql);
    else
        write_list(cond, sql);
}

void kp_where_write(const struct kp_where *where, struct kripa_writer *sql)
{
    for (size_t i = 0; i < where->count; i++)
        write_cond(&where->conds[i], sql);
}

static enum kripa_status bind(sqlite3_stmt *stmt, int *at, const struct kp_scalar *scalar,
                              struct kripa_error *err)
{
    if (kp_sqlite_bind(stmt, (*at)++, scalar) == SQLITE_OK)
        return KRIPA_OK;
    return kp_no_memory(err);
}

/* Texts with this beginning are those from it on and before the text whose last byte is one higher.
 * UTF-8 has no byte 0xff. */
static enum kripa_status bind_prefix(const struct kp_scalar *prefix, sqlite3_stmt *stmt, int *at,
                                     struct kripa_arena *arena, struct kripa_error *err)
{
    struct kp_scalar end = {.kind = KP_TEXT, .text = "\xff", .size = 1};
    if (prefix->kind == KP_TEXT && prefix->size > 0) {
        char *text = kripa_arena_text(arena, prefix->text, prefix->size);
        if (!text)
            return kp_no_memory(err);
        text[prefix->size - 1] = (char)(text[prefix->size - 1] + 1);
        end = (struct kp_scalar){.kind = KP_TEXT, .text = text, .size = prefix->size};
    }
    enum kripa_status status = bind(stmt, at, prefix, err);
    return status == KRIPA_OK ? bind(stmt, at, &end, err) : status;
}

/* Binds the record's value for each column of the name: one, or those of an embedded record. */
static enum kripa_status bind_same(const struct kp_where_cond *cond, sqlite3_stmt *stmt, int *at,
                                   struct kripa_arena *arena, struct kripa_error *err)
{
    const struct kripa_value *value = cond->cond->values;
    for (size_t i = 0; i < cond->name.count; i++) {
        struct kp_scalar scalar;
        enum kripa_status status =
            kp_sqlite_of_record(&cond->name.column[i], value->as.record, arena, &scalar, err);
        if (status == KRIPA_OK)
            status = bind(stmt, at, &scalar, err);
        if (status != KRIPA_OK)
            return status;
    }
    return KRIPA_OK;
}

/* Placeholders beyond the number of values repeat the last one. */
static enum kripa_status bind_values(const struct kp_where_cond *cond, sqlite3_stmt *stmt, int *at,
                                     struct kripa_arena *arena, struct kripa_error *err)
{
    struct kp_scalar scalar = {0};
    for (size_t i = 0; i < cond->values; i++) {
        enum kripa_status status = KRIPA_OK;
        if (i < cond->cond->values_count)
            status =
                kp_sqlite_of_value(compared(cond), &cond->cond->values[i], arena, &scalar, err);
        if (status == KRIPA_OK && cond->cond->op == KRIPA_PREFIX)
            status = bind_prefix(&scalar, stmt, at, arena, err);
        else if (status == KRIPA_OK)
            status = bind(stmt, at, &scalar, err);
        if (status != KRIPA_OK)
            return status;
    }
    return KRIPA_OK;
}

enum kripa_status kp_where_bind(const struct kp_where *where, sqlite3_stmt *stmt, int *at,
                                struct kripa_arena *arena, struct kripa_error *err)
{
    for (size_t i = 0; i < where->count; i++) {
        const struct kp_where_cond *cond = &where->conds[i];
        enum kripa_status status = cond->cond->op == KRIPA_UNCHANGED
                                       ? bind_same(cond, stmt, at, arena, err)
                                       : bind_values(cond, stmt, at, arena, err);
        if (status != KRIPA_OK)
            return status;
    }
    return KRIPA_OK;
}
