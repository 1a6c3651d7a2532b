/* SPDX-License-Identifier: MIT
 * See thumbnail.h. */
#include "thumbnail.h"

#include <gd.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "library.h"

#define LIBRARY      "libgd.so.3"
#define JPEG_QUALITY 82
#define WEBP_QUALITY 80

/* The functions of GD that are used, by name. */
#define FUNCTIONS(X)                                                                               \
    X(gdImageCreateFromJpeg)                                                                       \
    X(gdImageCreateFromPng)                                                                        \
    X(gdImageCreateFromWebp)                                                                       \
    X(gdImageCreateTrueColor)                                                                      \
    X(gdImageAlphaBlending)                                                                        \
    X(gdImageSaveAlpha)                                                                            \
    X(gdImageCopyResampled)                                                                        \
    X(gdImageGetTrueColorPixel)                                                                    \
    X(gdImageSetPixel)                                                                             \
    X(gdImageInterlace)                                                                            \
    X(gdImageJpeg)                                                                                 \
    X(gdImagePng)                                                                                  \
    X(gdImageWebpEx)                                                                               \
    X(gdImageDestroy)                                                                              \
    X(gdSetErrorMethod)

struct kp_thumbnails {
    pthread_mutex_t lock;
    bool tried, loaded;
#define MEMBER(name) __typeof__(name) *name;
    FUNCTIONS(MEMBER)
#undef MEMBER
};

struct kp_thumbnails *kp_thumbnails_create(void)
{
    struct kp_thumbnails *thumbnails = calloc(1, sizeof *thumbnails);
    if (thumbnails)
        pthread_mutex_init(&thumbnails->lock, NULL);
    return thumbnails;
}

void kp_thumbnails_free(struct kp_thumbnails *thumbnails)
{
    if (!thumbnails)
        return;
    pthread_mutex_destroy(&thumbnails->lock);
    free(thumbnails);
}

static void say_nothing(int priority, const char *format, va_list arguments)
{
    (void)priority;
    (void)format;
    (void)arguments;
}

static bool load(struct kp_thumbnails *gd)
{
#define SYMBOL(name) {#name, (void **)&gd->name},
    const struct kp_symbol symbols[] = {FUNCTIONS(SYMBOL)};
#undef SYMBOL
    if (gd->tried)
        return gd->loaded;
    gd->tried = true;
    gd->loaded = kp_library_load(LIBRARY, symbols, sizeof symbols / sizeof *symbols);
    if (gd->loaded)
        gd->gdSetErrorMethod(say_nothing); /* else it writes to standard error */
    return gd->loaded;
}

/* Opens the same file by stdio, with a descriptor of its own that stdio closes. */
static FILE *open_again(int fd, const char *mode)
{
    int own = dup(fd);
    FILE *file = own >= 0 && lseek(own, 0, SEEK_SET) == 0 ? fdopen(own, mode) : NULL;
    if (!file && own >= 0)
        close(own);
    return file;
}

static gdImagePtr read_picture(const struct kp_thumbnails *gd, const struct kp_thumbnail *of)
{
    FILE *file = open_again(of->from, "rb");
    if (!file)
        return NULL;
    gdImagePtr picture = strcmp(of->type, "image/png") == 0    ? gd->gdImageCreateFromPng(file)
                         : strcmp(of->type, "image/webp") == 0 ? gd->gdImageCreateFromWebp(file)
                                                               : gd->gdImageCreateFromJpeg(file);
    fclose(file);
    return picture;
}

static bool write_picture(const struct kp_thumbnails *gd, const struct kp_thumbnail *of,
                          gdImagePtr picture)
{
    FILE *file = open_again(of->to, "wb");
    if (!file)
        return false;
    if (strcmp(of->type, "image/png") == 0)
        gd->gdImagePng(picture, file);
    else if (strcmp(of->type, "image/webp") == 0)
        gd->gdImageWebpEx(picture, file, WEBP_QUALITY);
    else
        gd->gdImageJpeg(picture, file, JPEG_QUALITY);
    bool whole = !ferror(file) && ftell(file) > 0;
    return fclose(file) == 0 && whole;
}

static gdImagePtr new_picture(const struct kp_thumbnails *gd, int width, int height)
{
    gdImagePtr picture = gd->gdImageCreateTrueColor(width, height);
    if (!picture)
        return NULL;
    gd->gdImageAlphaBlending(picture, 0);
    gd->gdImageSaveAlpha(picture, 1);
    return picture;
}

static bool lies_on_its_side(int orientation)
{
    return orientation >= 5;
}

/* `width` is that of the picture as it is shown. */
static gdImagePtr shrink(const struct kp_thumbnails *gd, gdImagePtr picture, int64_t width,
                         int orientation)
{
    int64_t across = gdImageSX(picture), down = gdImageSY(picture), other;
    gdImagePtr small;
    if (lies_on_its_side(orientation)) {
        other = across * width / down;
        small = new_picture(gd, other > 0 ? (int)other : 1, (int)width);
    } else {
        other = down * width / across;
        small = new_picture(gd, (int)width, other > 0 ? (int)other : 1);
    }
    if (small)
        gd->gdImageCopyResampled(small, picture, 0, 0, 0, 0, gdImageSX(small), gdImageSY(small),
                                 (int)across, (int)down);
    return small;
}

/* Which dot of a picture is shown at a place, by Exif's count: 2 and its like are mirrored, 3
 * stands on its head, from 5 on it lies on a side. */
static int dot_at(const struct kp_thumbnails *gd, gdImagePtr picture, int orientation, int x, int y)
{
    int right = gdImageSX(picture) - 1, bottom = gdImageSY(picture) - 1;
    int across = x, down = y;
    if (lies_on_its_side(orientation)) {
        across = y;
        down = x;
    }
    if (orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8)
        across = right - across;
    if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7)
        down = bottom - down;
    return gd->gdImageGetTrueColorPixel(picture, across, down);
}

/* Takes over `picture`. */
static gdImagePtr turn(const struct kp_thumbnails *gd, gdImagePtr picture, int orientation)
{
    if (!picture || orientation <= 1)
        return picture;
    bool side = lies_on_its_side(orientation);
    int across = side ? gdImageSY(picture) : gdImageSX(picture);
    int down = side ? gdImageSX(picture) : gdImageSY(picture);
    gdImagePtr turned = new_picture(gd, across, down);
    for (int y = 0; turned && y < down; y++)
        for (int x = 0; x < across; x++)
            gd->gdImageSetPixel(turned, x, y, dot_at(gd, picture, orientation, x, y));
    gd->gdImageDestroy(picture);
    return turned;
}

static bool make(struct kp_thumbnails *gd, const struct kp_thumbnail *of)
{
    gdImagePtr picture = load(gd) ? read_picture(gd, of) : NULL;
    if (!picture)
        return false;
    gdImagePtr small = shrink(gd, picture, of->width, of->orientation);
    gd->gdImageDestroy(picture);
    small = turn(gd, small, of->orientation);
    if (!small)
        return false;
    gd->gdImageInterlace(small, 0);
    bool made = write_picture(gd, of, small);
    gd->gdImageDestroy(small);
    return made;
}

bool kp_thumbnail_make(struct kp_thumbnails *thumbnails, const struct kp_thumbnail *of)
{
    pthread_mutex_lock(&thumbnails->lock);
    bool made = make(thumbnails, of);
    pthread_mutex_unlock(&thumbnails->lock);
    return made;
}
