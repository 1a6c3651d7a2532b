/* SPDX-License-Identifier: MIT
 * Reads and writes the only value of Exif that is kept: the orientation of the picture. */
#include "picture.h"

#include <string.h>

#define TIFF_HEADER_SIZE 8
#define ENTRY_SIZE       12
#define TAG_ORIENTATION  0x0112
#define TYPE_SHORT       3
#define ENTRIES_MAX      512 /* of a directory; a camera writes a dozen */

struct tiff {
    struct kp_source *source;
    int64_t at, size;
    bool little;
};

static const unsigned char *bytes_at(struct tiff *tiff, int64_t at, size_t size)
{
    if (at < 0 || at > tiff->size - (int64_t)size)
        return NULL;
    return kp_source_peek(tiff->source, tiff->at + at, size);
}

static uint32_t number16(const struct tiff *tiff, const unsigned char *at)
{
    return tiff->little ? kp_le16(at) : kp_be16(at);
}

static uint32_t number32(const struct tiff *tiff, const unsigned char *at)
{
    return tiff->little ? kp_le32(at) : kp_be32(at);
}

static int in_directory(struct tiff *tiff, int64_t at)
{
    const unsigned char *bytes = bytes_at(tiff, at, 2);
    uint32_t entries = bytes ? number16(tiff, bytes) : 0;
    for (uint32_t i = 0; i < entries && i < ENTRIES_MAX; i++) {
        bytes = bytes_at(tiff, at + 2 + (int64_t)i * ENTRY_SIZE, ENTRY_SIZE);
        if (!bytes)
            return 0;
        if (number16(tiff, bytes) != TAG_ORIENTATION)
            continue;
        uint32_t value = number16(tiff, bytes + 8);
        bool good = number16(tiff, bytes + 2) == TYPE_SHORT && value >= 1 && value <= 8;
        return good ? (int)value : 0;
    }
    return 0;
}

int kp_exif_orientation(struct kp_source *source, int64_t at, int64_t size)
{
    struct tiff tiff = {source, at, size, false};
    const unsigned char *header = bytes_at(&tiff, 0, TIFF_HEADER_SIZE);
    if (!header)
        return 0;
    tiff.little = memcmp(header, "II*\0", 4) == 0;
    if (!tiff.little && memcmp(header, "MM\0*", 4) != 0)
        return 0;
    return in_directory(&tiff, number32(&tiff, header + 4));
}

/* A header, one entry, and no further directory. */
void kp_exif_make(int orientation, unsigned char out[KP_EXIF_SIZE])
{
    static const unsigned char fixed[KP_EXIF_SIZE] = {
        'M',  'M', 0,          '*', 0, 0, 0, TIFF_HEADER_SIZE, 0, 1, TAG_ORIENTATION >> 8,
        0x12, 0,   TYPE_SHORT, 0,   0, 0, 1};
    memcpy(out, fixed, sizeof fixed);
    out[19] = (unsigned char)orientation;
}
