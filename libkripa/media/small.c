/* SPDX-License-Identifier: MIT
 * Smaller pictures of local files: each is made when it is first asked for, and kept beside the
 * file. */
#include <unistd.h>

#include "internal.h"
#include "service/thumbnail.h"

static bool read_file(void *ctx, int64_t at, void *to, size_t size)
{
    return kp_disk_read(*(const int *)ctx, at, to, size);
}

/* Reads what kind of picture the file is; false: no smaller one can be made of it. */
static bool read_picture(const struct kripa_media_file *file, struct kp_picture *picture)
{
    int fd = file->fd;
    struct kp_source source = {.read = read_file, .ctx = &fd, .size = file->size};
    struct kp_picture_copy copy = {.from = &source};
    bool whole = !kp_picture_copy(&copy) && !source.failed;
    *picture = copy.picture;
    return whole && picture->width <= KRIPA_MEDIA_PIXELS_SHRUNK_MAX / picture->height;
}

static bool is_wider(const struct kp_picture *picture, int64_t width)
{
    return (picture->orientation >= 5 ? picture->height : picture->width) > width;
}

/* If no smaller picture can be made, the file itself is kept as one, so that nobody tries
 * again. */
enum kripa_status kp_small_make(const struct kp_call *call, const char *name,
                                const struct kripa_media_file *file, int64_t width)
{
    struct kp_depot *disk = call->kripa->disk;
    struct kp_picture picture;
    struct kp_incoming small = {-1, NULL};
    bool possible = read_picture(file, &picture) && is_wider(&picture, width);
    enum kripa_status status =
        possible ? kp_disk_incoming(disk, &small.fd, &small.path, call->err) : KRIPA_OK;
    if (status != KRIPA_OK)
        return status;
    if (possible) {
        const struct kp_thumbnail of = {file->fd, small.fd, file->type, picture.orientation, width};
        possible = kp_thumbnail_make(call->kripa->thumbnails, &of);
    }
    status =
        kp_disk_put_small(disk, name, width, small.fd, possible ? small.path : NULL, call->err);
    kp_disk_discard(disk, small.fd, small.path);
    return status;
}
