/* SPDX-License-Identifier: MIT
 * Puts a backup in the place of a store: it is copied beside it, checked, and renamed. Meanwhile
 * nobody else can have the store open; the old store is kept under another name. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/status.h"
#include "connection.h"
#include "look.h"
#include "sqlite.h"
#include "store/file.h"

#define LOCK_WAIT_MS    200
#define SAME_SECOND_MAX 99

struct restoring {
    const char *from, *to; /* with links followed */
    char *copy;            /* the new file before it is renamed to `to` */
    const char *kept;      /* the new name of the old store */
    bool there;
    struct kripa_arena arena;
    sqlite3 *held; /* the old store, locked against everybody else; NULL: there is none */
    struct kripa_error *err;
};

/* Another program's file or a folder is never replaced; damaged or empty files are. */
static enum kripa_status look(struct restoring *restoring, enum kripa_placing placing)
{
    enum kp_file_kind from, to;
    enum kripa_status status = kp_file_look(restoring->from, &from, restoring->err);
    if (status == KRIPA_OK && from != KP_FILE_SHOP)
        return kp_file_refuse(restoring->from, from, restoring->err);
    if (status == KRIPA_OK)
        status = kp_file_look(restoring->to, &to, restoring->err);
    if (status != KRIPA_OK)
        return status;
    restoring->there = to != KP_FILE_MISSING;
    if (to == KP_FILE_OTHER_PROGRAM || to == KP_FILE_NOT_REGULAR)
        return kp_file_refuse(restoring->to, to, restoring->err);
    errno = EEXIST;
    return restoring->there && placing == KRIPA_PLACE_NEW
               ? kp_file_failed("can't make", restoring->to, restoring->err)
               : KRIPA_OK;
}

/* Leaving WAL mode needs exclusive access, so it fails if somebody has the store open, and writes
 * the WAL back. A damaged file can't be locked. */
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
    unlink(restoring->copy); /* left by a crash */
    status = from->ops->backup(from, restoring->copy, restoring->err);
    from->ops->close(from);
    return status;
}

/* The files that SQLite keeps beside a database: those with contents, and those that can be
 * deleted. */
static const char *const contents[] = {"-wal", "-journal", NULL};
static const char *const scratch[] = {"-shm", NULL};

static enum kripa_status remove_beside(struct restoring *restoring, const char *path,
                                       const char *const *ends)
{
    for (; *ends; ends++) {
        const char *beside = kripa_arena_format(&restoring->arena, "%s%s", path, *ends);
        if (!beside)
            return kp_no_memory(restoring->err);
        if (unlink(beside) != 0 && errno != ENOENT)
            return kp_file_failed("can't clear away", beside, restoring->err);
    }
    return KRIPA_OK;
}

static enum kripa_status clear_beside(struct restoring *restoring, const char *path)
{
    enum kripa_status status = remove_beside(restoring, path, contents);
    return status == KRIPA_OK ? remove_beside(restoring, path, scratch) : status;
}

/* By SQLite's own rule a journal that is empty or begins with 0 has no content. The one here is
 * ours, from when the store was locked. */
static bool is_over(const char *path)
{
    FILE *file = fopen(path, "re");
    int first = file ? getc(file) : 0;
    if (file)
        fclose(file);
    return file && (first == EOF || first == 0);
}

static enum kripa_status move_beside(struct restoring *restoring, const char *from, const char *to)
{
    for (const char *const *end = contents; *end; end++) {
        const char *beside = kripa_arena_format(&restoring->arena, "%s%s", from, *end);
        const char *there = kripa_arena_format(&restoring->arena, "%s%s", to, *end);
        if (!beside || !there)
            return kp_no_memory(restoring->err);
        int moved = is_over(beside) ? unlink(beside) : rename(beside, there);
        if (moved != 0 && errno != ENOENT)
            return kp_file_failed("can't clear away", beside, restoring->err);
    }
    return KRIPA_OK;
}

/* shop.db.before-restore-20260131T093000Z, with -2 when that name is taken. */
static enum kripa_status name_kept(struct restoring *restoring)
{
    char text[sizeof "20260131T093000Z"], again[16] = "";
    struct tm parts;
    time_t now = time(NULL);
    strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", gmtime_r(&now, &parts));
    for (int i = 2; i <= SAME_SECOND_MAX; i++) {
        restoring->kept = kripa_arena_format(&restoring->arena, "%s.before-restore-%s%s",
                                             restoring->to, text, again);
        if (!restoring->kept)
            return kp_no_memory(restoring->err);
        if (access(restoring->kept, F_OK) != 0)
            return KRIPA_OK;
        snprintf(again, sizeof again, "-%d", i);
    }
    errno = EEXIST;
    return kp_file_failed("can't make", restoring->kept, restoring->err);
}

