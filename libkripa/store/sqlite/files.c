/* SPDX-License-Identifier: MIT
 * Checks that the names of the open files still lead to them. Commits to a file that lost its name
 * would be gone when the program ends. */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/status.h"
#include "internal.h"

/* Makes it absolute, so that a program may change its working directory. */
enum kripa_status kp_files_path(const char *path, struct kripa_arena *arena, const char **out,
                                struct kripa_error *err)
{
    char folder[PATH_MAX];
    if (*path == '/' || strcmp(path, ":memory:") == 0)
        *out = kripa_arena_text(arena, path, strlen(path));
    else if (getcwd(folder, sizeof folder))
        *out = kripa_arena_format(arena, "%s/%s", folder, path);
    else
        return kripa_fail(err, KRIPA_UNAVAILABLE, "the folder this program is in: %s",
                          strerror(errno));
    return *out ? KRIPA_OK : kp_no_memory(err);
}

static bool note(struct kp_known_file *file, const char *path)
{
    struct stat about;
    bool there = path && stat(path, &about) == 0;
    if (there)
        *file = (struct kp_known_file){path, about.st_dev, about.st_ino};
    return there;
}

static enum kripa_status gone(const char *path, struct kripa_error *err)
{
    const char *slash = strrchr(path, '/');
    return kripa_fail(err, KRIPA_UNAVAILABLE,
                      "the store's file %s is gone, or another file has its name",
                      slash ? slash + 1 : path);
}

/* SQLite keeps the WAL and its index beside the target of a link. Some file systems allow none:
 * then there is nothing to check. */
enum kripa_status kp_files_note(struct kp_sqlite *store, struct kripa_error *err)
{
    int64_t tables;
    int moved = 0;
    sqlite3 *db = store->writer.db;
    const char *real = sqlite3_db_filename(db, "main");
    enum kripa_status status = kp_connection_number(
        &store->writer, "SELECT count(*) FROM sqlite_schema", &tables, err); /* opens the WAL */
    if (status != KRIPA_OK)
        return status;
    sqlite3_file_control(db, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    if (moved || !note(&store->files[0], store->path))
        return gone(store->path, err);
    const char *wal = kripa_arena_format(&store->arena, "%s-wal", real);
    const char *shm = kripa_arena_format(&store->arena, "%s-shm", real);
    if (!wal || !shm)
        return kp_no_memory(err);
    note(&store->files[1], wal);
    note(&store->files[2], shm);
    return KRIPA_OK;
}

enum kripa_status kp_files_check(const struct kp_sqlite *store, struct kripa_error *err)
{
    for (size_t i = 0; i < KP_FILES; i++) {
        const struct kp_known_file *file = &store->files[i];
        struct stat now;
        if (file->path && (stat(file->path, &now) != 0 || now.st_dev != file->device ||
                           now.st_ino != file->inode))
            return gone(file->path, err);
    }
    return KRIPA_OK;
}
