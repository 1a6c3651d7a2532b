/* SPDX-License-Identifier: MIT
 * Copies a WebP chunk by chunk: picture, frames and colours; all others are left out. The file
 * begins with its size, so it is read twice: the first time to add up the size of the copy. */
#include "picture.h"

#include <string.h>

#define FILE_HEAD_SIZE  12 /* RIFF, size, WEBP */
#define CHUNK_HEAD_SIZE 8
#define VP8X_SIZE       10
#define VP8X_EXIF       0x08
#define VP8X_XMP        0x04
#define VP8_HEAD_SIZE   10
#define VP8L_HEAD_SIZE  5
#define FRAME_HEAD_SIZE 16
#define SIDE_BITS       0x3FFF
#define BROKEN          "is no whole WebP"

struct webp {
    struct kp_picture_copy *copy;
    int64_t at, end;
    bool extended; /* there was a VP8X chunk */
    bool has_data;
    int orientation; /* found by the first pass; 0: none */
};
struct chunk {
    char type[5];
    int64_t at, content_at, size, end;
};

static bool is(const struct chunk *chunk, const char *type)
{
    return strcmp(chunk->type, type) == 0;
}

static const char *read_chunk(struct kp_source *from, int64_t at, int64_t end, struct chunk *chunk)
{
    const unsigned char *head =
        at > end - CHUNK_HEAD_SIZE ? NULL : kp_source_peek(from, at, CHUNK_HEAD_SIZE);
    if (!head)
        return KP_PICTURE_CUT;
    memcpy(chunk->type, head, 4);
    chunk->type[4] = '\0';
    chunk->at = at;
    chunk->content_at = at + CHUNK_HEAD_SIZE;
    chunk->size = kp_le32(head + 4);
    chunk->end = chunk->content_at + chunk->size + (chunk->size & 1);
    return chunk->end > end ? KP_PICTURE_CUT : NULL;
}

/* Reads the size in pixels from the picture's data. */
static const char *data_size(struct kp_source *from, const struct chunk *chunk, int64_t *width,
                             int64_t *height)
{
    bool lossless = is(chunk, "VP8L");
    int64_t size = lossless ? VP8L_HEAD_SIZE : VP8_HEAD_SIZE;
    const unsigned char *head =
        chunk->size < size ? NULL : kp_source_peek(from, chunk->content_at, (size_t)size);
    if (!head)
        return BROKEN;
    if (lossless) {
        uint32_t bits = kp_le32(head + 1);
        *width = 1 + (int64_t)(bits & SIDE_BITS);
        *height = 1 + (int64_t)(bits >> 14 & SIDE_BITS);
        return head[0] == 0x2F ? NULL : BROKEN;
    }
    *width = kp_le16(head + 6) & SIDE_BITS;
    *height = kp_le16(head + 8) & SIDE_BITS;
    bool whole = !(head[0] & 1) && memcmp(head + 3, "\x9D\x01\x2A", 3) == 0;
    return whole ? NULL : BROKEN;
}

/* A decoder allocates memory for the size that the data state, so that may not exceed the
 * size in the header. */
static const char *check_data(struct webp *webp, const struct chunk *chunk)
{
    struct kp_picture *picture = &webp->copy->picture;
    int64_t width, height;
    const char *problem = data_size(webp->copy->from, chunk, &width, &height);
    if (problem)
        return problem;
    if (!webp->extended) {
        if (webp->has_data)
            return BROKEN;
        picture->width = width;
        picture->height = height;
    }
    webp->has_data = true;
    return width > picture->width || height > picture->height ? BROKEN : NULL;
}

/* A frame of a moving picture holds chunks of its own. */
static const char *check_frame(struct webp *webp, const struct chunk *frame)
{
    int64_t at = frame->content_at + FRAME_HEAD_SIZE, end = frame->content_at + frame->size;
    while (at < end) {
        struct chunk chunk;
        const char *problem = read_chunk(webp->copy->from, at, end, &chunk);
        if (!problem && (is(&chunk, "VP8 ") || is(&chunk, "VP8L")))
            problem = check_data(webp, &chunk);
        else if (!problem && !is(&chunk, "ALPH"))
            problem = BROKEN;
        if (problem)
            return problem;
        at = chunk.end;
    }
    return NULL;
}

