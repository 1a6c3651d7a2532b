/* SPDX-License-Identifier: MIT
 * Finds out from its first bytes what a file is, without changing it: SQLite would write back the
 * WAL of any database that it opens, and takes an empty file for an empty database. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/status.h"
#include "connection.h"
#include "look.h"

/* From SQLite's "Database File Format": "The Database Header" with the head of the first page,
 * which lists the tables, and "The WAL File". */
#define HEAD_SIZE          108
#define MAGIC              "SQLite format 3" /* with its NUL */
#define USER_VERSION_AT    60
#define APPLICATION_AT     68
#define PAGE_KIND_AT       100
#define CELLS_AT           103
#define PAGE_KIND_LEAF     13
#define WAL_HEAD_SIZE      32
#define WAL_PAGE_SIZE_AT   8
#define FRAME_HEAD_SIZE    24
#define LINKS_FOLLOWED_MAX 16

static uint32_t number_at(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* The name that a link leads to, whether or not there is a file. */
enum kripa_status kp_file_real(const char *path, struct kripa_arena *arena, const char **out,
                               struct kripa_error *err)
{
    char target[PATH_MAX];
    *out = path;
    for (int i = 0; i < LINKS_FOLLOWED_MAX; i++) {
        ssize_t size = readlink(*out, target, sizeof target - 1);
        if (size < 0)
            return KRIPA_OK;
        target[size] = '\0';
        const char *slash = strrchr(*out, '/');
        int folder_size = slash && *target != '/' ? (int)(slash + 1 - *out) : 0;
        *out = kripa_arena_format(arena, "%.*s%s", folder_size, *out, target);
        if (!*out)
            return kp_no_memory(err);
    }
    return kripa_fail(err, KRIPA_UNAVAILABLE, "%s: %s", path, strerror(ELOOP));
}

bool kp_file_has_folder(const char *path)
{
    char folder[PATH_MAX] = ".";
    struct stat about;
    const char *slash = strrchr(path, '/');
    if (slash)
        snprintf(folder, sizeof folder, "%.*s", (int)(slash + 1 - path), path);
    return stat(folder, &about) == 0 && S_ISDIR(about.st_mode);
}

static bool has_beside(const char *path, const char *ending, struct kripa_arena *arena)
{
    const char *name = kripa_arena_format(arena, "%s%s", path, ending);
    return name && access(name, F_OK) == 0;
}

static bool may(const char *path, int mode)
{
    return faccessat(AT_FDCWD, path, mode, AT_EACCESS) == 0;
}

/* A writer also needs to create the WAL, unless the shop is open and has one. */
static unsigned access_of(const char *path, struct kripa_arena *arena)
{
    const char *slash = strrchr(path, '/');
    const char *folder = slash ? kripa_arena_text(arena, path, (size_t)(slash + 1 - path)) : ".";
    bool wal = has_beside(path, "-wal", arena);
    if (may(path, R_OK | W_OK) && (wal || !folder || may(folder, W_OK | X_OK)))
        return 0;
    return wal || has_beside(path, "-shm", arena) ? KP_READ_ONLY : KP_READ_ONLY | KP_STILL;
}

enum kripa_status kp_file_access(const char *path, unsigned *access, struct kripa_error *err)
{
    struct kripa_arena arena = {0};
    const char *real;
    enum kripa_status status = kp_file_real(path, &arena, &real, err);
    if (status == KRIPA_OK && !may(path, R_OK))
        status =
            kripa_fail(err, KRIPA_UNAVAILABLE, "%s can't be opened: %s", path, strerror(errno));
    if (status == KRIPA_OK)
        *access = access_of(real, &arena);
    kripa_arena_clear(&arena);
    return status;
}

/* Reads with SQLite's own functions: closing a file descriptor of ours would release the locks of
 * whoever else in this process has the file open. */
static int read_head(const char *path, struct kripa_arena *arena, unsigned char *head)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    const char *name = vfs ? sqlite3_create_filename(path, "", "", 0, NULL) : NULL;
    sqlite3_file *file = vfs ? kripa_arena_alloc(arena, (size_t)vfs->szOsFile, 1) : NULL;
    int code = SQLITE_NOMEM;
    if (name && file) {
        int got;
        code = vfs->xOpen(vfs, name, file, SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB, &got);
        if (code == SQLITE_OK)
            code = file->pMethods->xRead(file, head, HEAD_SIZE, 0);
        if (file->pMethods)
            file->pMethods->xClose(file);
    }
    sqlite3_free_filename((char *)(uintptr_t)name);
    return code == SQLITE_IOERR_SHORT_READ ? SQLITE_OK : code;
}

/* The first page of a shop whose program was killed early, with Kripa's mark, may be only in the
 * WAL. */
