/* SPDX-License-Identifier: MIT
 * Tables that the layout does not have: copied from another store, or made by another version. */
#include <string.h>

#include "base/status.h"
#include "internal.h"
#include "query.h"

struct listing {
    const struct kp_layout *layout;
    struct kp_connection *connection;
    struct kripa_arena *arena;
    struct kripa_unknown_collection *others;
    size_t count;
    struct kripa_error *err;
};

static const char question[] =
    "SELECT name FROM sqlite_schema AS s WHERE type = 'table' AND EXISTS "
    "(SELECT 1 FROM pragma_table_info(s.name) WHERE name = '_id') ORDER BY name";

static enum kripa_status add(struct listing *listing, const char *name)
{
    struct kripa_writer sql;
    kripa_writer_init(&sql, &listing->connection->scratch);
    kripa_write(&sql, "SELECT count(*) FROM ");
    kp_sql_name(&sql, name);
    if ((listing->count & (listing->count - 1)) == 0) {
        size_t capacity = listing->count ? listing->count * 2 : 1;
        struct kripa_unknown_collection *larger =
            kripa_arena_alloc(listing->arena, sizeof *larger, capacity);
        if (!larger)
            return kp_no_memory(listing->err);
        if (listing->count)
            memcpy(larger, listing->others, sizeof *larger * listing->count);
        listing->others = larger;
    }
    struct kripa_unknown_collection *other = &listing->others[listing->count++];
    other->name = kripa_arena_text(listing->arena, name, strlen(name));
    if (!other->name || sql.failed)
        return kp_no_memory(listing->err);
    return kp_connection_number(listing->connection, sql.at, &other->count, listing->err);
}

static enum kripa_status list(struct listing *listing)
{
    sqlite3 *db = listing->connection->db;
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(db, question, -1, &stmt, NULL);
    if (code != SQLITE_OK)
        return kp_sqlite_fail(db, code, listing->err);
    enum kripa_status status = KRIPA_OK;
    while (status == KRIPA_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(stmt, 0);
        if (!name)
            status = kp_no_memory(listing->err);
        else if (!kp_layout_table(listing->layout, name))
            status = add(listing, name);
    }
    if (status == KRIPA_OK && code != SQLITE_DONE)
        status = kp_sqlite_fail(db, code, listing->err);
    sqlite3_finalize(stmt);
    return status;
}

enum kripa_status kp_sqlite_unknown_collections(struct kripa_store *base, struct kripa_arena *arena,
                                                struct kripa_unknown_collection **others,
                                                size_t *count, struct kripa_error *err)
{
    struct kp_sqlite *store = (struct kp_sqlite *)base;
    struct listing listing = {.layout = &store->layout, .arena = arena, .err = err};
    *others = NULL;
    *count = 0;
    enum kripa_status status = kp_reader_acquire(store, 0, &listing.connection, err);
    if (status != KRIPA_OK)
        return status;
    status = list(&listing);
    kp_reader_release(store, listing.connection);
    *others = listing.others;
    *count = listing.count;
    return status;
}

/* The residual is stored as it is. */
enum kripa_status kp_sqlite_residual(struct kripa_store *base, const struct kripa_schema *of,
                                     const void *record, struct kripa_arena *arena,
                                     const char **out, struct kripa_error *err)
{
    (void)base;
    (void)arena;
    (void)err;
    memcpy(out, (const char *)record + of->fields[of->count - 1].at, sizeof *out);
    return KRIPA_OK;
}
