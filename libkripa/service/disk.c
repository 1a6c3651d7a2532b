/* SPDX-License-Identifier: MIT
 * See disk.h. A file gets its final name only when it is complete and synced, so a file with a
 * final name is always complete, whenever the machine stops. */
#include "disk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <kripa/arena.h>
#include <kripa/media.h>

#include "base/status.h"

#define INCOMING "incoming"

struct disk {
    struct kp_depot depot;
    kp_disk_step_fn *step;
    void *step_ctx;
    char folder[];
};

static const int64_t widths[] = {KRIPA_MEDIA_WIDTHS};
#define WIDTHS_COUNT (sizeof widths / sizeof *widths)

static struct disk *disk_of(struct kp_depot *depot)
{
    return (struct disk *)depot;
}

/* Whether the next step may be done. */
static bool may(const struct disk *disk, const char *step)
{
    return !disk->step || disk->step(disk->step_ctx, step);
}

static enum kripa_status failed(const char *what, const char *path, struct kripa_error *err)
{
    return kripa_fail(err, errno == ENOENT ? KRIPA_NOT_FOUND : KRIPA_UNAVAILABLE, "can't %s %s: %s",
                      what, path, strerror(errno));
}

/* Storing a file fails with UNAVAILABLE, also when a folder is missing: NOT_FOUND is for a
 * file that was asked for. */
static enum kripa_status not_put(const char *what, const char *path, struct kripa_error *err)
{
    failed(what, path, err);
    if (err)
        err->status = KRIPA_UNAVAILABLE;
    return KRIPA_UNAVAILABLE;
}

/* "FOLDER/w320/NAME"; width 0: "FOLDER/NAME", and without a name the folder itself. */
static char *path_of(const struct disk *disk, struct kripa_arena *arena, int64_t width,
                     const char *name)
{
    const char *slash = name ? "/" : "";
    if (width > 0)
        return kripa_arena_format(arena, "%s/w%lld%s%s", disk->folder, (long long)width, slash,
                                  name ? name : "");
    return kripa_arena_format(arena, "%s%s%s", disk->folder, slash, name ? name : "");
}

static bool sync_folder(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return done;
}

static enum kripa_status make_folder(const struct disk *disk, const char *path,
                                     struct kripa_error *err)
{
    if (may(disk, "mkdir") && (mkdir(path, 0755) == 0 || errno == EEXIST))
        return KRIPA_OK;
    return not_put("make", path, err);
}

enum kripa_status kp_disk_incoming(struct kp_depot *depot, int *fd, char **path,
                                   struct kripa_error *err)
{
    static const char ending[] = "/" INCOMING "/XXXXXX";
    struct disk *disk = disk_of(depot);
    size_t folder_size = strlen(disk->folder);
    char *text = malloc(folder_size + sizeof ending);
    if (!text)
        return kp_no_memory(err);
    memcpy(text, disk->folder, folder_size);
    memcpy(text + folder_size, ending, sizeof ending);
    *fd = may(disk, "create") ? mkostemp(text, O_CLOEXEC) : -1;
    enum kripa_status status = KRIPA_OK;
    if (*fd < 0 && errno == ENOENT) { /* there is no folder yet: this is the first file */
        text[folder_size + sizeof "/" INCOMING - 1] = '\0';
        status = make_folder(disk, disk->folder, err);
        if (status == KRIPA_OK)
            status = make_folder(disk, text, err);
        memcpy(text + folder_size, ending, sizeof ending);
        if (status == KRIPA_OK)
            *fd = mkostemp(text, O_CLOEXEC);
    }
    if (status == KRIPA_OK && *fd < 0)
        status = not_put("make a file in", disk->folder, err);
    if (status == KRIPA_OK)
        *path = text;
    else
        free(text);
    return status;
}

void kp_disk_discard(struct kp_depot *depot, int fd, char *path)
{
    if (fd >= 0)
        close(fd);
    if (path && may(disk_of(depot), "discard"))
        unlink(path);
    free(path);
}

enum kripa_status kp_disk_write(struct kp_depot *depot, int fd, const void *bytes, size_t size,
                                struct kripa_error *err)
{
    const char *at = bytes;
    while (size > 0) {
        ssize_t wrote = may(disk_of(depot), "write") ? write(fd, at, size) : -1;
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return not_put("write to", disk_of(depot)->folder, err);
        at += wrote;
        size -= (size_t)wrote;
    }
    return KRIPA_OK;
}

