/* SPDX-License-Identifier: MIT
 * Lists are compared as JSON texts. A list that an older Kripa or a person wrote may be equal but
 * spelled differently: when a KRIPA_UNCHANGED finds nothing, the record's lists are rewritten in
 * the present spelling, and the edit is tried once more. */
#include "writing.h"

struct place {
    const struct kp_plan *plan;
    const struct kp_column *column;
};

static void write_read(const void *ctx, struct kripa_writer *sql)
{
    const struct place *place = ctx;
    kripa_write(sql, "SELECT ");
    kp_sql_name(sql, place->column->name);
    kripa_write(sql, " FROM ");
    kp_sql_name(sql, place->plan->table->name);
    kripa_write(sql, " WHERE _id = ?");
}

static void write_respell(const void *ctx, struct kripa_writer *sql)
{
    const struct place *place = ctx;
    kripa_write(sql, "UPDATE ");
    kp_sql_name(sql, place->plan->table->name);
    kripa_write(sql, " SET ");
    kp_sql_name(sql, place->column->name);
    kripa_write(sql, " = ? WHERE _id = ?");
}

static sqlite3_stmt *statement(struct kp_writing *writing, enum kp_verb verb,
                               const struct place *place, enum kripa_status *status)
{
    struct kp_shape shape = kp_shape_of(verb, place->plan->index);
    kp_shape_add(&shape, place->column->index);
    return kp_write_statement(writing, &shape,
                              verb == KP_VERB_UNCHANGED_READ ? write_read : write_respell, place,
                              status);
}

/* Reads the list as it is stored (KP_NULL also when there is no record), and spells it anew. */
static enum kripa_status read_both(struct kp_writing *writing, const struct place *place,
                                   struct kp_scalar *stored, struct kp_scalar *today)
{
    struct kripa_arena *scratch = &writing->connection->scratch;
    enum kripa_status status = KRIPA_OK;
    *stored = *today = (struct kp_scalar){.kind = KP_NULL};
    sqlite3_stmt *stmt = statement(writing, KP_VERB_UNCHANGED_READ, place, &status);
    if (!stmt)
        return status;
    void *record = kripa_arena_alloc(scratch, place->column->record_size, 1);
    status = record ? kp_write_bind_id(writing, stmt, 1, writing->edit->key)
                    : kp_write_no_memory(writing);
    if (status == KRIPA_OK && sqlite3_step(stmt) == SQLITE_ROW) {
        status = kp_sqlite_read(stmt, 0, stored, writing->err);
        if (status == KRIPA_OK && stored->kind == KP_TEXT)
            stored->text = kripa_arena_text(scratch, stored->text, stored->size);
        if (status == KRIPA_OK && stored->kind == KP_TEXT && !stored->text)
            status = kp_write_no_memory(writing);
        if (status == KRIPA_OK)
            status = kp_sqlite_store(place->column, stored, record, scratch, writing->err);
        if (status == KRIPA_OK)
            status = kp_json_write(place->column, record, scratch, today, writing->err);
    }
    sqlite3_reset(stmt);
    return status;
}

static enum kripa_status respell(struct kp_writing *writing, const struct place *place,
                                 bool *respelled)
{
    struct kp_scalar stored, today;
    enum kripa_status status = read_both(writing, place, &stored, &today);
    if (status != KRIPA_OK || kp_scalar_compare(&stored, &today) == 0)
        return status;
    sqlite3_stmt *stmt = statement(writing, KP_VERB_UNCHANGED_RESPELL, place, &status);
    if (!stmt)
        return status;
    if (kp_sqlite_bind(stmt, 1, &today) != SQLITE_OK)
        return kp_write_no_memory(writing);
    status = kp_write_bind_id(writing, stmt, 2, writing->edit->key);
    if (status == KRIPA_OK)
        status = kp_write_step(writing, stmt);
    *respelled = status == KRIPA_OK;
    return status;
}

enum kripa_status kp_unchanged_respell(struct kp_writing *writing, bool *respelled)
{
    const struct kripa_edit *edit = writing->edit;
    *respelled = false;
    for (size_t i = 0; i < edit->conds_count; i++) {
        if (edit->conds[i].op != KRIPA_UNCHANGED)
            continue;
        struct kp_name name = kp_plan_name(writing->plan, edit->conds[i].field);
        for (size_t j = 0; j < name.count; j++) {
            struct place place = {writing->plan, &name.column[j]};
            if (!place.column->json)
                continue;
            enum kripa_status status = respell(writing, &place, respelled);
            if (status != KRIPA_OK)
                return status;
        }
    }
    return KRIPA_OK;
}
