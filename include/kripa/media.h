/* SPDX-License-Identifier: MIT
 * Uploaded pictures (domain.md, "Media"). A file that is being uploaded is a kripa_upload: its
 * bytes are written piece by piece to a temporary file, which is checked once it is complete,
 * kept under the SHA-256 of its bytes, and named by a record (a product, an account, a category)
 * in the change of that record. A file that no record has named for a day is removed
 * (kripa_media_sweep). The calls in order: kripa_upload_open; kripa_upload_write, as often as
 * bytes arrive; kripa_upload_finish; kripa_media_keep; the call of the noun that takes the
 * kripa_image; kripa_upload_free. When the request is refused after the file was kept:
 * kripa_media_drop before kripa_upload_free. A noun's call that is given an image checks by
 * itself that its file still exists. */
#ifndef KRIPA_MEDIA_H
#define KRIPA_MEDIA_H

#include <kripa/catalog.h>
#include <kripa/context.h>

/* What a picture is used for. Places that have folders keep each use in its own folder. */
enum kripa_media_folder {
    KRIPA_MEDIA_PRODUCTS, /* for admins, as are all others but PROFILES */
    KRIPA_MEDIA_PROFILES, /* for everybody who is signed in */
    KRIPA_MEDIA_CATEGORIES,
    KRIPA_MEDIA_BANNERS,
};

/* A file that is being uploaded. Only one thread may use it at a time. */
struct kripa_upload;

/* A stored local file, open for reading. The caller closes the descriptor. */
struct kripa_media_file {
    int fd;
    int64_t size;
    const char *type; /* "image/jpeg", a constant */
};
/* The size of a local file's name, with its NUL. The name is also the last part of its URL:
 * 64 hex digits, sometimes a few more, and .jpg, .png or .webp. */
#define KRIPA_MEDIA_NAME_SIZE 96
/* The widths of smaller pictures, in pixels. The `thumb` of an image is the middle one. */
#define KRIPA_MEDIA_WIDTHS    160, 320, 640

KRIPA_BEGIN

/* Begins an upload. `field` is the field that errors name, such as "images[0]"; it is copied,
 * at most KRIPA_ERROR_PATH_SIZE bytes of it. UNAVAILABLE: no media folder is set, or it can't
 * be written to. NO_MEMORY. */
KRIPA_API enum kripa_status kripa_upload_open(struct kripa *kripa, const char *field,
                                              struct kripa_upload **out, struct kripa_error *err);
/* Writes the next bytes. TOO_LARGE, naming the field, beyond KRIPA_MEDIA_BYTES_MAX;
 * UNAVAILABLE, for example when the disk is full. After a failure only kripa_upload_free may
 * follow. */
KRIPA_API enum kripa_status kripa_upload_write(struct kripa_upload *upload, const void *bytes,
                                               size_t size, struct kripa_error *err);
/* Ends the file and checks it. Its first bytes say what kind it is, its headers its size in
 * pixels. Metadata (place, camera, comments) is left out of what is kept, without decoding
 * the picture; only its orientation stays. UNSUPPORTED_TYPE, naming the field, if it is no
 * JPEG, PNG or WebP; INVALID, naming the field, if it is empty, cut off, damaged, or has more
 * than KRIPA_MEDIA_PIXELS_MAX pixels; UNAVAILABLE. */
KRIPA_API enum kripa_status kripa_upload_finish(struct kripa_upload *upload,
                                                struct kripa_error *err);
/* Releases the upload and removes its temporary files. A file that was kept stays. NULL is
 * allowed. */
KRIPA_API void kripa_upload_free(struct kripa_upload *upload);

/* Keeps a finished upload: records it, then stores it. For a day `out` (its texts are in the
 * arena) may be given to the call of a noun. Equal bytes are kept once. INVALID before
 * kripa_upload_finish has returned OK; FORBIDDEN as kripa_media_folder says; UNAVAILABLE. */
KRIPA_API enum kripa_status kripa_media_keep(struct kripa *kripa, struct kripa_viewer viewer,
                                             struct kripa_upload *upload,
                                             enum kripa_media_folder folder,
                                             struct kripa_arena *arena, struct kripa_image *out,
                                             struct kripa_error *err);
/* Takes back kripa_media_keep, because the request was refused: removes the file if this
 * upload was the first with these bytes and no record names it. An upload that was not kept
 * is allowed. If it fails, the sweep removes the file later. */
KRIPA_API enum kripa_status kripa_media_drop(struct kripa *kripa, struct kripa_upload *upload,
                                             struct kripa_error *err);

/* Opens a local file by its name, without a read of the store, so that an event thread may
 * call it. `width` is one of KRIPA_MEDIA_WIDTHS, or 0 for the file itself. NOT_FOUND: there
 * is no such file, the name is none, or the smaller picture was not made yet (call
 * kripa_media_make). INVALID for another width. */
KRIPA_API enum kripa_status kripa_media_open(struct kripa *kripa, const char *name, int64_t width,
                                             struct kripa_media_file *out, struct kripa_error *err);
/* The same, but makes the smaller picture first if it is missing. That takes up to a second,
 * and memory; one is made at a time. Opens the file itself when no smaller one can be made or
 * it is no wider than that. */
KRIPA_API enum kripa_status kripa_media_make(struct kripa *kripa, const char *name, int64_t width,
                                             struct kripa_media_file *out, struct kripa_error *err);

KRIPA_END
#endif
