/* SPDX-License-Identifier: MIT
 * Opens local files for kripad to send: by name alone, without a read of the store. */
#include <unistd.h>

#include "internal.h"

static bool is_width(int64_t width)
{
    static const int64_t widths[] = {0, KRIPA_MEDIA_WIDTHS};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++)
        if (widths[i] == width)
            return true;
    return false;
}

static enum kripa_status open_file(struct kripa *kripa, const char *name, int64_t width,
                                   struct kripa_media_file *out, struct kripa_error *err)
{
    enum kripa_status status = kp_need_text(name, "name", err);
    if (status != KRIPA_OK)
        return status;
    if (!is_width(width))
        return kripa_fail_field(err, KRIPA_INVALID, "w", "must be 160, 320 or 640");
    *out = (struct kripa_media_file){.fd = -1};
    if (!kripa->disk || !kp_media_name(name, &out->type))
        return kripa_fail(err, KRIPA_NOT_FOUND, "there is no such file");
    status = kp_disk_open(kripa->disk, name, width, &out->fd, &out->size, err);
    if (status == KRIPA_NOT_FOUND)
        return kripa_fail(err, KRIPA_NOT_FOUND, "there is no such file");
    return status;
}

enum kripa_status kripa_media_open(struct kripa *kripa, const char *name, int64_t width,
                                   struct kripa_media_file *out, struct kripa_error *err)
{
    kripa_error_clear(err);
    return open_file(kripa, name, width, out, err);
}

enum kripa_status kripa_media_make(struct kripa *kripa, const char *name, int64_t width,
                                   struct kripa_media_file *out, struct kripa_error *err)
{
    kripa_error_clear(err);
    enum kripa_status status = open_file(kripa, name, width, out, err);
    if (status != KRIPA_NOT_FOUND || width == 0)
        return status;
    kripa_error_clear(err);
    status = open_file(kripa, name, 0, out, err);
    if (status != KRIPA_OK)
        return status;
    const struct kp_call quiet = {.kripa = kripa};
    struct kripa_media_file small;
    if (kp_small_make(&quiet, name, out, width) != KRIPA_OK ||
        open_file(kripa, name, width, &small, NULL) != KRIPA_OK)
        return KRIPA_OK; /* for example a full disk: the file itself is sent instead */
    close(out->fd);
    *out = small;
    return KRIPA_OK;
}
