/* SPDX-License-Identifier: MIT
 * Gives a finished file or folder its name: after a crash the name leads to the new one or to the
 * old one, never to half of it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <kripa/arena.h>

#include "file.h"

enum kripa_status kp_file_failed(const char *what, const char *path, struct kripa_error *err)
{
    return kripa_fail(err, errno == EEXIST ? KRIPA_EXISTS : KRIPA_UNAVAILABLE, "%s %s: %s", what,
                      path, strerror(errno));
}

static bool sync_path(const char *path, int flags)
{
    int file = open(path, flags | O_CLOEXEC);
    bool done = file >= 0 && fsync(file) == 0;
    if (file >= 0)
        close(file);
    return done;
}

/* Some file systems can't rename without replacing; there, a file that gets this name in between is
 * replaced. */
static bool give_name(const char *from, const char *to, bool replace)
{
    if (replace)
        return rename(from, to) == 0;
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return true;
    if (errno != EINVAL && errno != ENOSYS)
        return false;
    if (access(to, F_OK) == 0) {
        errno = EEXIST;
        return false;
    }
    return rename(from, to) == 0;
}

static void sync_folder(const char *path, struct kripa_arena *arena)
{
    const char *slash = strrchr(path, '/');
    size_t size = slash == path ? 1 : slash ? (size_t)(slash - path) : 0;
    const char *folder = slash ? kripa_arena_text(arena, path, size) : ".";
    if (folder)
        sync_path(folder, O_RDONLY | O_DIRECTORY);
}

enum kripa_status kp_file_put(const char *from, const char *to, bool replace,
                              struct kripa_error *err)
{
    if (!sync_path(from, O_RDONLY))
        return kp_file_failed("can't write", from, err);
    if (!give_name(from, to, replace))
        return kp_file_failed("can't make", to, err);
    struct kripa_arena arena = {0};
    sync_folder(to, &arena);
    kripa_arena_clear(&arena);
    return KRIPA_OK;
}
