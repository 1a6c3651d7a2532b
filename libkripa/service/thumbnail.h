/* SPDX-License-Identifier: MIT
 * Smaller pictures, by GD. It is loaded when the first one is to be made: with what it brings along
 * it costs every start more than most programs need. */
#ifndef KP_THUMBNAIL_H
#define KP_THUMBNAIL_H

#include <stdbool.h>
#include <stdint.h>

struct kp_thumbnails;
struct kp_thumbnails *kp_thumbnails_create(void); /* NULL: out of memory */
void kp_thumbnails_free(struct kp_thumbnails *thumbnails);

struct kp_thumbnail {
    int from, to;     /* files: the picture, and an empty one */
    const char *type; /* "image/jpeg", of both */
    int orientation;  /* of the picture, as Exif counts; the smaller one is turned by it */
    int64_t width;    /* of the smaller one, as it is shown */
};
/* One is made at a time, whoever asks. False: it can't be made, of this picture or on this machine.
 * The picture is held in memory whole, so its size in dots is the caller's to check. */
bool kp_thumbnail_make(struct kp_thumbnails *thumbnails, const struct kp_thumbnail *of);

#endif
