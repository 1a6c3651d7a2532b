/* SPDX-License-Identifier: MIT
 * Pictures that are uploaded (domain.md, "Media"). A file on its way in is a kripa_upload: written
 * piece by piece to a temporary file, judged when it is whole, kept under the SHA-256 of its bytes,
 * and named by a record (a product, an account, a category) in that record's own change. What
 * nothing has named for a day is swept.
 *
 *     kripa_upload_open -> kripa_upload_write, as often as bytes come -> kripa_upload_finish
 *     -> kripa_media_keep -> the noun's call takes the kripa_image -> kripa_upload_free
 *     refused after it was kept: kripa_media_drop before kripa_upload_free
 *
 * A noun's call that is given an image makes sure itself that its file is still there. */
#ifndef KRIPA_MEDIA_H
#define KRIPA_MEDIA_H

#include <kripa/catalog.h>
#include <kripa/context.h>

/* What a picture is for. Where files have folders, each has its own. */
enum kripa_media_folder {
    KRIPA_MEDIA_PRODUCTS, /* for admins, as all but the next */
    KRIPA_MEDIA_PROFILES, /* everybody who is signed in */
    KRIPA_MEDIA_CATEGORIES,
    KRIPA_MEDIA_BANNERS,
};

/* A file on its way in. It belongs to one thread at a time. */
struct kripa_upload;

/* A local file of the media, open for reading; the descriptor is the caller's to close. */
struct kripa_media_file {
    int fd;
    int64_t size;
    const char *type; /* "image/jpeg"; a constant */
};
/* The name of a local file, as in its URL: 64 hex digits, perhaps some more, and .jpg, .png or
 * .webp. */
#define KRIPA_MEDIA_NAME_SIZE 96
/* How wide smaller pictures are; image objects have the middle one as `thumb`. */
#define KRIPA_MEDIA_WIDTHS    160, 320, 640

KRIPA_BEGIN

/* Begins an upload. `field` is what errors name ("images[0]"; copied, KRIPA_ERROR_PATH_SIZE bytes
 * at most). UNAVAILABLE (no media folder is set, it can't be written to), NO_MEMORY. */
KRIPA_API enum kripa_status kripa_upload_open(struct kripa *kripa, const char *field,
                                              struct kripa_upload **out, struct kripa_error *err);
/* The next bytes. TOO_LARGE beyond KRIPA_MEDIA_BYTES_MAX, naming the field; UNAVAILABLE (disk
 * full). After a failure all that may follow is kripa_upload_free. */
KRIPA_API enum kripa_status kripa_upload_write(struct kripa_upload *upload, const void *bytes,
                                               size_t size, struct kripa_error *err);
/* The file is whole: its kind is told by its first bytes, its size in pixels by its headers; place,
 * camera and comments are taken out without touching the picture, only the orientation stays.
 * Naming the field: UNSUPPORTED_TYPE (no JPEG, PNG or WebP), INVALID (empty, cut off, broken, more
 * than KRIPA_MEDIA_PIXELS_MAX). UNAVAILABLE. */
KRIPA_API enum kripa_status kripa_upload_finish(struct kripa_upload *upload,
                                                struct kripa_error *err);
/* Removes what is still temporary. What was kept stays. NULL is fine. */
KRIPA_API void kripa_upload_free(struct kripa_upload *upload);

/* Keeps a finished upload: it is recorded, then stored. `out` (its texts in the arena) is then good
 * for a noun's call, for a day. The same bytes are kept once. INVALID before
 * kripa_upload_finish was OK; FORBIDDEN (see kripa_media_folder); UNAVAILABLE. */
KRIPA_API enum kripa_status kripa_media_keep(struct kripa *kripa, struct kripa_viewer viewer,
                                             struct kripa_upload *upload,
                                             enum kripa_media_folder folder,
                                             struct kripa_arena *arena, struct kripa_image *out,
                                             struct kripa_error *err);
/* The request that brought the file was refused: it goes, if this upload was the first to bring it
 * and nothing names it. An upload that was not kept is fine. What fails here is done by the sweep.
 */
KRIPA_API enum kripa_status kripa_media_drop(struct kripa *kripa, struct kripa_upload *upload,
                                             struct kripa_error *err);

/* Opens a local file by its name, looking at no store: fit for an event thread. With a `width` of
 * KRIPA_MEDIA_WIDTHS (0: the file itself) the smaller one, and NOT_FOUND when that was not made
 * yet: see kripa_media_make. NOT_FOUND, also for what is no such name; INVALID for another width.
 */
KRIPA_API enum kripa_status kripa_media_open(struct kripa *kripa, const char *name, int64_t width,
                                             struct kripa_media_file *out, struct kripa_error *err);
/* The same, after making the smaller one where it is lacking, which takes up to a second and
 * memory: one is made at a time. The file itself where none can be made, or it is no wider. */
KRIPA_API enum kripa_status kripa_media_make(struct kripa *kripa, const char *name, int64_t width,
                                             struct kripa_media_file *out, struct kripa_error *err);

KRIPA_END
#endif
