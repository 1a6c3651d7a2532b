/* SPDX-License-Identifier: MIT
 * Serves uploaded pictures, in their own size and smaller. */
#include <unistd.h>

#include <kripa/media.h>
#include <kripa/sys/bodies.h>

#include "on.h"
#include "pipeline/reply.h"

/* The name determines the bytes, so it is the ETag; the size tells a smaller picture from a
 * copy of the whole one. */
static enum kripa_status reply_media(struct request *r, const struct kripa_media_file *file)
{
    const char *etag = kripa_arena_format(r->arena, "\"%.32s-%llx\"", r->params[0],
                                          (unsigned long long)file->size);
    enum kripa_status status = reply_file(r, file->fd, file->size, file->type, etag);
    return etag ? status : kripa_fail(r->err, KRIPA_NO_MEMORY, "out of memory");
}

/* A smaller picture that exists is sent like any file. Making one is work for a worker, and
 * only if there is a picture to make it from. */
static enum kripa_status open_smaller(struct request *r, int64_t width,
                                      struct kripa_media_file *file)
{
    const char *name = r->params[0];
    enum kripa_status status = kripa_media_open(r->kripa, name, width, file, r->err);
    if (status != KRIPA_NOT_FOUND)
        return status;
    status = kripa_media_open(r->kripa, name, 0, file, r->err);
    if (status != KRIPA_OK)
        return status;
    close(file->fd);
    if (r->work_max)
        return kripa_fail(r->err, KRIPA_TOO_LARGE, "a worker makes smaller pictures");
    return kripa_media_make(r->kripa, name, width, file, r->err);
}

enum kripa_status on_media_get(struct request *r)
{
    const struct kripa_media_query *query = r->query;
    struct kripa_media_file file;
    enum kripa_status status = query->width.set
                                   ? open_smaller(r, query->width.value, &file)
                                   : kripa_media_open(r->kripa, r->params[0], 0, &file, r->err);
    return status != KRIPA_OK ? status : reply_media(r, &file);
}