bool kp_disk_read(int fd, int64_t at, void *to, size_t size)
{
    char *bytes = to;
    while (size > 0) {
        ssize_t got = pread(fd, bytes, size, (off_t)at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        bytes += got;
        at += got;
        size -= (size_t)got;
    }
    return true;
}

/* Lets others (a proxy, a backup) read it, and syncs it under its name. */
static enum kripa_status give_name(struct disk *disk, int fd, const char *from, const char *to,
                                   const char *folder, struct kripa_error *err)
{
    if (!may(disk, "chmod") || fchmod(fd, 0644) != 0 || !may(disk, "fsync") || fsync(fd) != 0)
        return not_put("write to", folder, err);
    if (!may(disk, "rename") || rename(from, to) != 0)
        return not_put("make", to, err);
    if (!may(disk, "sync folder") || !sync_folder(folder))
        return not_put("write to", folder, err);
    return KRIPA_OK;
}

static enum kripa_status disk_put(struct kp_depot *depot, const char *public_id,
                                  const struct kp_depot_file *file, char url[KRIPA_URL_MAX + 1],
                                  struct kripa_error *err)
{
    (void)url;
    struct kripa_arena arena = {0};
    struct disk *disk = disk_of(depot);
    const char *to = path_of(disk, &arena, 0, public_id);
    enum kripa_status status =
        to ? give_name(disk, file->fd, file->path, to, disk->folder, err) : kp_no_memory(err);
    kripa_arena_clear(&arena);
    return status;
}

static enum kripa_status remove_path(struct disk *disk, const char *path, struct kripa_error *err)
{
    if (!path)
        return kp_no_memory(err);
    if (may(disk, "unlink") && (unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR))
        return KRIPA_OK;
    return not_put("remove", path, err);
}

/* The picture is removed first: whoever makes a smaller one at the same time checks for it
 * afterwards. */
static enum kripa_status disk_remove(struct kp_depot *depot, const char *public_id,
                                     struct kripa_error *err)
{
    struct kripa_arena arena = {0};
    struct disk *disk = disk_of(depot);
    enum kripa_status status = remove_path(disk, path_of(disk, &arena, 0, public_id), err);
    for (size_t i = 0; i < WIDTHS_COUNT && status == KRIPA_OK; i++)
        status = remove_path(disk, path_of(disk, &arena, widths[i], public_id), err);
    kripa_arena_clear(&arena);
    return status;
}

/* A regular file, and no link to one. */
static enum kripa_status open_path(const char *path, int *fd, int64_t *size,
                                   struct kripa_error *err)
{
    if (!path)
        return kp_no_memory(err);
    struct stat found;
    *fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (*fd < 0)
        return failed("open", path, err);
    if (fstat(*fd, &found) == 0 && S_ISREG(found.st_mode)) {
        *size = found.st_size;
        return KRIPA_OK;
    }
    close(*fd);
    *fd = -1;
    return kripa_fail(err, KRIPA_NOT_FOUND, "%s is not a regular file", path);
}

enum kripa_status kp_disk_open(struct kp_depot *depot, const char *name, int64_t width, int *fd,
                               int64_t *size, struct kripa_error *err)
{
    struct kripa_arena arena = {0};
    enum kripa_status status =
        open_path(path_of(disk_of(depot), &arena, width, name), fd, size, err);
    kripa_arena_clear(&arena);
    return status;
}

static enum kripa_status disk_size(struct kp_depot *depot, const char *public_id, int64_t *size,
                                   struct kripa_error *err)
{
    int fd = -1;
    enum kripa_status status = kp_disk_open(depot, public_id, 0, &fd, size, err);
    if (fd >= 0)
        close(fd);
    if (status != KRIPA_NOT_FOUND)
        return status;
    kripa_error_clear(err);
    *size = -1;
    return KRIPA_OK;
}

/* Whoever removed the picture at the same time may not have seen this smaller one. */
static enum kripa_status keep_small(struct disk *disk, const char *picture, const char *small,
                                    struct kripa_error *err)
{
    if (access(picture, F_OK) == 0)
        return KRIPA_OK;
    int why = errno;
    enum kripa_status status = remove_path(disk, small, err);
    errno = why;
    return status == KRIPA_OK ? failed("open", picture, err) : status;
}

enum kripa_status kp_disk_put_small(struct kp_depot *depot, const char *name, int64_t width, int fd,
                                    const char *path, struct kripa_error *err)
{
    struct kripa_arena arena = {0};
    struct disk *disk = disk_of(depot);
    const char *folder = path_of(disk, &arena, width, NULL);
    const char *picture = path_of(disk, &arena, 0, name);
    const char *small = path_of(disk, &arena, width, name);
    enum kripa_status status =
        folder && picture && small ? make_folder(disk, folder, err) : kp_no_memory(err);
    if (status == KRIPA_OK && path)
        status = give_name(disk, fd, path, small, folder, err);
    else if (status == KRIPA_OK && (!may(disk, "link") || link(picture, small) != 0) &&
             errno != EEXIST)
        status = failed("link", picture, err);
    if (status == KRIPA_OK)
        status = keep_small(disk, picture, small, err);
    kripa_arena_clear(&arena);
    return status;
}

static void disk_close(struct kp_depot *depot)
{
    free(disk_of(depot));
}

struct kp_depot *kp_disk_create(const char *folder)
{
    static const struct kp_depot_ops ops = {disk_put, disk_remove, disk_size, disk_close};
    size_t size = strlen(folder) + 1;
    struct disk *disk = calloc(1, sizeof *disk + size);
    if (!disk)
        return NULL;
    disk->depot = (struct kp_depot){&ops, "disk"};
    memcpy(disk->folder, folder, size);
    return &disk->depot;
}

/* Anybody may create a folder of any name below /tmp, so its owner and mode are checked. */
enum kripa_status kp_disk_create_temporary(struct kp_depot **out, struct kripa_error *err)
{
    char folder[sizeof P_tmpdir "/kripa-media-" + 3 * sizeof(uid_t)];
    struct stat stat;
    snprintf(folder, sizeof folder, "%s/kripa-media-%u", P_tmpdir, (unsigned)geteuid());
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return not_put("make", folder, err);
    bool ours = lstat(folder, &stat) == 0 && S_ISDIR(stat.st_mode) && stat.st_uid == geteuid() &&
                (stat.st_mode & (S_IWGRP | S_IWOTH)) == 0;
    if (!ours)
        return kripa_fail(err, KRIPA_UNAVAILABLE, "%s is not this user's own folder", folder);
    *out = kp_disk_create(folder);
    return *out ? KRIPA_OK : kp_no_memory(err);
}

void kp_disk_on_step(struct kp_depot *depot, kp_disk_step_fn *step, void *ctx)
{
    disk_of(depot)->step = step;
    disk_of(depot)->step_ctx = ctx;
}

/* One pass over a folder, entry by entry. */
struct walk {
    struct disk *disk;
    struct kripa_arena *arena;
    int64_t width;
    bool incoming;
    kp_disk_file_fn *file; /* NULL: leftovers are removed instead */
    void *ctx;
    int64_t before_s, removed;
    struct kripa_error *err;
};

/* Removes the entry if it is a leftover: an upload that nobody has written to since then, or
 * a smaller picture whose picture is gone. */
static enum kripa_status tidy(struct walk *walk, const char *path, const char *name)
{
    struct stat found;
    if (walk->incoming) {
        if (stat(path, &found) != 0 || found.st_mtime >= walk->before_s)
            return KRIPA_OK;
    } else {
        const char *picture = path_of(walk->disk, walk->arena, 0, name);
        if (!picture)
            return kp_no_memory(walk->err);
        if (access(picture, F_OK) == 0 || errno != ENOENT)
            return KRIPA_OK;
    }
    walk->removed++;
    return remove_path(walk->disk, path, walk->err);
}

static enum kripa_status walk_folder(struct walk *walk, const char *folder)
{
    if (!folder)
        return kp_no_memory(walk->err);
    DIR *dir = opendir(folder);
    if (!dir)
        return errno == ENOENT ? KRIPA_OK : failed("read", folder, walk->err);
    enum kripa_status status = KRIPA_OK;
    struct dirent *entry;
    while (status == KRIPA_OK && (entry = readdir(dir))) {
        if (entry->d_name[0] == '.' || entry->d_type == DT_DIR)
            continue;
        struct kripa_arena row = {0};
        struct kripa_arena *whole = walk->arena;
        walk->arena = &row;
        const char *path = kripa_arena_format(&row, "%s/%s", folder, entry->d_name);
        if (walk->file)
            status = walk->file(walk->ctx, entry->d_name, walk->width);
        else
            status = path ? tidy(walk, path, entry->d_name) : kp_no_memory(walk->err);
        walk->arena = whole;
        kripa_arena_clear(&row);
    }
    closedir(dir);
    return status;
}

static enum kripa_status walk_widths(struct walk *walk)
{
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; i < WIDTHS_COUNT && status == KRIPA_OK; i++) {
        walk->width = widths[i];
        status = walk_folder(walk, path_of(walk->disk, walk->arena, widths[i], NULL));
    }
    return status;
}

