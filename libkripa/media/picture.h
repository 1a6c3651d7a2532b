/* SPDX-License-Identifier: MIT
 * Pictures as files: finds out the kind and the size, and copies a picture without metadata
 * about place, camera and people. Nothing is decoded: the parts that make up the picture are
 * copied one by one, and all others are left out. */
#ifndef KP_PICTURE_H
#define KP_PICTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A file that is read through a small buffer. */
#define KP_WINDOW_SIZE 16384
struct kp_source {
    bool (*read)(void *ctx, int64_t at, void *to,
                 size_t size); /* reads exactly `size` bytes; false: it failed */
    void *ctx;
    int64_t size;
    bool failed; /* a read has failed, so results since then mean nothing */
    int64_t window_at;
    size_t window_size;
    unsigned char window[KP_WINDOW_SIZE];
};
/* The `size` bytes at this place, at most KP_PEEK_MAX; they are valid until the next call.
 * NULL: the file ends before. */
#define KP_PEEK_MAX 64
const unsigned char *kp_source_peek(struct kp_source *source, int64_t at, size_t size);
/* The place of the next byte of this value; -1: there is none. */
int64_t kp_source_find(struct kp_source *source, int64_t at, unsigned char byte);

/* Takes the bytes of the copy; false: it can't take them. */
typedef bool kp_sink_fn(void *ctx, const void *bytes, size_t size);

struct kp_picture {
    const char *type, *suffix; /* "image/jpeg", ".jpg" */
    int64_t width, height;     /* in pixels as stored, before the orientation is applied */
    int orientation;           /* 1 to 8, as in Exif; 0: unknown */
};

struct kp_picture_copy {
    struct kp_source *from;
    kp_sink_fn *put; /* NULL: no copy is made */
    void *ctx;
    struct kp_picture picture;
    int64_t put_size;
    bool failed; /* the sink has failed */
};
/* Reads the whole picture and writes its copy. Returns NULL, or what is wrong with the
 * picture as a sentence without its subject ("is cut off"). `picture.type` is NULL if the
 * kind is not accepted. The result means nothing if source.failed or copy.failed is set. */
const char *kp_picture_copy(struct kp_picture_copy *copy);

/* The rest is for the files that each handle one kind: jpeg.c, png.c, webp.c. */
#define KP_PICTURE_CUT "is cut off: the file ends in the middle of the picture"

/* Write bytes, and copy bytes of the source; false: no more can be written or read. */
bool kp_picture_put(struct kp_picture_copy *copy, const void *bytes, size_t size);
bool kp_picture_put_from(struct kp_picture_copy *copy, int64_t at, int64_t size);

const char *kp_jpeg_copy(struct kp_picture_copy *copy);
const char *kp_png_copy(struct kp_picture_copy *copy);
const char *kp_webp_copy(struct kp_picture_copy *copy);

/* Reads the orientation from the TIFF data of an Exif part; 0: it has none. */
int kp_exif_orientation(struct kp_source *source, int64_t at, int64_t size);
/* Makes TIFF data that hold this orientation alone. */
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
