/* SPDX-License-Identifier: MIT
 * See picture.h: reads a file through a small buffer, and copies from it. */
#include "picture.h"

#include <string.h>

/* Fills the buffer from this place on. */
static bool fill_window(struct kp_source *source, int64_t at)
{
    int64_t rest = source->size - at;
    size_t size = rest < KP_WINDOW_SIZE ? (size_t)rest : KP_WINDOW_SIZE;
    source->window_size = 0;
    if (source->failed || !source->read(source->ctx, at, source->window, size)) {
        source->failed = true;
        return false;
    }
    source->window_at = at;
    source->window_size = size;
    return true;
}

static bool in_window(const struct kp_source *source, int64_t at, size_t size)
{
    return at >= source->window_at &&
           at + (int64_t)size <= source->window_at + (int64_t)source->window_size;
}

const unsigned char *kp_source_peek(struct kp_source *source, int64_t at, size_t size)
{
    if (size > KP_PEEK_MAX || at < 0 || at > source->size - (int64_t)size)
        return NULL;
    if (!in_window(source, at, size) && !fill_window(source, at))
        return NULL;
    return source->window + (at - source->window_at);
}

int64_t kp_source_find(struct kp_source *source, int64_t at, unsigned char byte)
{
    while (at < source->size) {
        if (!in_window(source, at, 1) && !fill_window(source, at))
            return -1;
        size_t begin = (size_t)(at - source->window_at);
        const unsigned char *found =
            memchr(source->window + begin, byte, source->window_size - begin);
        if (found)
            return source->window_at + (found - source->window);
        at = source->window_at + (int64_t)source->window_size;
    }
    return -1;
}

bool kp_picture_put(struct kp_picture_copy *copy, const void *bytes, size_t size)
{
    if (copy->failed)
        return false;
    copy->put_size += (int64_t)size;
    copy->failed = copy->put && !copy->put(copy->ctx, bytes, size);
    return !copy->failed;
}

bool kp_picture_put_from(struct kp_picture_copy *copy, int64_t at, int64_t size)
{
    struct kp_source *source = copy->from;
    if (!copy->put) {
        copy->put_size += size;
        return true;
    }
    while (size > 0) {
        if (!in_window(source, at, 1) && !fill_window(source, at))
            return false;
        size_t begin = (size_t)(at - source->window_at);
        size_t piece = source->window_size - begin;
        if ((int64_t)piece > size)
            piece = (size_t)size;
        if (!kp_picture_put(copy, source->window + begin, piece))
            return false;
        at += (int64_t)piece;
        size -= (int64_t)piece;
    }
    return true;
}
