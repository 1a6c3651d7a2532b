/* SPDX-License-Identifier: MIT
 * Values between structs and statements. Most of the store's time goes into reading rows, so
 * nothing is allocated here but texts, in the caller's arena. */
#include "values.h"

#include "base/status.h"

enum kripa_status kp_sqlite_of_record(const struct kp_column *column, const void *record,
                                      struct kripa_arena *arena, struct kp_scalar *out,
                                      struct kripa_error *err)
{
    if (column->json)
        return kp_json_write(column, record, arena, out, err);
    return kp_scalar_of_record(column, record, arena, out, err);
}

enum kripa_status kp_sqlite_of_value(const struct kp_column *column,
                                     const struct kripa_value *value, struct kripa_arena *arena,
                                     struct kp_scalar *out, struct kripa_error *err)
{
    if (value->kind == KRIPA_VALUE_RECORD)
        return kp_sqlite_of_record(column, value->as.record, arena, out, err);
    return kp_scalar_of_value(column, value, arena, out, err);
}

enum kripa_status kp_sqlite_store(const struct kp_column *column, const struct kp_scalar *scalar,
                                  void *record, struct kripa_arena *arena, struct kripa_error *err)
{
    if (column->json && scalar->kind == KP_TEXT)
        return kp_json_read(column, scalar->text, scalar->size, record, arena, err);
    return kp_scalar_store(column, scalar, record, arena, err);
}

int kp_sqlite_bind(sqlite3_stmt *stmt, int at, const struct kp_scalar *scalar)
{
    switch (scalar->kind) {
    case KP_INT:
        return sqlite3_bind_int64(stmt, at, scalar->number);
    case KP_TEXT:
        return sqlite3_bind_text64(stmt, at, scalar->text, scalar->size, SQLITE_STATIC,
                                   SQLITE_UTF8);
    case KP_NULL:
        break;
    }
    return sqlite3_bind_null(stmt, at);
}

/* Only one thread uses a connection at a time, so the unprotected values of SQLite are fine. */
enum kripa_status kp_sqlite_read(sqlite3_stmt *stmt, int at, struct kp_scalar *out,
                                 struct kripa_error *err)
{
    sqlite3_value *value = sqlite3_column_value(stmt, at);
    switch (sqlite3_value_type(value)) {
    case SQLITE_NULL:
        *out = (struct kp_scalar){.kind = KP_NULL};
        return KRIPA_OK;
    case SQLITE_INTEGER:
        *out = (struct kp_scalar){.kind = KP_INT, .number = sqlite3_value_int64(value)};
        return KRIPA_OK;
    case SQLITE_TEXT:
        out->kind = KP_TEXT;
        out->text = (const char *)sqlite3_value_text(value);
        out->size = (size_t)sqlite3_value_bytes(value);
        return out->text ? KRIPA_OK : kp_no_memory(err);
    default:
        return kripa_fail(err, KRIPA_CORRUPT, "a stored %s can't be read",
                          sqlite3_column_name(stmt, at));
    }
}

/* For a column in which absent means 0 the type needs no check, as the tables are STRICT. */
static enum kripa_status read_column(const struct kp_column *column, sqlite3_stmt *stmt, int at,
                                     void *record, struct kripa_arena *arena,
                                     struct kripa_error *err)
{
    void *member = (char *)record + column->at;
    struct kp_scalar scalar;
    switch (column->field->type) {
    case KRIPA_TYPE_INT:
    case KRIPA_TYPE_MONEY:
    case KRIPA_TYPE_TIME:
        *(int64_t *)member = sqlite3_column_int64(stmt, at);
        return KRIPA_OK;
    case KRIPA_TYPE_BOOL:
        *(bool *)member = sqlite3_column_int64(stmt, at) != 0;
        return KRIPA_OK;
    default:
        break;
    }
    enum kripa_status status = kp_sqlite_read(stmt, at, &scalar, err);
    return status == KRIPA_OK ? kp_sqlite_store(column, &scalar, record, arena, err) : status;
}

enum kripa_status kp_record_read(const struct kp_plan *plan, sqlite3_stmt *stmt, void *record,
                                 struct kripa_arena *arena, struct kripa_error *err)
{
    for (size_t i = 0; i < plan->count; i++) {
        enum kripa_status status = read_column(&plan->columns[i], stmt, (int)i, record, arena, err);
        if (status != KRIPA_OK)
            return status;
    }
    return KRIPA_OK;
}

enum kripa_status kp_record_bind(const struct kp_plan *plan, const void *record, sqlite3_stmt *stmt,
                                 struct kripa_arena *arena, struct kripa_error *err)
{
    for (size_t i = 0; i < plan->count; i++) {
        struct kp_scalar scalar;
        enum kripa_status status =
            kp_sqlite_of_record(&plan->columns[i], record, arena, &scalar, err);
        if (status != KRIPA_OK)
            return status;
        if (kp_sqlite_bind(stmt, (int)i + 1, &scalar) != SQLITE_OK)
            return kp_no_memory(err);
    }
    return KRIPA_OK;
}
