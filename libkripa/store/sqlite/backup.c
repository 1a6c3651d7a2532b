/* SPDX-License-Identifier: MIT
 * Copies the store as it is at one moment, while others read and write. The copy gets its name when
 * it is complete and synced. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/status.h"
#include "internal.h"
#include "store/file.h"

/* Copies everything in one step: reading a snapshot does not block the writer. */
static enum kripa_status copy(sqlite3 *from, sqlite3 *to, struct kripa_error *err)
{
    sqlite3_exec(to, "PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF", NULL, NULL, NULL);
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    if (!backup)
        return kp_sqlite_fail(to, sqlite3_errcode(to), err);
    int code = sqlite3_backup_step(backup, -1);
    sqlite3_backup_finish(backup);
    return code == SQLITE_DONE ? KRIPA_OK : kp_sqlite_fail(NULL, code, err);
}

static enum kripa_status copy_to(struct kp_sqlite *store, const char *path, struct kripa_error *err)
{
    struct kp_connection *reader, target;
    enum kripa_status status = kp_connection_open(&target, path, 0, err);
    if (status != KRIPA_OK)
        return status;
    status = kp_reader_acquire(store, 0, &reader, err);
    if (status == KRIPA_OK) {
        status = copy(reader->db, target.db, err);
        kp_reader_release(store, reader);
    }
    kp_connection_close(&target);
    return status;
}

enum kripa_status kp_sqlite_backup(struct kripa_store *base, const char *to,
                                   struct kripa_error *err)
{
    struct kp_sqlite *store = (struct kp_sqlite *)base;
    struct kripa_arena arena = {0};
    if (strncmp(to, "sqlite:", 7) == 0)
        to += 7;
    errno = EEXIST;
    if (access(to, F_OK) == 0)
        return kp_file_failed("can't make", to, err);
    char *temporary = kripa_arena_format(&arena, "%s.XXXXXX", to);
    int file = temporary ? mkostemp(temporary, O_CLOEXEC) : -1;
    enum kripa_status status = KRIPA_OK;
    if (!temporary)
        status = kp_no_memory(err);
    else if (file < 0)
        status = kp_file_failed("can't make", temporary, err);
    if (status == KRIPA_OK) {
        close(file);
        status = copy_to(store, temporary, err);
        if (status == KRIPA_OK)
            status = kp_file_put(temporary, to, false, err);
        if (status != KRIPA_OK)
            unlink(temporary);
    }
    kripa_arena_clear(&arena);
    return status;
}
