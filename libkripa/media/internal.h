/* SPDX-License-Identifier: MIT
 * What the files of media/ share. */
#ifndef KP_MEDIA_INTERNAL_H
#define KP_MEDIA_INTERNAL_H

#include "media.h"
#include "picture.h"
#include "service/disk.h"
#include "service/secret.h"

/* A temporary file of an upload, open for writing and reading. */
struct kp_incoming {
    int fd;     /* -1: none */
    char *path; /* NULL: there is none, or it was moved to its place */
};
struct kripa_upload {
    struct kripa *kripa;
    struct kp_incoming raw, whole; /* the bytes as they were sent; the copy that is kept */
    int64_t raw_size, whole_size;
    struct kripa_error *err; /* of the current call */
    struct kp_sha256 hash;
    char sha256[KP_DIGEST_TEXT_SIZE];
    struct kp_picture picture;
    enum { KP_UPLOAD_COMES, KP_UPLOAD_FAILED, KP_UPLOAD_WHOLE, KP_UPLOAD_KEPT } state;
    struct kripa_id media; /* the record of the file, once it is kept */
    /* the revision of the record as this upload wrote it; 0: the record existed before, so
     * this upload may not remove the file */
    int64_t revision;
    char field[KRIPA_ERROR_PATH_SIZE];
};

/* The URL of a file that is kept. NULL: out of memory. */
const char *kp_media_url(const struct kripa *kripa, struct kripa_arena *arena,
                         const struct kripa_media *media);
/* small.c: makes the smaller picture of a file; if none can be made, a link to the file
 * itself takes its place */
enum kripa_status kp_small_make(const struct kp_call *call, const char *name,
                                const struct kripa_media_file *file, int64_t width);
/* Removes the file of a record and then the record, unless a record names the file, it was
 * kept again, or another caller is removing it. *removed says whether it did. */
enum kripa_status kp_media_remove(const struct kp_call *call, const struct kripa_media *media,
                                  bool *removed);

#endif
