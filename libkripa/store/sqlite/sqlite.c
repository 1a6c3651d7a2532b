/* SPDX-License-Identifier: MIT
 * Opening and closing a file, and the store's table of verbs. */
#include "sqlite.h"
#include "base/status.h"
#include "internal.h"
#include "look.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum kripa_status ping(struct kripa_store *base, int64_t timeout_ms, struct kripa_error *err)
{
    struct kp_sqlite *store = (struct kp_sqlite *)base;
    struct kp_connection *connection;
    int64_t tables;
    enum kripa_status status =
        kp_reader_acquire(store, timeout_ms > 0 ? timeout_ms : 1, &connection, err);
    if (status != KRIPA_OK)
        return status;
    status = kp_connection_number(connection, "SELECT count(*) FROM sqlite_schema", &tables, err);
    kp_reader_release(store, connection);
    if (status == KRIPA_OK)
        status = kp_files_check(store, err);
    return status == KRIPA_OK ? kp_lock_probe(store, timeout_ms, err) : status;
}

static void close_store(struct kripa_store *base)
{
    struct kp_sqlite *store = (struct kp_sqlite *)base;
    kp_pool_clear(&store->readers);
    kp_connection_close(&store->writer);
    kp_commits_clear(&store->commits);
    pthread_mutex_destroy(&store->writing);
    kripa_arena_clear(&store->arena);
    free(store);
}

static const struct kripa_store_ops ops = {
    .find = kp_sqlite_find,
    .count = kp_sqlite_count,
    .scan = kp_sqlite_scan,
    .commit = kp_sqlite_commit,
    .migrate = kp_sqlite_migrate,
    .backup = kp_sqlite_backup,
    .unknown_collections = kp_sqlite_unknown_collections,
    .residual = kp_sqlite_residual,
    .ping = ping,
    .version = kp_sqlite_version,
    .close = close_store,
};

/* SQLite would make a file that everybody may read. The WAL takes its mode from this one. */
static enum kripa_status make_file(const char *path, struct kripa_error *err)
{
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return kripa_fail(err, KRIPA_UNAVAILABLE, "%s can't be made: %s", path, strerror(errno));
    close(file);
    return KRIPA_OK;
}

/* Opens an existing shop, makes one if there is no file, and leaves everything else alone. */
static enum kripa_status need_file(const char *path, bool create, unsigned *access,
                                   struct kripa_error *err)
{
    enum kp_file_kind kind;
    enum kripa_status status = kp_file_look(path, &kind, err);
    if (status != KRIPA_OK)
        return status;
    if (kind == KP_FILE_MISSING && !kp_file_has_folder(path))
        return kripa_fail(err, KRIPA_UNAVAILABLE, "%s can't be opened: there is no such folder",
                          path);
    if (kind == KP_FILE_MISSING && create)
        return make_file(path, err);
    bool nothing = kind == KP_FILE_EMPTY || kind == KP_FILE_BLANK;
    if (kind != KP_FILE_SHOP && !(nothing && create))
        return kp_file_refuse(path, kind, err);
    status = kp_file_access(path, access, err);
    if (status == KRIPA_OK && create && *access)
        return kripa_fail(err, KRIPA_UNAVAILABLE, "%s can't be written to, or its folder can't",
                          path);
    return status;
}

/* In WAL mode readers don't wait for the writer. */
static enum kripa_status use_wal(struct kp_connection *connection, struct kripa_error *err)
{
    int code = sqlite3_exec(connection->db, "PRAGMA journal_mode=WAL", NULL, NULL, NULL);
    return code == SQLITE_OK ? KRIPA_OK : kp_sqlite_fail(connection->db, code, err);
}

