/* SPDX-License-Identifier: MIT
 * What every kind of edit does: finding or making its statement, running it, and explaining its
 * failure. */
#include "writing.h"

#include <string.h>

#include "base/status.h"

enum kripa_status kp_write_no_memory(struct kp_writing *writing)
{
    return kp_no_memory(writing->err);
}

enum kripa_status kp_write_no_match(struct kp_writing *writing)
{
    return kp_edit_no_match(writing->plan, writing->err);
}

/* "UNIQUE constraint failed: products.slug" names the column. */
static enum kripa_status taken(struct kp_writing *writing)
{
    const struct kp_table *table = writing->plan->table;
    const char *message = sqlite3_errmsg(writing->connection->db);
    const char *at = strstr(message, ": ");
    size_t size = strlen(table->name);
    if (at && strncmp(at + 2, table->name, size) == 0 && at[2 + size] == '.')
        for (size_t i = 0; i < table->columns_count; i++)
            if (strcmp(table->columns[i]->name, at + 2 + size + 1) == 0)
                return kp_edit_taken(table->columns[i], writing->err);
    return kp_edit_taken(NULL, writing->err);
}

enum kripa_status kp_write_failed(struct kp_writing *writing, int code)
{
    if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY)
        return taken(writing);
    return kp_sqlite_fail(writing->connection->db, code, writing->err);
}

sqlite3_stmt *kp_write_statement(struct kp_writing *writing, const struct kp_shape *shape,
                                 kp_sql_fn *write, const void *ctx, enum kripa_status *status)
{
    return kp_connection_statement(writing->connection, shape, write, ctx, status, writing->err);
}

enum kripa_status kp_write_step(struct kp_writing *writing, sqlite3_stmt *stmt)
{
    int code = sqlite3_step(stmt);
    enum kripa_status status = code == SQLITE_DONE ? KRIPA_OK : kp_write_failed(writing, code);
    sqlite3_reset(stmt);
    return status;
}

enum kripa_status kp_write_bind_id(struct kp_writing *writing, sqlite3_stmt *stmt, int at,
                                   struct kripa_id id)
{
    char digits[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(id, digits);
    const char *text = kripa_arena_text(&writing->connection->scratch, digits, sizeof digits - 1);
    if (!text || sqlite3_bind_text(stmt, at, text, sizeof digits - 1, SQLITE_STATIC) != SQLITE_OK)
        return kp_write_no_memory(writing);
    return KRIPA_OK;
}
