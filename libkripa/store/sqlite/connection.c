/* SPDX-License-Identifier: MIT
 * One connection: opening it, its settings, and the meaning of SQLite's errors. */
#include <stdio.h>
#include <string.h>

#include "connection.h"

/* A cache of 1 MiB for queries; savepoints are kept in memory. */
static const char settings[] = "PRAGMA synchronous=FULL;"
                               "PRAGMA cache_size=-1024;"
                               "PRAGMA temp_store=MEMORY;"
                               "PRAGMA secure_delete=FAST;"
                               "PRAGMA foreign_keys=OFF;"
                               "PRAGMA trusted_schema=OFF;"
                               "PRAGMA journal_size_limit=67108864;";

/* An order changes pages all over the file, above all those of search terms: the larger cache saves
 * reading many of them again. */
#define WRITER_CACHE "PRAGMA cache_size=-4096"

static const char *const fixed_sql[KP_FIXED_COUNT] = {
    [KP_BEGIN] = "BEGIN IMMEDIATE",  [KP_COMMIT] = "COMMIT",
    [KP_ROLLBACK] = "ROLLBACK",      [KP_SAVEPOINT] = "SAVEPOINT change",
    [KP_RELEASE] = "RELEASE change", [KP_BACK] = "ROLLBACK TO change",
};

/* By primary code; the messages are for the shop's owner. */
static const struct meaning {
    int code;
    enum kripa_status status;
    const char *words;
} meanings[] = {
    {SQLITE_BUSY, KRIPA_UNAVAILABLE, "the store is busy: another program is writing to it"},
    {SQLITE_LOCKED, KRIPA_UNAVAILABLE, "the store is busy"},
    {SQLITE_FULL, KRIPA_UNAVAILABLE, "the disk is full"},
    {SQLITE_IOERR, KRIPA_UNAVAILABLE, "the disk can't be read or written"},
    {SQLITE_CANTOPEN, KRIPA_UNAVAILABLE, "the store's file can't be opened"},
    {SQLITE_READONLY, KRIPA_UNAVAILABLE, "the store's file can't be written to"},
    {SQLITE_PERM, KRIPA_UNAVAILABLE, "the store's file may not be used by this user"},
    {SQLITE_AUTH, KRIPA_UNAVAILABLE, "the store's file may not be used by this user"},
    {SQLITE_PROTOCOL, KRIPA_UNAVAILABLE, "the store's file can't be locked"},
    {SQLITE_INTERRUPT, KRIPA_TOO_LARGE, "the store would have to do more than was allowed"},
    {SQLITE_NOMEM, KRIPA_NO_MEMORY, "out of memory"},
    {SQLITE_CORRUPT, KRIPA_CORRUPT, "the store's file is damaged"},
    {SQLITE_NOTADB, KRIPA_CORRUPT, "the file is no store"},
    {SQLITE_TOOBIG, KRIPA_INVALID, "too many conditions, or a value too large, for the store"},
};

enum kripa_status kp_sqlite_fail(sqlite3 *db, int code, struct kripa_error *err)
{
    if (db && (code & 0xff) == SQLITE_ERROR && sqlite3_errcode(db) != SQLITE_OK)
        code = sqlite3_errcode(db);
    if (code == SQLITE_IOERR_NOMEM)
        code = SQLITE_NOMEM;
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (meanings[i].code == (code & 0xff))
            return kripa_fail(err, meanings[i].status, "%s", meanings[i].words);
    return kripa_fail(err, KRIPA_INTERNAL, "the store failed: %s", sqlite3_errstr(code));
}

static enum kripa_status set_up(struct kp_connection *connection, bool queries,
                                struct kripa_error *err)
{
    sqlite3 *db = connection->db;
    sqlite3_extended_result_codes(db, 1);
    sqlite3_busy_timeout(db, KP_BUSY_TIMEOUT_MS);
    int code = sqlite3_exec(db, settings, NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, queries ? "PRAGMA query_only=ON" : WRITER_CACHE, NULL, NULL, NULL);
    for (int i = 0; i < KP_FIXED_COUNT && code == SQLITE_OK && !queries; i++)
        code = sqlite3_prepare_v3(db, fixed_sql[i], -1, SQLITE_PREPARE_PERSISTENT,
                                  &connection->fixed[i], NULL);
    return code == SQLITE_OK ? KRIPA_OK : kp_sqlite_fail(db, code, err);
}

