/* SPDX-License-Identifier: MIT
 * See pictures.h. */
#include "pictures.h"

#include <gd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXIF_SIZE 64 /* of what stands in for a camera's */

struct growing {
    struct kripa_arena *arena;
    struct bytes bytes;
    size_t room;
};

static void add(struct growing *to, const void *bytes, size_t size)
{
    if (to->bytes.size + size > to->room) {
        to->room = (to->bytes.size + size) * 2;
        unsigned char *more = kripa_arena_alloc(to->arena, 1, to->room);
        if (!more)
            abort();
        if (to->bytes.size)
            memcpy(more, to->bytes.at, to->bytes.size);
        to->bytes.at = more;
    }
    memcpy(to->bytes.at + to->bytes.size, bytes, size);
    to->bytes.size += size;
}

static void add_number(struct growing *to, uint32_t number, int size, bool little)
{
    for (int i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)(number >> 8 * (little ? i : size - 1 - i));
        add(to, &byte, 1);
    }
}

struct bytes picture_make(struct kripa_arena *arena, enum picture_kind kind, int width, int height,
                          unsigned seed)
{
    gdImagePtr image = gdImageCreateTrueColor(width, height);
    for (int i = 0; i < 20; i++) {
        seed = seed * 1103515245U + 12345U;
        int x = (int)(seed >> 8) % width, y = (int)(seed >> 16) % height;
        gdImageFilledRectangle(image, x, y, x + width / 4, y + height / 4,
                               (int)(seed >> 4 & 0xFFFFFF));
    }
    gdImageInterlace(image, kind == PICTURE_PROGRESSIVE);
    int size = 0;
    void *at = kind == PICTURE_PNG    ? gdImagePngPtr(image, &size)
               : kind == PICTURE_WEBP ? gdImageWebpPtr(image, &size)
                                      : gdImageJpegPtr(image, &size, 80);
    struct growing file = {.arena = arena};
    add(&file, at, (size_t)size);
    gdFree(at);
    gdImageDestroy(image);
    return file.bytes;
}

static void add_exif(struct growing *to, int orientation)
{
    size_t begin = to->bytes.size;
    add(to, "II*\0\x08\0\0\0\x02\0", 10);
    add(to, "\x0F\x01\x02\0\x0D\0\0\0\x26\0\0\0", 12); /* the camera's make, at 38 */
    add(to, "\x12\x01\x03\0\x01\0\0\0", 8);
    add_number(to, (uint32_t)orientation, 4, true);
    add(to, "\0\0\0\0", 4);
    add(to, PICTURE_SECRET, sizeof PICTURE_SECRET);
    static const unsigned char rest[EXIF_SIZE];
    add(to, rest, EXIF_SIZE - (to->bytes.size - begin));
}

static void add_segment(struct growing *to, int marker, const void *sign, size_t sign_size)
{
    size_t size = 2 + sign_size + sizeof PICTURE_SECRET;
    add_number(to, 0xFF00 | (uint32_t)marker, 2, false);
    add_number(to, (uint32_t)size, 2, false);
    add(to, sign, sign_size);
    add(to, PICTURE_SECRET, sizeof PICTURE_SECRET);
}

static void jpeg_with_secrets(struct growing *to, struct bytes from, int orientation)
{
    add(to, from.at, 2);
    add_number(to, 0xFFE1, 2, false);
    add_number(to, 2 + 6 + EXIF_SIZE, 2, false);
    add(to, "Exif\0\0", 6);
    add_exif(to, orientation);
    add_segment(to, 0xE1, "http://ns.adobe.com/xap/1.0/", 29);
    add_segment(to, 0xE2, "MPF", 4);
    add_segment(to, 0xED, "Photoshop 3.0", 14);
    add_segment(to, 0xE0, "JFXX", 5);
    add_segment(to, 0xFE, "", 0);
    add(to, from.at + 2, from.size - 2);
    add(to, PICTURE_SECRET, sizeof PICTURE_SECRET); /* behind the end */
}

static uint32_t sum_of(const unsigned char *at, size_t size)
{
    uint32_t sum = 0xFFFFFFFF;
    for (size_t i = 0; i < size; i++) {
        sum ^= at[i];
        for (int bit = 0; bit < 8; bit++)
            sum = sum >> 1 ^ (sum & 1 ? 0xEDB88320 : 0);
    }
    return sum ^ 0xFFFFFFFF;
}

static void add_chunk(struct growing *to, const char *type, const void *content, size_t size)
{
    add_number(to, (uint32_t)size, 4, false);
    size_t begin = to->bytes.size;
    add(to, type, 4);
    add(to, content, size);
    add_number(to, sum_of(to->bytes.at + begin, size + 4), 4, false);
}

static void png_with_secrets(struct growing *to, struct bytes from, int orientation)
{
    static const char text[] = "Comment\0" PICTURE_SECRET;
    struct growing exif = {.arena = to->arena};
    add_exif(&exif, orientation);
    add(to, from.at, 33); /* up to the end of IHDR */
    add_chunk(to, "tEXt", text, sizeof text);
    add_chunk(to, "iTXt", text, sizeof text);
    add_chunk(to, "zTXt", text, sizeof text);
    add_chunk(to, "prVt", text, sizeof text);
    add_chunk(to, "eXIf", exif.bytes.at, exif.bytes.size);
    add(to, from.at + 33, from.size - 33);
    add(to, text, sizeof text);
}

static void add_riff(struct growing *to, const char *type, const void *content, size_t size)
{
    add(to, type, 4);
    add_number(to, (uint32_t)size, 4, true);
    add(to, content, size);
    if (size & 1)
        add(to, "", 1);
}

