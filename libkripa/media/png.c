/* SPDX-License-Identifier: MIT
 * Copies a PNG chunk by chunk: those that make up the picture and its colours. All others, and
 * bytes after the end, are left out. */
#include "picture.h"

#include <string.h>

#define SIGN_SIZE  8
#define HEAD_SIZE  8 /* length and type */
#define CHECK_SIZE 4
#define IHDR_SIZE  13
#define BROKEN     "is no whole PNG"

struct png {
    struct kp_picture_copy *copy;
    int64_t at;
    bool headed, has_data, done;
};
struct chunk {
    char type[5];
    int64_t at, content_at, size;
};

/* The CRC-32 of PNG and zlib, four bits at a time: `sum` begins as 0xFFFFFFFF. */
static uint32_t check_sum(uint32_t sum, const unsigned char *bytes, size_t size)
{
    static const uint32_t steps[16] = {0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC,
                                       0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
                                       0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C,
                                       0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C};
    for (size_t i = 0; i < size; i++) {
        sum ^= bytes[i];
        sum = sum >> 4 ^ steps[sum & 15];
        sum = sum >> 4 ^ steps[sum & 15];
    }
    return sum;
}

static bool check(struct png *png, const struct chunk *chunk)
{
    uint32_t sum = 0xFFFFFFFF;
    int64_t at = chunk->at + 4, end = chunk->content_at + chunk->size;
    while (at < end) {
        size_t size = end - at < KP_PEEK_MAX ? (size_t)(end - at) : KP_PEEK_MAX;
        const unsigned char *bytes = kp_source_peek(png->copy->from, at, size);
        if (!bytes)
            return false;
        sum = check_sum(sum, bytes, size);
        at += (int64_t)size;
    }
    const unsigned char *kept = kp_source_peek(png->copy->from, end, CHECK_SIZE);
    return kept && kp_be32(kept) == (sum ^ 0xFFFFFFFF);
}

static bool is(const struct chunk *chunk, const char *type)
{
    return strcmp(chunk->type, type) == 0;
}

/* The chunks that are kept: the picture, its animation, and how its colours are meant. */
static bool is_kept(const struct chunk *chunk)
{
    static const char *const kept[] = {"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA",
                                       "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs",
                                       "hIST", "cICP", "acTL", "fcTL", "fdAT"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (is(chunk, kept[i]))
            return true;
    return false;
}

static void write_be32(uint32_t number, unsigned char *to)
{
    for (int i = 0; i < 4; i++)
        to[i] = (unsigned char)(number >> (24 - 8 * i));
}

static void put_exif(struct png *png, const struct chunk *chunk)
{
    struct kp_picture *picture = &png->copy->picture;
    if (picture->orientation)
        return;
    picture->orientation = kp_exif_orientation(png->copy->from, chunk->content_at, chunk->size);
    if (picture->orientation <= 1)
        return;
    unsigned char bytes[HEAD_SIZE + KP_EXIF_SIZE + CHECK_SIZE];
    write_be32(KP_EXIF_SIZE, bytes);
    memcpy(bytes + 4, "eXIf", 4);
    kp_exif_make(picture->orientation, bytes + HEAD_SIZE);
    uint32_t sum = check_sum(0xFFFFFFFF, bytes + 4, 4 + KP_EXIF_SIZE) ^ 0xFFFFFFFF;
    write_be32(sum, bytes + HEAD_SIZE + KP_EXIF_SIZE);
    kp_picture_put(png->copy, bytes, sizeof bytes);
}

static const char *take_header(struct png *png, const struct chunk *chunk)
{
    if (chunk->size != IHDR_SIZE)
        return BROKEN;
    const unsigned char *header = kp_source_peek(png->copy->from, chunk->content_at, 8);
    if (!header)
        return KP_PICTURE_CUT;
    png->headed = true;
    png->copy->picture.width = kp_be32(header);
    png->copy->picture.height = kp_be32(header + 4);
    return NULL;
}

static const char *read_chunk(struct png *png, struct chunk *chunk)
{
    struct kp_source *from = png->copy->from;
    const unsigned char *head = kp_source_peek(from, png->at, HEAD_SIZE);
    if (!head)
        return KP_PICTURE_CUT;
    chunk->at = png->at;
    chunk->content_at = png->at + HEAD_SIZE;
    chunk->size = kp_be32(head);
    memcpy(chunk->type, head + 4, 4);
    chunk->type[4] = '\0';
    if (chunk->size > INT32_MAX)
        return BROKEN;
    if (chunk->size + CHECK_SIZE > from->size - chunk->content_at)
        return KP_PICTURE_CUT;
    png->at = chunk->content_at + chunk->size + CHECK_SIZE;
    return NULL;
}

static const char *take(struct png *png)
{
    struct chunk chunk;
    const char *problem = read_chunk(png, &chunk);
    if (problem)
        return problem;
    if (is(&chunk, "IHDR") ==
        png->headed) /* IHDR must be the first chunk, and no other may be one */
        return BROKEN;
    if (!png->headed)
        problem = take_header(png, &chunk);
    if (problem)
        return problem;
    if (is(&chunk, "eXIf"))
        put_exif(png, &chunk);
    bool needed = !(chunk.type[0] & 0x20);
    if (!is_kept(&chunk))
        return needed ? BROKEN : NULL;
    if (!check(png, &chunk))
        return BROKEN;
    png->has_data |= is(&chunk, "IDAT");
    png->done = is(&chunk, "IEND");
    if (png->done && (!png->has_data || chunk.size != 0))
        return BROKEN;
    kp_picture_put_from(png->copy, chunk.at, png->at - chunk.at);
    return NULL;
}

const char *kp_png_copy(struct kp_picture_copy *copy)
{
    struct png png = {.copy = copy, .at = SIGN_SIZE};
    const char *problem = NULL;
    kp_picture_put_from(copy, 0, SIGN_SIZE);
    while (!problem && !png.done && !copy->failed && !copy->from->failed)
        problem = take(&png);
    return problem;
}
