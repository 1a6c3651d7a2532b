/* SPDX-License-Identifier: MIT
 * See picture.h: tells the kinds of pictures apart by their first bytes, and holds what all
 * kinds share. */
#include "picture.h"

#include <string.h>

#include <kripa/limits.h>

struct kind {
    struct {
        size_t at, size;
        const char *bytes;
    } sign, second;
    const char *type, *suffix;
    const char *(*copy)(struct kp_picture_copy *);
    const char *problem; /* what to say of a kind that is not accepted */
};

#define KINDS_TAKEN "; only JPEG, PNG and WebP pictures are taken"
static const struct kind kinds[] = {
    {{0, 3, "\xFF\xD8\xFF"}, {0}, "image/jpeg", ".jpg", kp_jpeg_copy, NULL},
    {{0, 8, "\x89PNG\r\n\x1A\n"}, {0}, "image/png", ".png", kp_png_copy, NULL},
    {{0, 4, "RIFF"}, {8, 4, "WEBP"}, "image/webp", ".webp", kp_webp_copy, NULL},
    {{0, 4, "GIF8"}, {0}, .problem = "is a GIF" KINDS_TAKEN},
    {{0, 4, "%PDF"}, {0}, .problem = "is a PDF" KINDS_TAKEN},
    {{4, 4, "ftyp"}, {0}, .problem = "is a HEIC, AVIF or video file" KINDS_TAKEN},
    {{0, 1, "<"}, {0}, .problem = "is SVG, HTML or XML" KINDS_TAKEN},
    {{0, 0, ""}, {0}, .problem = "is no picture that is known" KINDS_TAKEN},
};

static bool has(struct kp_source *source, size_t at, size_t size, const char *bytes)
{
    if (size == 0)
        return true;
    const unsigned char *found = kp_source_peek(source, (int64_t)at, size);
    return found && memcmp(found, bytes, size) == 0;
}

static const struct kind *kind_of(struct kp_source *source)
{
    const struct kind *kind = kinds;
    while (!has(source, kind->sign.at, kind->sign.size, kind->sign.bytes) ||
           !has(source, kind->second.at, kind->second.size, kind->second.bytes))
        kind++;
    return kind;
}

const char *kp_picture_copy(struct kp_picture_copy *copy)
{
    if (copy->from->size == 0)
        return "is empty";
    const struct kind *kind = kind_of(copy->from);
    copy->picture = (struct kp_picture){.type = kind->type, .suffix = kind->suffix};
    if (!kind->copy)
        return kind->problem;
    const char *problem = kind->copy(copy);
    const struct kp_picture *picture = &copy->picture;
    if (!problem && (picture->width <= 0 || picture->height <= 0))
        return "has no size in pixels";
    if (!problem && picture->width > KRIPA_MEDIA_PIXELS_MAX / picture->height)
        return "has more than 50 megapixels";
    return problem;
}
