/* SPDX-License-Identifier: MIT
 * A file that is being uploaded: its bytes are written to the disk as they arrive; when the file
 * is complete, the parts that belong to the picture are copied. Only a small buffer of it is in
 * memory. */
#include "internal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/status.h"

static void discard(struct kripa_upload *upload, struct kp_incoming *incoming)
{
    if (incoming->fd >= 0)
        kp_disk_discard(upload->kripa->disk, incoming->fd, incoming->path);
    *incoming = (struct kp_incoming){-1, NULL};
}

static enum kripa_status begin(struct kripa_upload *upload, struct kp_incoming *incoming,
                               struct kripa_error *err)
{
    return kp_disk_incoming(upload->kripa->disk, &incoming->fd, &incoming->path, err);
}

enum kripa_status kripa_upload_open(struct kripa *kripa, const char *field,
                                    struct kripa_upload **out, struct kripa_error *err)
{
    kripa_error_clear(err);
    enum kripa_status status = kp_need_text(field, "field", err);
    if (status != KRIPA_OK)
        return status;
    if (!kripa->disk)
        return kripa_fail(err, KRIPA_UNAVAILABLE,
                          "this shop takes no files: set a media folder (MEDIA_DIR)");
    struct kripa_upload *upload = calloc(1, sizeof *upload);
    if (!upload)
        return kp_no_memory(err);
    upload->kripa = kripa;
    upload->raw.fd = upload->whole.fd = -1;
    memcpy(upload->field, field, strnlen(field, sizeof upload->field - 1));
    status = begin(upload, &upload->raw, err);
    if (status == KRIPA_OK)
        *out = upload;
    else
        free(upload);
    return status;
}

enum kripa_status kripa_upload_write(struct kripa_upload *upload, const void *bytes, size_t size,
                                     struct kripa_error *err)
{
    kripa_error_clear(err);
    if (upload->state != KP_UPLOAD_COMES)
        return kripa_fail_field(err, KRIPA_INVALID, upload->field,
                                "has ended or failed: begin a new upload");
    enum kripa_status status = KRIPA_OK;
    if (size > (size_t)(KRIPA_MEDIA_BYTES_MAX - upload->raw_size))
        status = kripa_fail_field(err, KRIPA_TOO_LARGE, upload->field, "may have at most %d MiB",
                                  KRIPA_MEDIA_BYTES_MAX / 1048576);
    else
        status = kp_disk_write(upload->kripa->disk, upload->raw.fd, bytes, size, err);
    if (status != KRIPA_OK)
        upload->state = KP_UPLOAD_FAILED;
    upload->raw_size += (int64_t)size;
    return status;
}

static bool read_raw(void *ctx, int64_t at, void *to, size_t size)
{
    const struct kripa_upload *upload = ctx;
    return kp_disk_read(upload->raw.fd, at, to, size);
}

static bool put_whole(void *ctx, const void *bytes, size_t size)
{
    struct kripa_upload *upload = ctx;
    kp_sha256_add(&upload->hash, bytes, size);
    upload->whole_size += (int64_t)size;
    return kp_disk_write(upload->kripa->disk, upload->whole.fd, bytes, size, upload->err) ==
           KRIPA_OK;
}

/* Checks the file; an error names the field that the file came under. */
static enum kripa_status check_picture(struct kripa_upload *upload, struct kripa_error *err)
{
    struct kp_source source = {.read = read_raw, .ctx = upload, .size = upload->raw_size};
    struct kp_picture_copy copy = {.from = &source, .put = put_whole, .ctx = upload};
    upload->err = err;
    const char *problem = kp_picture_copy(&copy);
    upload->picture = copy.picture;
    if (copy.failed)
        return KRIPA_UNAVAILABLE; /* the depot has filled in the error */
    if (source.failed)
        return kripa_fail(err, KRIPA_UNAVAILABLE, "can't read what was uploaded");
    if (problem && source.size > 0 && !copy.picture.type)
        return kripa_fail_field(err, KRIPA_UNSUPPORTED_TYPE, upload->field, "%s", problem);
    if (problem)
        return kripa_fail_field(err, KRIPA_INVALID, upload->field, "%s", problem);
    return KRIPA_OK;
}

enum kripa_status kripa_upload_finish(struct kripa_upload *upload, struct kripa_error *err)
{
    kripa_error_clear(err);
    if (upload->state != KP_UPLOAD_COMES)
        return kripa_fail_field(err, KRIPA_INVALID, upload->field,
                                "has ended or failed: begin a new upload");
    kp_sha256_begin(&upload->hash);
    enum kripa_status status = begin(upload, &upload->whole, err);
    if (status == KRIPA_OK)
        status = check_picture(upload, err);
    kp_sha256_end(&upload->hash, upload->sha256);
    upload->state = status == KRIPA_OK ? KP_UPLOAD_WHOLE : KP_UPLOAD_FAILED;
    discard(upload, &upload->raw);
    if (status != KRIPA_OK)
        discard(upload, &upload->whole);
    return status;
}

void kripa_upload_free(struct kripa_upload *upload)
{
    if (!upload)
        return;
    discard(upload, &upload->raw);
    discard(upload, &upload->whole);
    free(upload);
}
