/* SPDX-License-Identifier: MIT
 * Putting a backup in the place of a store: copied beside it, looked at, then renamed. Meanwhile
 * nobody else can have the store open. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "sqlite.h"

#define LOCK_WAIT_MS 200

struct restoring {
    const char *from, *to;
    char *copy; /* the file that becomes `to` */
    struct kripa_arena arena;
    sqlite3 *held; /* the store that is there, shut to everybody else; NULL: there is none */
    struct kripa_error *err;
};

/* Leaving WAL mode needs the file for oneself, so this tells whether somebody has it open; the WAL
 * is written back and gone after it. A file that is damaged can't be locked, and is what restoring
 * is for. */
static enum kripa_status shut(struct restoring *restoring)
{
    int code = sqlite3_open_v2(restoring->to, &restoring->held, SQLITE_OPEN_READWRITE, NULL);
    sqlite3_busy_timeout(restoring->held, LOCK_WAIT_MS);
    if (code == SQLITE_OK)
        code = sqlite3_exec(restoring->held,
                            "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=DELETE;"
                            "BEGIN EXCLUSIVE",
                            NULL, NULL, NULL);
    if ((code & 0xff) == SQLITE_BUSY)
        return kripa_fail(restoring->err, KRIPA_UNAVAILABLE,
                          "a program has %s open: stop kripad first", restoring->to);
    if (code == SQLITE_OK || (code & 0xff) == SQLITE_NOTADB || (code & 0xff) == SQLITE_CORRUPT)
        return KRIPA_OK;
    return kp_sqlite_fail(restoring->held, code, restoring->err);
}

static enum kripa_status make_copy(struct restoring *restoring,
                                   const struct kripa_schema *const *schemas)
{
    struct kripa_store *from;
    enum kripa_status status =
        kp_sqlite_open(restoring->from, false, 0, schemas, &from, restoring->err);
    if (status != KRIPA_OK)
        return status;
    unlink(restoring->copy); /* what a crash left */
    status = from->ops->backup(from, restoring->copy, restoring->err);
    kripa_store_close(from);
    return status;
}

/* Removes what SQLite keeps beside a file: it would be taken for the new one's. */
static void remove_beside(struct restoring *restoring, const char *path)
{
    static const char *const ends[] = {"-wal", "-shm", "-journal"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const char *beside = kripa_arena_format(&restoring->arena, "%s%s", path, ends[i]);
        if (beside)
            unlink(beside);
    }
}

static enum kripa_status restore(struct restoring *restoring, enum kripa_placing placing,
                                 const struct kripa_schema *const *schemas,
                                 kripa_copy_check_fn *check, void *ctx)
{
    bool there = access(restoring->to, F_OK) == 0;
    enum kripa_status status = KRIPA_OK;
    errno = EEXIST;
    if (there && placing == KRIPA_PLACE_NEW)
        return kp_file_failed("can't make", restoring->to, restoring->err);
    if (there && placing == KRIPA_PLACE_OVER)
        status = shut(restoring);
    if (status == KRIPA_OK)
        status = make_copy(restoring, schemas);
    const char *uri = kripa_arena_format(&restoring->arena, "sqlite:%s", restoring->copy);
    if (status == KRIPA_OK)
        status = uri ? check(ctx, uri, restoring->err)
                     : kripa_fail(restoring->err, KRIPA_NO_MEMORY, "out of memory");
    if (status != KRIPA_OK || placing == KRIPA_PLACE_NOT)
        return status;
    remove_beside(restoring, restoring->to);
    return kp_file_put(restoring->copy, restoring->to, placing == KRIPA_PLACE_OVER, restoring->err);
}

enum kripa_status kp_sqlite_restore(const char *from, const char *path, enum kripa_placing placing,
                                    const struct kripa_schema *const *schemas,
                                    kripa_copy_check_fn *check, void *ctx, struct kripa_error *err)
{
    if (strcmp(path, ":memory:") == 0 || !*path)
        return kripa_fail_field(err, KRIPA_INVALID, "store_uri", "names no file");
    struct restoring restoring = {.from = from, .to = path, .err = err};
    restoring.copy = kripa_arena_format(&restoring.arena, "%s.restoring", path);
    if (!restoring.copy)
        return kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
    enum kripa_status status = restore(&restoring, placing, schemas, check, ctx);
    sqlite3_close(restoring.held);
    unlink(restoring.copy);
    remove_beside(&restoring, restoring.copy);
    kripa_arena_clear(&restoring.arena);
    return status;
}
