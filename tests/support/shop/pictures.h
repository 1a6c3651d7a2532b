/* SPDX-License-Identifier: MIT
 * Pictures for tests, as files in memory: as libraries write them, and with every kind of
 * metadata. */
#ifndef TEST_PICTURES_H
#define TEST_PICTURES_H

#include <kripa/kripa.h>

enum picture_kind { PICTURE_JPEG, PICTURE_PROGRESSIVE, PICTURE_PNG, PICTURE_WEBP };
#define PICTURE_KINDS 4

struct bytes {
    unsigned char *at; /* in an arena */
    size_t size;
};

/* A picture with some content; another `seed` gives another picture. */
struct bytes picture_make(struct kripa_arena *arena, enum picture_kind kind, int width, int height,
                          unsigned seed);
/* The same with metadata in every place that has room for some, each with PICTURE_SECRET in it, and
 * the orientation. */
#define PICTURE_SECRET "secret place"
struct bytes picture_with_secrets(struct kripa_arena *arena, enum picture_kind kind,
                                  int orientation);
/* Whether both files decode to the same pixels. */
bool picture_equal(struct bytes a, struct bytes b);
/* A JPEG whose corners are, as it lies, red, green, blue and white, row by row; and the corners of
 * a picture, as r, g, b, w. */
struct bytes picture_with_corners(struct kripa_arena *arena, int orientation);
void picture_corners(struct bytes file, char out[5]);
/* Its width in pixels when it is decoded; 0: it can't be. */
int picture_width(struct bytes file);
bool bytes_have(struct bytes file, const char *text);

/* All of an open file, which is closed. */
struct bytes bytes_of(struct kripa_arena *arena, const struct kripa_media_file *file);

/* Uploads and keeps it; `out` in the arena. What fails is the status. */
enum kripa_status picture_upload(struct kripa *kripa, struct kripa_viewer viewer, struct bytes file,
                                 enum kripa_media_folder folder, struct kripa_arena *arena,
                                 struct kripa_image *out, struct kripa_error *err);

#endif