/* Files beside the old store would be taken for the new one's, so they are renamed with it. The old
 * file briefly has both names, so that the store's name always leads to a shop; where links are
 * impossible, it briefly leads to none. */
static enum kripa_status keep(struct restoring *restoring)
{
    enum kripa_status status = move_beside(restoring, restoring->to, restoring->kept);
    if (status == KRIPA_OK)
        status = remove_beside(restoring, restoring->to, scratch);
    if (status != KRIPA_OK || link(restoring->to, restoring->kept) == 0 ||
        rename(restoring->to, restoring->kept) == 0)
        return status;
    return kp_file_failed("can't make", restoring->kept, restoring->err);
}

/* Undoes the renames that keep did; its failure is already reported. Whoever has the file open
 * deletes the files beside it on closing. */
static void put_back(struct restoring *restoring)
{
    struct kripa_error *why = restoring->err;
    sqlite3_close(restoring->held);
    restoring->held = NULL;
    if (rename(restoring->kept, restoring->to) == 0)
        unlink(restoring->kept); /* rename does nothing when both are names of one file */
    restoring->err = NULL;
    move_beside(restoring, restoring->kept, restoring->to);
    restoring->err = why;
}

static enum kripa_status put_over(struct restoring *restoring)
{
    enum kripa_status status = shut(restoring);
    if (status == KRIPA_OK)
        status = name_kept(restoring);
    if (status != KRIPA_OK)
        return status;
    status = keep(restoring);
    if (status == KRIPA_OK)
        status = kp_file_put(restoring->copy, restoring->to, true, restoring->err);
    if (status != KRIPA_OK)
        put_back(restoring);
    return status;
}

static enum kripa_status put(struct restoring *restoring)
{
    if (restoring->there)
        return put_over(restoring);
    enum kripa_status status = clear_beside(restoring, restoring->to);
    return status == KRIPA_OK ? kp_file_put(restoring->copy, restoring->to, false, restoring->err)
                              : status;
}

static enum kripa_status restore(struct restoring *restoring, enum kripa_placing placing,
                                 const struct kripa_schema *const *schemas,
                                 kripa_copy_check_fn *check, void *ctx)
{
    enum kripa_status status = look(restoring, placing);
    if (status == KRIPA_OK)
        status = make_copy(restoring, schemas);
    const char *uri = kripa_arena_format(&restoring->arena, "sqlite:%s", restoring->copy);
    if (status == KRIPA_OK)
        status = uri ? check(ctx, uri, restoring->err) : kp_no_memory(restoring->err);
    return status == KRIPA_OK && placing != KRIPA_PLACE_NOT ? put(restoring) : status;
}

static enum kripa_status prepare(struct restoring *restoring, const char *path)
{
    if (strcmp(path, ":memory:") == 0 || !*path)
        return kripa_fail_field(restoring->err, KRIPA_INVALID, "store_uri", "names no file");
    enum kripa_status status =
        kp_file_real(path, &restoring->arena, &restoring->to, restoring->err);
    if (status != KRIPA_OK)
        return status;
    restoring->copy = kripa_arena_format(&restoring->arena, "%s.restoring", restoring->to);
    return restoring->copy ? KRIPA_OK : kp_no_memory(restoring->err);
}

enum kripa_status kp_sqlite_restore(const char *from, const char *path, enum kripa_placing placing,
                                    const struct kripa_schema *const *schemas,
                                    kripa_copy_check_fn *check, void *ctx,
                                    char kept[KRIPA_KEPT_SIZE], struct kripa_error *err)
{
    struct restoring restoring = {.from = from, .err = err};
    enum kripa_status status = prepare(&restoring, path);
    if (status == KRIPA_OK) {
        status = restore(&restoring, placing, schemas, check, ctx);
        unlink(restoring.copy);
        clear_beside(&restoring, restoring.copy);
    }
    snprintf(kept, KRIPA_KEPT_SIZE, "%s",
             status == KRIPA_OK && restoring.kept ? restoring.kept : "");
    sqlite3_close(restoring.held);
    kripa_arena_clear(&restoring.arena);
    return status;
}