/* Only a URI can tell SQLite that nobody writes to the file. NULL: out of memory. */
static const char *name_for(struct kp_connection *connection, const char *path, unsigned access)
{
    static const char hex[] = "0123456789abcdef";
    if (!(access & KP_STILL))
        return path;
    char *escaped = kripa_arena_alloc(&connection->scratch, strlen(path) + 1, 3), *to = escaped;
    for (; escaped && *path; path++) {
        bool plain = !strchr("%?#", *path);
        *to++ = plain ? *path : '%';
        if (!plain) {
            *to++ = hex[*path >> 4];
            *to++ = hex[*path & 15];
        }
    }
    return escaped ? kripa_arena_format(&connection->scratch, "file:%s?immutable=1", escaped)
                   : NULL;
}

static int flags_of(const char *path, unsigned access)
{
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    flags |= access & KP_READ_ONLY ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (access & KP_STILL)
        flags |= SQLITE_OPEN_URI;
    if (strcmp(path, ":memory:") == 0)
        flags |= SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY;
    return flags;
}

enum kripa_status kp_connection_open(struct kp_connection *connection, const char *path,
                                     unsigned access, struct kripa_error *err)
{
    memset(connection, 0, sizeof *connection);
    const char *name = name_for(connection, path, access);
    int code =
        name ? sqlite3_open_v2(name, &connection->db, flags_of(path, access), NULL) : SQLITE_NOMEM;
    enum kripa_status status = code == SQLITE_OK ? set_up(connection, access & KP_QUERIES, err)
                                                 : kp_sqlite_fail(connection->db, code, err);
    if (status != KRIPA_OK)
        kp_connection_close(connection);
    else
        kripa_arena_reset(&connection->scratch);
    return status;
}

void kp_connection_close(struct kp_connection *connection)
{
    for (int i = 0; i < KP_FIXED_COUNT; i++)
        sqlite3_finalize(connection->fixed[i]);
    kp_statements_clear(&connection->statements);
    kripa_arena_clear(&connection->scratch);
    sqlite3_close(connection->db);
    memset(connection, 0, sizeof *connection);
}

sqlite3_stmt *kp_connection_statement(struct kp_connection *connection,
                                      const struct kp_shape *shape, kp_sql_fn *write,
                                      const void *ctx, enum kripa_status *status,
                                      struct kripa_error *err)
{
    sqlite3_stmt *stmt = kp_statement_get(&connection->statements, shape);
    if (stmt)
        return stmt;
    struct kripa_writer sql;
    kripa_writer_init(&sql, &connection->scratch);
    write(ctx, &sql);
    int code = SQLITE_NOMEM;
    if (!sql.failed)
        stmt = kp_statement_keep(&connection->statements, connection->db, shape, sql.at, sql.size,
                                 &code);
    if (!stmt)
        *status = kp_sqlite_fail(connection->db, code, err);
    return stmt;
}

int kp_connection_run(struct kp_connection *connection, enum kp_fixed fixed)
{
    sqlite3_step(connection->fixed[fixed]);
    return sqlite3_reset(connection->fixed[fixed]);
}

enum kripa_status kp_connection_number(struct kp_connection *connection, const char *sql,
                                       int64_t *number, struct kripa_error *err)
{
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(connection->db, sql, -1, &stmt, NULL);
    if (code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
        *number = sqlite3_column_int64(stmt, 0);
        code = SQLITE_OK;
    }
    sqlite3_finalize(stmt);
    return code == SQLITE_OK ? KRIPA_OK : kp_sqlite_fail(connection->db, code, err);
}
