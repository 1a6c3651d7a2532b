/* SPDX-License-Identifier: MIT
 * See present.h. */
#include "present.h"

#include <stdlib.h>
#include <string.h>

#include "base/status.h"

/* Not of virtual tables (they have no page): another program's module may be missing here. */
static const char question[] =
    "SELECT type, name, '', sql FROM sqlite_schema UNION ALL "
    "SELECT 'column', s.name, c.name, '' FROM sqlite_schema AS s, pragma_table_info(s.name) AS c "
    "WHERE s.type = 'table' AND s.rootpage > 0 ORDER BY 1, 2, 3";

static const char *text_of(sqlite3_stmt *stmt, int column, struct kripa_arena *arena)
{
    const char *text = (const char *)sqlite3_column_text(stmt, column);
    return text ? kripa_arena_text(arena, text, strlen(text)) : "";
}

static bool add(struct kp_present *present, sqlite3_stmt *stmt, struct kripa_arena *arena)
{
    if (present->count == present->capacity) {
        size_t capacity = present->capacity ? present->capacity * 2 : 512;
        struct kp_present_part *larger = kripa_arena_alloc(arena, sizeof *larger, capacity);
        if (!larger)
            return false;
        if (present->count > 0)
            memcpy(larger, present->at, sizeof *larger * present->count);
        present->at = larger;
        present->capacity = capacity;
    }
    struct kp_present_part part = {.type = text_of(stmt, 0, arena),
                                   .name = text_of(stmt, 1, arena),
                                   .column = text_of(stmt, 2, arena),
                                   .sql = text_of(stmt, 3, arena)};
    present->at[present->count++] = part;
    return part.type && part.name && part.column && part.sql;
}

enum kripa_status kp_present_read(struct kp_connection *connection, struct kp_present *present,
                                  struct kripa_error *err)
{
    sqlite3_stmt *stmt = NULL;
    enum kripa_status status = KRIPA_OK;
    *present = (struct kp_present){0};
    int code = sqlite3_prepare_v2(connection->db, question, -1, &stmt, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(stmt);
    for (; code == SQLITE_ROW && status == KRIPA_OK; code = sqlite3_step(stmt))
        if (!add(present, stmt, &connection->scratch))
            status = kp_no_memory(err);
    if (status == KRIPA_OK && code != SQLITE_DONE)
        status = kp_sqlite_fail(connection->db, code, err);
    sqlite3_finalize(stmt);
    return status;
}

static int compare(const void *one, const void *other)
{
    const struct kp_present_part *a = one, *b = other;
    int order = strcmp(a->type, b->type);
    if (order == 0)
        order = strcmp(a->name, b->name);
    return order != 0 ? order : strcmp(a->column, b->column);
}

const struct kp_present_part *kp_present_find(const struct kp_present *present, const char *type,
                                              const char *name, const char *column)
{
    struct kp_present_part sought = {type, name, column, ""};
    return present->count > 0
               ? bsearch(&sought, present->at, present->count, sizeof sought, compare)
               : NULL;
}
