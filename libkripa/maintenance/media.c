/* SPDX-License-Identifier: MIT
 * Maintenance of uploaded files for the console: removing those that no record names, and
 * copying the local ones. */
#include "media/media.h"

#include <kripa/maintenance.h>
#include <unistd.h>

#include "base/status.h"
#include "service/disk.h"

enum kripa_status kripa_media_sweep(struct kripa *kripa, int64_t limit, int64_t *removed,
                                    struct kripa_error *err)
{
    kripa_error_clear(err);
    const struct kp_call call = {.kripa = kripa, .err = err};
    *removed = 0;
    return kp_media_sweep(&call, limit, removed);
}

struct copying {
    struct kp_depot *from, *to;
    int64_t *copied;
    struct kripa_error *err;
};

#define PIECE_BYTES 65536

static enum kripa_status copy_bytes(const struct copying *copying, int from, int64_t size, int to)
{
    char piece[PIECE_BYTES];
    enum kripa_status status = KRIPA_OK;
    for (int64_t at = 0; at < size && status == KRIPA_OK; at += PIECE_BYTES) {
        size_t count = size - at < PIECE_BYTES ? (size_t)(size - at) : PIECE_BYTES;
        status = kp_disk_read(from, at, piece, count)
                     ? kp_disk_write(copying->to, to, piece, count, copying->err)
                     : kripa_fail(copying->err, KRIPA_UNAVAILABLE, "can't read a picture");
    }
    return status;
}

static enum kripa_status copy_whole(const struct copying *copying, const char *name, int from,
                                    int64_t size)
{
    struct kp_depot_file file = {.size = size};
    char *path = NULL, url[KRIPA_URL_MAX + 1] = "";
    enum kripa_status status = kp_disk_incoming(copying->to, &file.fd, &path, copying->err);
    if (status != KRIPA_OK)
        return status;
    file.path = path;
    status = copy_bytes(copying, from, size, file.fd);
    if (status == KRIPA_OK)
        status = copying->to->ops->put(copying->to, name, &file, url, copying->err);
    kp_disk_discard(copying->to, file.fd, path);
    return status;
}

/* The name follows from the bytes, so a file of the same name and size is the same and is not
 * copied again. One that is removed meanwhile is skipped. Smaller pictures are not copied:
 * they are made again when they are asked for. */
static enum kripa_status copy_file(void *ctx, const char *name, int64_t width)
{
    struct copying *copying = ctx;
    int64_t size, there = -1;
    int fd;
    if (width > 0)
        return KRIPA_OK;
    enum kripa_status status = kp_disk_open(copying->from, name, 0, &fd, &size, copying->err);
    if (status != KRIPA_OK)
        return status == KRIPA_NOT_FOUND ? KRIPA_OK : status;
    status = copying->to->ops->size(copying->to, name, &there, copying->err);
    if (status == KRIPA_OK && there != size) {
        status = copy_whole(copying, name, fd, size);
        *copying->copied += status == KRIPA_OK;
    }
    close(fd);
    return status;
}

enum kripa_status kripa_media_copy(struct kripa *kripa, const char *to, int64_t *copied,
                                   struct kripa_error *err)
{
    kripa_error_clear(err);
    *copied = 0;
    enum kripa_status status = kp_need_text(to, "to", err);
    if (status != KRIPA_OK || !kripa->disk)
        return status;
    struct copying copying = {kripa->disk, kp_disk_create(to), copied, err};
    if (!copying.to)
        return kp_no_memory(err);
    status = kp_disk_walk(kripa->disk, copy_file, &copying, err);
    copying.to->ops->close(copying.to);
    return status;
}