enum kripa_status kp_disk_walk(struct kp_depot *depot, kp_disk_file_fn *file, void *ctx,
                               struct kripa_error *err)
{
    struct kripa_arena arena = {0};
    struct walk walk = {
        .disk = disk_of(depot), .arena = &arena, .file = file, .ctx = ctx, .err = err};
    enum kripa_status status = walk_folder(&walk, walk.disk->folder);
    if (status == KRIPA_OK)
        status = walk_widths(&walk);
    kripa_arena_clear(&arena);
    return status;
}

enum kripa_status kp_disk_tidy(struct kp_depot *depot, int64_t older_than_s, int64_t *removed,
                               struct kripa_error *err)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now); /* the clock that file times come from */
    struct kripa_arena arena = {0};
    struct walk walk = {.disk = disk_of(depot),
                        .arena = &arena,
                        .incoming = true,
                        .before_s = (int64_t)now.tv_sec - older_than_s,
                        .err = err};
    const char *incoming = path_of(walk.disk, &arena, 0, INCOMING);
    enum kripa_status status = walk_folder(&walk, incoming);
    walk.incoming = false;
    if (status == KRIPA_OK)
        status = walk_widths(&walk);
    *removed += walk.removed;
    kripa_arena_clear(&arena);
    return status;
}