static const char *take_header(struct webp *webp, const struct chunk *chunk)
{
    const unsigned char *head =
        chunk->size == VP8X_SIZE && webp->at == FILE_HEAD_SIZE
            ? kp_source_peek(webp->copy->from, chunk->at, CHUNK_HEAD_SIZE + VP8X_SIZE)
            : NULL;
    if (!head)
        return BROKEN;
    unsigned char bytes[CHUNK_HEAD_SIZE + VP8X_SIZE];
    memcpy(bytes, head, sizeof bytes);
    unsigned char *content = bytes + CHUNK_HEAD_SIZE;
    content[0] = (unsigned char)((content[0] & ~(VP8X_EXIF | VP8X_XMP)) |
                                 (webp->orientation > 1 ? VP8X_EXIF : 0));
    webp->extended = true;
    webp->copy->picture.width = 1 + (int64_t)(kp_le32(content + 4) & 0xFFFFFF);
    webp->copy->picture.height = 1 + (int64_t)(kp_le32(content + 6) >> 8);
    kp_picture_put(webp->copy, bytes, sizeof bytes);
    return NULL;
}

static void put_exif(struct webp *webp, const struct chunk *chunk)
{
    struct kp_picture *picture = &webp->copy->picture;
    if (picture->orientation || !webp->extended)
        return;
    const unsigned char *sign = kp_source_peek(webp->copy->from, chunk->content_at, 6);
    int64_t skip = sign && chunk->size >= 6 && memcmp(sign, "Exif\0", 6) == 0 ? 6 : 0;
    picture->orientation =
        kp_exif_orientation(webp->copy->from, chunk->content_at + skip, chunk->size - skip);
    if (picture->orientation <= 1)
        return;
    unsigned char bytes[CHUNK_HEAD_SIZE + KP_EXIF_SIZE] = {'E', 'X', 'I', 'F', KP_EXIF_SIZE};
    kp_exif_make(picture->orientation, bytes + CHUNK_HEAD_SIZE);
    kp_picture_put(webp->copy, bytes, sizeof bytes);
}

static const char *take(struct webp *webp)
{
    struct chunk chunk;
    const char *problem = read_chunk(webp->copy->from, webp->at, webp->end, &chunk);
    if (problem)
        return problem;
    if (is(&chunk, "VP8X"))
        problem = take_header(webp, &chunk);
    else if (is(&chunk, "EXIF"))
        put_exif(webp, &chunk);
    else {
        bool kept = true;
        if (is(&chunk, "VP8 ") || is(&chunk, "VP8L"))
            problem = check_data(webp, &chunk);
        else if (is(&chunk, "ANMF"))
            problem = check_frame(webp, &chunk);
        else
            kept = is(&chunk, "ICCP") || is(&chunk, "ANIM") || is(&chunk, "ALPH");
        if (!problem && kept)
            kp_picture_put_from(webp->copy, chunk.at, chunk.end - chunk.at);
    }
    webp->at = chunk.end;
    return problem;
}

static const char *walk(struct kp_picture_copy *copy, int64_t end, int orientation)
{
    struct webp webp = {.copy = copy, .at = FILE_HEAD_SIZE, .end = end, .orientation = orientation};
    const char *problem = NULL;
    copy->picture.orientation = 0;
    while (!problem && webp.at < end && !copy->failed && !copy->from->failed)
        problem = take(&webp);
    return problem || webp.has_data ? problem : BROKEN;
}

const char *kp_webp_copy(struct kp_picture_copy *copy)
{
    const unsigned char *head = kp_source_peek(copy->from, 0, FILE_HEAD_SIZE);
    int64_t end = head ? CHUNK_HEAD_SIZE + (int64_t)kp_le32(head + 4) : 0;
    if (!head || end > copy->from->size)
        return KP_PICTURE_CUT;
    struct kp_picture_copy sum = {.from = copy->from};
    const char *problem = walk(&sum, end, 0);
    copy->picture.width = sum.picture.width;
    copy->picture.height = sum.picture.height;
    if (problem)
        return problem;
    int64_t size = sum.put_size + 4;
    unsigned char bytes[FILE_HEAD_SIZE] = "RIFF____WEBP";
    for (int i = 0; i < 4; i++)
        bytes[4 + i] = (unsigned char)(size >> 8 * i);
    kp_picture_put(copy, bytes, sizeof bytes);
    return walk(copy, end, sum.picture.orientation);
}
