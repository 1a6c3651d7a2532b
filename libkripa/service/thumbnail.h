/* SPDX-License-Identifier: MIT
 * Makes smaller pictures by GD, which is loaded when the first one is made: with the libraries
 * it needs it would slow down every start. */
#ifndef KP_THUMBNAIL_H
#define KP_THUMBNAIL_H

#include <stdbool.h>
#include <stdint.h>

struct kp_thumbnails;
struct kp_thumbnails *kp_thumbnails_create(void); /* NULL: out of memory */
void kp_thumbnails_free(struct kp_thumbnails *thumbnails);

struct kp_thumbnail {
    int from, to;     /* descriptors: of the picture, and of an empty file */
    const char *type; /* "image/jpeg", of both */
    int orientation;  /* of the picture, as in Exif; the smaller one is turned accordingly */
    int64_t width;    /* of the smaller one in pixels, after turning */
};
/* Makes one; several threads take turns. False: it can't be made from this picture or on this
 * machine. The whole picture is decoded into memory, so the caller checks its size in pixels
 * before. */
bool kp_thumbnail_make(struct kp_thumbnails *thumbnails, const struct kp_thumbnail *of);

#endif
