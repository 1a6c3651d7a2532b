/* SPDX-License-Identifier: MIT
 * Brings a file to the layout of the field tables: what is missing is added, nothing is removed. A
 * file remembers the newest Kripa that added to it, and older ones refuse it. */
#include "base/status.h"
#include "internal.h"
#include "look.h"

#define VERSION (KRIPA_VERSION_MAJOR * 1000000 + KRIPA_VERSION_MINOR * 1000 + KRIPA_VERSION_PATCH)

enum kripa_status kp_file_check(struct kp_connection *connection, bool create,
                                struct kripa_error *err)
{
    int64_t application = 0, version = 0, tables = 0;
    enum kripa_status status =
        kp_connection_number(connection, "PRAGMA application_id", &application, err);
    if (status == KRIPA_OK)
        status = kp_connection_number(connection, "PRAGMA user_version", &version, err);
    if (status == KRIPA_OK)
        status =
            kp_connection_number(connection, "SELECT count(*) FROM sqlite_schema", &tables, err);
    if (status != KRIPA_OK)
        return status;
    bool shop = application == KP_APPLICATION_ID && tables > 0;
    bool blank = application == 0 && tables == 0;
    if (!shop && !(create && blank))
        return kripa_fail(err, KRIPA_CORRUPT, "the file is a database, but not one of Kripa");
    if (version > VERSION)
        return kripa_fail(err, KRIPA_CORRUPT,
                          "the file belongs to a newer Kripa (%lld.%lld.%lld; this is %s)",
                          (long long)(version / 1000000), (long long)(version / 1000 % 1000),
                          (long long)(version % 1000), KRIPA_VERSION);
    return KRIPA_OK;
}

static enum kripa_status run(struct kp_connection *connection, const char *sql,
                             struct kripa_error *err)
{
    int code = sqlite3_exec(connection->db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? KRIPA_OK : kp_sqlite_fail(connection->db, code, err);
}

/* All in one transaction. */
static enum kripa_status take_steps(struct kp_connection *connection, const struct kp_steps *steps,
                                    kripa_say_fn *say, void *ctx, struct kripa_error *err)
{
    for (size_t i = 0; i < steps->count; i++) {
        say(ctx, steps->at[i].line);
        enum kripa_status status = run(connection, steps->at[i].sql, err);
        if (status != KRIPA_OK)
            return status;
    }
    const char *mark =
        kripa_arena_format(&connection->scratch, "PRAGMA application_id=%d; PRAGMA user_version=%d",
                           KP_APPLICATION_ID, VERSION);
    return mark ? run(connection, mark, err) : kp_no_memory(err);
}

/* Another process may have done some steps while this one waited for the lock. */
static enum kripa_status migrate(struct kp_sqlite *store, kripa_say_fn *say, void *ctx,
                                 struct kripa_error *err)
{
    struct kp_connection *connection = &store->writer;
    struct kp_steps steps;
    int code = kp_connection_run(connection, KP_BEGIN);
    if (code != SQLITE_OK)
        return kp_sqlite_fail(connection->db, code, err);
    enum kripa_status status = kp_file_check(connection, true, err);
    if (status == KRIPA_OK)
        status = kp_steps_find(connection, &store->layout, &steps, err);
    if (status == KRIPA_OK)
        status = take_steps(connection, &steps, say, ctx, err);
    if (status == KRIPA_OK) {
        code = kp_connection_run(connection, KP_COMMIT);
        status = code == SQLITE_OK ? KRIPA_OK : kp_sqlite_fail(connection->db, code, err);
    }
    if (!sqlite3_get_autocommit(connection->db))
        kp_connection_run(connection, KP_ROLLBACK);
    return status;
}

static void say_all(const struct kp_steps *steps, kripa_say_fn *say, void *ctx)
{
    for (size_t i = 0; i < steps->count; i++)
        say(ctx, steps->at[i].line);
}

/* Usually there is nothing to do, which is found out without the lock. */
enum kripa_status kp_sqlite_migrate(struct kripa_store *base, unsigned what, kripa_say_fn *say,
                                    void *ctx, struct kripa_error *err)
{
    struct kp_sqlite *store = (struct kp_sqlite *)base;
    struct kp_steps steps;
    pthread_mutex_lock(&store->writing);
    enum kripa_status status = kp_steps_find(&store->writer, &store->layout, &steps, err);
    if (status == KRIPA_OK && what & KRIPA_MIGRATE_DRY)
        say_all(&steps, say, ctx);
    else if (status == KRIPA_OK && steps.count > 0 && store->access)
        status = kripa_fail(err, KRIPA_UNAVAILABLE,
                            "the file is of another version and can't be written to: bring a "
                            "copy of it to this one");
    else if (status == KRIPA_OK && steps.count > 0)
        status = migrate(store, say, ctx, err);
    kripa_arena_reset(&store->writer.scratch);
    pthread_mutex_unlock(&store->writing);
    return status;
}
