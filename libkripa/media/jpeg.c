/* SPDX-License-Identifier: MIT
 * Copies a JPEG segment by segment: the tables and scans of the picture, and of the application
 * segments those that define its colours. Comments, thumbnails and bytes after the end are left
 * out. */
#include "picture.h"

#include <string.h>

enum marker {
    MARKER_SOF0 = 0xC0,
    MARKER_SOF2 = 0xC2,
    MARKER_DHT = 0xC4,
    MARKER_RST0 = 0xD0,
    MARKER_RST7 = 0xD7,
    MARKER_EOI = 0xD9,
    MARKER_SOS = 0xDA,
    MARKER_DQT = 0xDB,
    MARKER_DRI = 0xDD,
    MARKER_APP0 = 0xE0,
    MARKER_APP1 = 0xE1,
    MARKER_APP2 = 0xE2,
    MARKER_APP14 = 0xEE,
    MARKER_APP15 = 0xEF,
    MARKER_COM = 0xFE,
};
#define SCANS_MAX                                                                                  \
    100 /* a progressive picture has about ten; each costs a decoder the whole picture */
#define EXIF_SIGN  "Exif\0"
#define UNSHOWN    "is a JPEG of a kind that browsers don't show"
#define BROKEN     "is no whole JPEG"
#define FRAME_SIZE 6 /* precision, height, width, components */

struct jpeg {
    struct kp_picture_copy *copy;
    int64_t at;
    int scans;
    bool framed, exif_seen, done;
};

/* A segment: its marker's code, and where its content lies. */
struct segment {
    int code;
    int64_t at, content_at, content_size;
};

static bool begins(struct jpeg *jpeg, const struct segment *segment, const char *sign, size_t size)
{
    if (segment->content_size < (int64_t)size)
        return false;
    const unsigned char *bytes = kp_source_peek(jpeg->copy->from, segment->content_at, size);
    return bytes && memcmp(bytes, sign, size) == 0;
}

/* Writes, in place of the camera's Exif segment, a new one that holds the orientation alone;
 * nothing if the picture is stored upright. */
static void put_exif(struct jpeg *jpeg, const struct segment *segment)
{
    const int64_t sign_size = sizeof EXIF_SIGN;
    struct kp_picture *picture = &jpeg->copy->picture;
    if (jpeg->exif_seen)
        return;
    jpeg->exif_seen = true;
    picture->orientation = kp_exif_orientation(jpeg->copy->from, segment->content_at + sign_size,
                                               segment->content_size - sign_size);
    if (picture->orientation <= 1)
        return;
    static const unsigned char head[] = {
        0xFF, MARKER_APP1, 0, 2 + sizeof EXIF_SIGN + KP_EXIF_SIZE, 'E', 'x', 'i', 'f', 0, 0};
    unsigned char exif[KP_EXIF_SIZE];
    kp_exif_make(picture->orientation, exif);
    kp_picture_put(jpeg->copy, head, sizeof head);
    kp_picture_put(jpeg->copy, exif, sizeof exif);
}

static void put_segment(struct jpeg *jpeg, const struct segment *segment)
{
    const unsigned char head[] = {0xFF, (unsigned char)segment->code};
    kp_picture_put(jpeg->copy, head, sizeof head);
    kp_picture_put_from(jpeg->copy, segment->content_at - 2, segment->content_size + 2);
}

static void take_application(struct jpeg *jpeg, const struct segment *segment)
{
    static const struct {
        int code;
        size_t size;
        const char *sign;
    } kept[] = {
        {MARKER_APP0, 5, "JFIF"}, {MARKER_APP2, 12, "ICC_PROFILE"}, {MARKER_APP14, 5, "Adobe"}};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (segment->code == kept[i].code && begins(jpeg, segment, kept[i].sign, kept[i].size))
            put_segment(jpeg, segment);
    if (segment->code == MARKER_APP1 && begins(jpeg, segment, EXIF_SIGN, sizeof EXIF_SIGN))
        put_exif(jpeg, segment);
}

