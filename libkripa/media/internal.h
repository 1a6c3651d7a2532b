/* SPDX-License-Identifier: MIT
 * What the files of media/ share. */
#ifndef KP_MEDIA_INTERNAL_H
#define KP_MEDIA_INTERNAL_H

#include "media.h"
#include "picture.h"
#include "service/disk.h"
#include "service/secret.h"

/* A file that is open under a name of its own. */
struct kp_incoming {
    int fd;     /* -1: none */
    char *path; /* NULL: none, or it got its place */
};
struct kripa_upload {
    struct kripa *kripa;
    struct kp_incoming raw, whole; /* as it came; as it is kept */
    int64_t raw_size, whole_size;
    struct kripa_error *err; /* of the call that is going on */
    struct kp_sha256 hash;
    char sha256[KP_DIGEST_TEXT_SIZE];
    struct kp_picture picture;
    enum { KP_UPLOAD_COMES, KP_UPLOAD_FAILED, KP_UPLOAD_WHOLE, KP_UPLOAD_KEPT } state;
    struct kripa_id media; /* the record, once it is kept */
    /* of the record as this upload left it; 0: another one was there before, so it is not ours to
     * remove */
    int64_t revision;
    char field[KRIPA_ERROR_PATH_SIZE];
};

/* The URL of a file that is kept. NULL: out of memory. */
const char *kp_media_url(const struct kripa *kripa, struct kripa_arena *arena,
                         const struct kripa_media *media);
/* small.c: makes the smaller picture of a file, or makes the file its own. */
enum kripa_status kp_small_make(const struct kp_call *call, const char *name,
                                const struct kripa_media_file *file, int64_t width);
/* Removes the file of a record, and then the record, unless somebody names it, kept it anew, or
 * another is at it: *removed tells. */
enum kripa_status kp_media_remove(const struct kp_call *call, const struct kripa_media *media,
                                  bool *removed);

#endif