static enum kripa_status open_writer(struct kp_sqlite *store, bool create, struct kripa_error *err)
{
    enum kripa_status status = kp_connection_open(&store->writer, store->path, store->access, err);
    if (status == KRIPA_OK)
        status = kp_file_check(&store->writer, create || store->memory, err);
    if (status != KRIPA_OK || store->access)
        return status;
    if (!store->memory)
        status = use_wal(&store->writer, err);
    if (status == KRIPA_OK && sqlite3_db_readonly(store->writer.db, "main") == 1)
        return kp_sqlite_fail(store->writer.db, SQLITE_READONLY, err);
    return status;
}

static enum kripa_status fill(struct kp_sqlite *store, const char *path, bool create,
                              const struct kripa_schema *const *schemas, struct kripa_error *err)
{
    store->memory = strcmp(path, ":memory:") == 0;
    enum kripa_status status = kp_files_path(path, &store->arena, &store->path, err);
    if (status == KRIPA_OK)
        status = kp_layout_make(&store->layout, schemas, &store->arena, err);
    if (status == KRIPA_OK)
        status = open_writer(store, create, err);
    bool watched = !store->memory && !store->access;
    return status == KRIPA_OK && watched ? kp_files_note(store, err) : status;
}

/* SQLite ignores case in the names of tables. */
static enum kripa_status check_name(const char *name, const struct kripa_schema *const *schemas,
                                    struct kripa_error *err)
{
    if (sqlite3_strnicmp(name, "sqlite_", strlen("sqlite_")) == 0)
        return kripa_fail(err, KRIPA_INVALID,
                          "an SQLite file can't hold %s: it keeps such names for itself", name);
    for (; *schemas; schemas++) {
        const char *other = (*schemas)->collection;
        if (other && sqlite3_stricmp(name, other) == 0 && strcmp(name, other) != 0)
            return kripa_fail(err, KRIPA_INVALID,
                              "an SQLite file can't hold both %s and %s: to it they are one table",
                              other, name);
    }
    return KRIPA_OK;
}

static enum kripa_status check_names(const struct kripa_schema *const *schemas,
                                     struct kripa_error *err)
{
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; schemas[i] && status == KRIPA_OK; i++)
        if (schemas[i]->collection)
            status = check_name(schemas[i]->collection, schemas + i, err);
    return status;
}

static enum kripa_status check_path(const char *path, struct kripa_error *err)
{
    return *path ? KRIPA_OK : kripa_fail_field(err, KRIPA_INVALID, "store_uri", "names no file");
}

enum kripa_status kp_sqlite_check_uri(const char *path, struct kripa_error *err)
{
    enum kripa_status status = check_path(path, err);
    if (status != KRIPA_OK || strcmp(path, ":memory:") == 0 || kp_file_has_folder(path))
        return status;
    return kripa_fail_field(err, KRIPA_INVALID, "store_uri", "there is no folder for %s", path);
}

enum kripa_status kp_sqlite_open(const char *path, bool create, int64_t connections,
                                 const struct kripa_schema *const *schemas,
                                 struct kripa_store **out, struct kripa_error *err)
{
    (void)connections; /* readers of a file need no limit */
    unsigned access = 0;
    enum kripa_status status = check_path(path, err);
    if (status == KRIPA_OK)
        status = check_names(schemas, err);
    if (status == KRIPA_OK && strcmp(path, ":memory:") != 0)
        status = need_file(path, create, &access, err);
    if (status != KRIPA_OK)
        return status;
    struct kp_sqlite *store = calloc(1, sizeof *store);
    if (!store)
        return kp_no_memory(err);
    store->base = (struct kripa_store){
        .ops = &ops, .remote = false, .kind = "sqlite", .read_only = access != 0};
    store->access = access;
    pthread_mutex_init(&store->writing, NULL);
    store->lock_wait_ms = KP_LOCK_WAIT_MS;
    kp_pool_init(&store->readers);
    kp_commits_init(&store->commits);
    status = fill(store, path, create, schemas, err);
    if (status != KRIPA_OK) {
        close_store(&store->base);
        return status;
    }
    *out = &store->base;
    return KRIPA_OK;
}