static const char *take_frame(struct jpeg *jpeg, const struct segment *segment)
{
    if (jpeg->framed || segment->content_size < FRAME_SIZE)
        return BROKEN;
    const unsigned char *frame = kp_source_peek(jpeg->copy->from, segment->content_at, FRAME_SIZE);
    if (!frame)
        return KP_PICTURE_CUT;
    jpeg->framed = true;
    jpeg->copy->picture.height = kp_be16(frame + 1);
    jpeg->copy->picture.width = kp_be16(frame + 3);
    put_segment(jpeg, segment);
    return NULL;
}

/* Copies the data of a scan, up to the next marker. A 0xFF byte in them is followed by 0 or
 * is a restart marker. */
static const char *take_scan(struct jpeg *jpeg, const struct segment *segment)
{
    if (!jpeg->framed || ++jpeg->scans > SCANS_MAX)
        return BROKEN;
    struct kp_source *from = jpeg->copy->from;
    put_segment(jpeg, segment);
    int64_t begin = jpeg->at, at = begin;
    for (;;) {
        at = kp_source_find(from, at, 0xFF);
        const unsigned char *bytes = at < 0 ? NULL : kp_source_peek(from, at, 2);
        if (!bytes)
            return KP_PICTURE_CUT;
        bool coded = bytes[1] == 0 || (bytes[1] >= MARKER_RST0 && bytes[1] <= MARKER_RST7);
        if (!coded && bytes[1] != 0xFF)
            break;
        at += coded ? 2 : 1;
    }
    kp_picture_put_from(jpeg->copy, begin, at - begin);
    jpeg->at = at;
    return NULL;
}

static const char *take_end(struct jpeg *jpeg)
{
    static const unsigned char end[] = {0xFF, MARKER_EOI};
    if (jpeg->scans == 0)
        return BROKEN;
    kp_picture_put(jpeg->copy, end, sizeof end);
    jpeg->done = true;
    return NULL;
}

/* Reads the next segment; `at` is then the place after it. */
static const char *read_segment(struct jpeg *jpeg, struct segment *segment)
{
    struct kp_source *from = jpeg->copy->from;
    const unsigned char *bytes = kp_source_peek(from, jpeg->at, 2);
    if (bytes && bytes[0] != 0xFF)
        return BROKEN;
    while (bytes && bytes[1] == 0xFF) /* fill bytes before a marker */
        bytes = kp_source_peek(from, ++jpeg->at, 2);
    if (!bytes)
        return KP_PICTURE_CUT;
    segment->at = jpeg->at;
    segment->code = bytes[1];
    jpeg->at += 2;
    if (segment->code == MARKER_EOI)
        return NULL;
    if (segment->code < MARKER_SOF0 || (segment->code >= MARKER_RST0 && segment->code < MARKER_EOI))
        return BROKEN;
    bytes = kp_source_peek(from, jpeg->at, 2);
    int64_t size = bytes ? kp_be16(bytes) : 0;
    if (!bytes || size > from->size - jpeg->at)
        return KP_PICTURE_CUT;
    if (size < 2)
        return BROKEN;
    segment->content_at = jpeg->at + 2;
    segment->content_size = size - 2;
    jpeg->at += size;
    return NULL;
}

static const char *take(struct jpeg *jpeg)
{
    struct segment segment;
    const char *problem = read_segment(jpeg, &segment);
    if (problem)
        return problem;
    if (segment.code == MARKER_EOI)
        return take_end(jpeg);
    if (segment.code == MARKER_SOS)
        return take_scan(jpeg, &segment);
    if (segment.code >= MARKER_SOF0 && segment.code <= MARKER_SOF2)
        return take_frame(jpeg, &segment);
    if (segment.code >= MARKER_APP0 && segment.code <= MARKER_APP15)
        take_application(jpeg, &segment);
    else if (segment.code == MARKER_DHT || segment.code == MARKER_DQT || segment.code == MARKER_DRI)
        put_segment(jpeg, &segment);
    else if (segment.code != MARKER_COM)
        return UNSHOWN;
    return NULL;
}

const char *kp_jpeg_copy(struct kp_picture_copy *copy)
{
    struct jpeg jpeg = {.copy = copy, .at = 2};
    const char *problem = NULL;
    kp_picture_put(copy, "\xFF\xD8", 2);
    while (!problem && !jpeg.done && !copy->failed && !copy->from->failed)
        problem = take(&jpeg);
    return problem;
}
