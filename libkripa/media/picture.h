/* SPDX-License-Identifier: MIT
 * Pictures as files: what kind they are, how large, and copying them without what tells of place,
 * camera and people. Nothing is decoded: what a picture is made of is copied piece by piece, and
 * all else is left out. */
#ifndef KP_PICTURE_H
#define KP_PICTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A file that is read through a small window. */
#define KP_WINDOW_SIZE 16384
struct kp_source {
    bool (*read)(void *ctx, int64_t at, void *to, size_t size); /* all of it, or false */
    void *ctx;
    int64_t size;
    bool failed; /* a read did, so what was said since is nothing */
    int64_t window_at;
    size_t window_size;
    unsigned char window[KP_WINDOW_SIZE];
};
/* The `size` bytes there, KP_PEEK_MAX at most, until the next call; NULL: the file ends before. */
#define KP_PEEK_MAX 64
const unsigned char *kp_source_peek(struct kp_source *source, int64_t at, size_t size);
/* Where the next such byte is; -1: nowhere. */
int64_t kp_source_find(struct kp_source *source, int64_t at, unsigned char byte);

/* What comes from a picture's file; false: it can't be taken. */
typedef bool kp_sink_fn(void *ctx, const void *bytes, size_t size);

struct kp_picture {
    const char *type, *suffix; /* "image/jpeg", ".jpg" */
    int64_t width, height;     /* as stored: the orientation is not applied */
    int orientation;           /* 1 to 8, as Exif counts them; 0: not said */
};

struct kp_picture_copy {
    struct kp_source *from;
    kp_sink_fn *put; /* NULL: nobody wants the copy */
    void *ctx;
    struct kp_picture picture;
    int64_t put_size;
    bool failed; /* the sink did */
};
/* Reads the whole picture and writes its copy. NULL, or what is wrong with it, as a sentence
 * without its subject ("is cut off"). `picture.type` is NULL when it is no picture of a kind that
 * is taken. With source.failed or copy.failed set, the answer is nothing. */
const char *kp_picture_copy(struct kp_picture_copy *copy);

/* The rest is for the kinds: jpeg.c, png.c, webp.c. */
#define KP_PICTURE_CUT "is cut off: the file ends in the middle of the picture"

/* Writes bytes, and those that stand in the source; false: no more can be written or read. */
bool kp_picture_put(struct kp_picture_copy *copy, const void *bytes, size_t size);
bool kp_picture_put_from(struct kp_picture_copy *copy, int64_t at, int64_t size);

const char *kp_jpeg_copy(struct kp_picture_copy *copy);
const char *kp_png_copy(struct kp_picture_copy *copy);
const char *kp_webp_copy(struct kp_picture_copy *copy);

/* The orientation that the TIFF data of Exif there say; 0: none. */
int kp_exif_orientation(struct kp_source *source, int64_t at, int64_t size);
/* TIFF data that say nothing else. */
#define KP_EXIF_SIZE 26
void kp_exif_make(int orientation, unsigned char out[KP_EXIF_SIZE]);

static inline uint32_t kp_be16(const unsigned char *at)
{
    return (uint32_t)at[0] << 8 | at[1];
}
static inline uint32_t kp_be32(const unsigned char *at)
{
    return kp_be16(at) << 16 | kp_be16(at + 2);
}
static inline uint32_t kp_le16(const unsigned char *at)
{
    return (uint32_t)at[1] << 8 | at[0];
}
static inline uint32_t kp_le32(const unsigned char *at)
{
    return kp_le16(at + 2) << 16 | kp_le16(at);
}

#endif