static bool is_in_wal(const char *path, struct kripa_arena *arena, bool *filled)
{
    unsigned char wal[WAL_HEAD_SIZE], frame[FRAME_HEAD_SIZE + HEAD_SIZE];
    const char *name = kripa_arena_format(arena, "%s-wal", path);
    int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
    bool found = false;
    *filled = file >= 0 && pread(file, wal, sizeof wal, 0) == sizeof wal;
    off_t step = *filled ? (off_t)number_at(wal + WAL_PAGE_SIZE_AT) + FRAME_HEAD_SIZE : 0;
    for (off_t at = WAL_HEAD_SIZE; step > 0 && !found; at += step) {
        if (pread(file, frame, sizeof frame, at) != sizeof frame)
            break;
        const unsigned char *page = frame + FRAME_HEAD_SIZE;
        found = number_at(frame) == 1 && memcmp(page, MAGIC, sizeof MAGIC) == 0 &&
                number_at(page + APPLICATION_AT) == KP_APPLICATION_ID;
    }
    if (file >= 0)
        close(file);
    return found;
}

static enum kp_file_kind kind_of_database(const char *path, const unsigned char *head,
                                          struct kripa_arena *arena)
{
    bool wal_filled;
    uint32_t application = number_at(head + APPLICATION_AT);
    if (application == KP_APPLICATION_ID)
        return KP_FILE_SHOP;
    if (application != 0)
        return KP_FILE_OTHER_PROGRAM;
    if (is_in_wal(path, arena, &wal_filled))
        return KP_FILE_SHOP;
    bool blank = head[PAGE_KIND_AT] == PAGE_KIND_LEAF && head[CELLS_AT] == 0 &&
                 head[CELLS_AT + 1] == 0 && number_at(head + USER_VERSION_AT) == 0;
    return blank && !wal_filled ? KP_FILE_BLANK : KP_FILE_OTHER_PROGRAM;
}

static enum kripa_status look(const char *path, struct kripa_arena *arena, enum kp_file_kind *kind,
                              struct kripa_error *err)
{
    struct stat about;
    const char *real;
    unsigned char head[HEAD_SIZE] = {0};
    *kind = KP_FILE_MISSING;
    if (stat(path, &about) != 0)
        return errno == ENOENT ? KRIPA_OK
                               : kripa_fail(err, KRIPA_UNAVAILABLE, "%s can't be opened: %s", path,
                                            strerror(errno));
    *kind = S_ISREG(about.st_mode) ? KP_FILE_EMPTY : KP_FILE_NOT_REGULAR;
    if (!S_ISREG(about.st_mode) || about.st_size == 0)
        return KRIPA_OK;
    if (!may(path, R_OK))
        return kripa_fail(err, KRIPA_UNAVAILABLE, "%s can't be opened: %s", path, strerror(errno));
    enum kripa_status status = kp_file_real(path, arena, &real, err);
    int code = status == KRIPA_OK ? read_head(real, arena, head) : SQLITE_OK;
    if (code != SQLITE_OK)
        return kp_sqlite_fail(NULL, code, err);
    bool database = about.st_size >= HEAD_SIZE && memcmp(head, MAGIC, sizeof MAGIC) == 0;
    *kind = database ? kind_of_database(real, head, arena) : KP_FILE_NO_DATABASE;
    return status;
}

enum kripa_status kp_file_look(const char *path, enum kp_file_kind *kind, struct kripa_error *err)
{
    struct kripa_arena arena = {0};
    enum kripa_status status = look(path, &arena, kind, err);
    kripa_arena_clear(&arena);
    return status;
}

enum kripa_status kp_file_refuse(const char *path, enum kp_file_kind kind, struct kripa_error *err)
{
    static const struct {
        enum kripa_status status;
        const char *words;
    } refusals[] = {
        [KP_FILE_MISSING] = {KRIPA_NOT_FOUND, "there is no file of this name"},
        [KP_FILE_EMPTY] = {KRIPA_NOT_FOUND, "the file is empty (0 bytes)"},
        [KP_FILE_BLANK] = {KRIPA_NOT_FOUND, "a database without tables"},
        [KP_FILE_OTHER_PROGRAM] = {KRIPA_CORRUPT, "a database, but not one of Kripa"},
        [KP_FILE_NO_DATABASE] = {KRIPA_CORRUPT, "no database, so no shop"},
        [KP_FILE_NOT_REGULAR] = {KRIPA_CORRUPT, "a folder or device, no file"},
        [KP_FILE_SHOP] = {KRIPA_EXISTS, "a shop of Kripa"},
    };
    return kripa_fail(err, refusals[kind].status, "%s: %s", path, refusals[kind].words);
}