static void webp_with_secrets(struct growing *to, struct bytes from, int orientation)
{
    struct growing body = {.arena = to->arena}, exif = {.arena = to->arena};
    add_exif(&exif, orientation);
    add(&body, "WEBPVP8X\x0A\0\0\0\x0C\0\0\0", 16);
    add_number(&body, 63, 3, true);
    add_number(&body, 47, 3, true);
    add(&body, from.at + 12, from.size - 12);
    add_riff(&body, "EXIF", exif.bytes.at, exif.bytes.size);
    add_riff(&body, "XMP ", PICTURE_SECRET, sizeof PICTURE_SECRET);
    add_riff(&body, "ABCD", PICTURE_SECRET, sizeof PICTURE_SECRET);
    add(to, "RIFF", 4);
    add_number(to, (uint32_t)body.bytes.size, 4, true);
    add(to, body.bytes.at, body.bytes.size);
    add(to, PICTURE_SECRET, sizeof PICTURE_SECRET);
}

struct bytes picture_with_secrets(struct kripa_arena *arena, enum picture_kind kind,
                                  int orientation)
{
    struct bytes plain = picture_make(arena, kind, 64, 48, 7);
    struct growing file = {.arena = arena};
    if (kind == PICTURE_PNG)
        png_with_secrets(&file, plain, orientation);
    else if (kind == PICTURE_WEBP)
        webp_with_secrets(&file, plain, orientation);
    else
        jpeg_with_secrets(&file, plain, orientation);
    return file.bytes;
}

static gdImagePtr decode(struct bytes file)
{
    int size = (int)file.size;
    if (file.size > 8 && file.at[0] == 0x89)
        return gdImageCreateFromPngPtr(size, file.at);
    if (file.size > 12 && file.at[0] == 'R')
        return gdImageCreateFromWebpPtr(size, file.at);
    return gdImageCreateFromJpegPtr(size, file.at);
}

struct bytes picture_with_corners(struct kripa_arena *arena, int orientation)
{
    static const int colours[] = {0xFF0000, 0x00FF00, 0x0000FF, 0xFFFFFF};
    gdImagePtr image = gdImageCreateTrueColor(400, 200);
    for (int i = 0; i < 4; i++)
        gdImageFilledRectangle(image, i % 2 * 200, i / 2 * 100, i % 2 * 200 + 199, i / 2 * 100 + 99,
                               colours[i]);
    int size = 0;
    void *plain = gdImageJpegPtr(image, &size, 95);
    struct growing file = {.arena = arena};
    add(&file, plain, 2);
    add_number(&file, 0xFFE1, 2, false);
    add_number(&file, 2 + 6 + EXIF_SIZE, 2, false);
    add(&file, "Exif\0\0", 6);
    add_exif(&file, orientation);
    add(&file, (const char *)plain + 2, (size_t)size - 2);
    gdFree(plain);
    gdImageDestroy(image);
    return file.bytes;
}

static char name_of(int colour)
{
    bool red = colour >> 16 & 0x80, green = colour >> 8 & 0x80, blue = colour & 0x80;
    return (char)(red && green && blue ? 'w' : red ? 'r' : green ? 'g' : blue ? 'b' : '?');
}

void picture_corners(struct bytes file, char out[5])
{
    gdImagePtr image = decode(file);
    int right = gdImageSX(image) - 5, bottom = gdImageSY(image) - 5;
    for (int i = 0; i < 4; i++)
        out[i] = name_of(gdImageGetTrueColorPixel(image, i % 2 ? right : 4, i / 2 ? bottom : 4));
    out[4] = '\0';
    gdImageDestroy(image);
}

struct bytes bytes_of(struct kripa_arena *arena, const struct kripa_media_file *file)
{
    struct bytes bytes = {kripa_arena_alloc(arena, 1, (size_t)file->size + 1), (size_t)file->size};
    if (!bytes.at || pread(file->fd, bytes.at, bytes.size, 0) != (ssize_t)bytes.size)
        abort();
    close(file->fd);
    return bytes;
}

static bool same_dots(gdImagePtr a, gdImagePtr b)
{
    if (!a || !b || gdImageSX(a) != gdImageSX(b) || gdImageSY(a) != gdImageSY(b))
        return false;
    for (int y = 0; y < gdImageSY(a); y++)
        for (int x = 0; x < gdImageSX(a); x++)
            if (gdImageGetTrueColorPixel(a, x, y) != gdImageGetTrueColorPixel(b, x, y))
                return false;
    return true;
}

bool picture_equal(struct bytes a, struct bytes b)
{
    gdImagePtr of_a = decode(a), of_b = decode(b);
    bool equal = same_dots(of_a, of_b);
    if (of_a)
        gdImageDestroy(of_a);
    if (of_b)
        gdImageDestroy(of_b);
    return equal;
}

int picture_width(struct bytes file)
{
    gdImagePtr image = decode(file);
    int width = image ? gdImageSX(image) : 0;
    if (image)
        gdImageDestroy(image);
    return width;
}

bool bytes_have(struct bytes file, const char *text)
{
    return memmem(file.at, file.size, text, strlen(text)) != NULL;
}

enum kripa_status picture_upload(struct kripa *kripa, struct kripa_viewer viewer, struct bytes file,
                                 enum kripa_media_folder folder, struct kripa_arena *arena,
                                 struct kripa_image *out, struct kripa_error *err)
{
    struct kripa_upload *upload;
    enum kripa_status status = kripa_upload_open(kripa, "image", &upload, err);
    if (status != KRIPA_OK)
        return status;
    status = kripa_upload_write(upload, file.at, file.size, err);
    if (status == KRIPA_OK)
        status = kripa_upload_finish(upload, err);
    if (status == KRIPA_OK)
        status = kripa_media_keep(kripa, viewer, upload, folder, arena, out, err);
    kripa_upload_free(upload);
    return status;
}
