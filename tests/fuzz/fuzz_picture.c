/* SPDX-License-Identifier: MIT
 * Fuzz target: any bytes as a picture's file. What is taken is a picture of the same kind again,
 * and its copy is its own copy; nothing is read outside the file. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "media/picture.h"

#include <kripa/limits.h>

static void must(bool holds)
{
    if (!holds)
        abort();
}

struct file {
    const uint8_t *at;
    size_t size;
};
struct copied {
    uint8_t *at;
    size_t size, room;
};

static bool read_file(void *ctx, int64_t at, void *to, size_t size)
{
    const struct file *file = ctx;
    must(at >= 0 && (size_t)at <= file->size && size <= file->size - (size_t)at);
    memcpy(to, file->at + at, size);
    return true;
}

static bool put_copy(void *ctx, const void *bytes, size_t size)
{
    struct copied *copied = ctx;
    must(size <= copied->room - copied->size);
    memcpy(copied->at + copied->size, bytes, size);
    copied->size += size;
    return true;
}

/* A copy adds at most the one block of Exif that it takes out. */
static const char *copy_file(struct file file, struct copied *copied, struct kp_picture *picture)
{
    struct kp_source *source = calloc(1, sizeof *source);
    copied->room = file.size + 64;
    copied->at = malloc(copied->room);
    copied->size = 0;
    must(source && copied->at);
    *source = (struct kp_source){.read = read_file, .ctx = &file, .size = (int64_t)file.size};
    struct kp_picture_copy copy = {.from = source, .put = put_copy, .ctx = copied};
    const char *problem = kp_picture_copy(&copy);
    must(!copy.failed && !source->failed && copy.put_size == (int64_t)copied->size);
    *picture = copy.picture;
    free(source);
    return problem;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct copied once, twice;
    struct kp_picture picture, again;
    if (!copy_file((struct file){data, size}, &once, &picture)) {
        must(picture.width > 0 && picture.height > 0);
        must(picture.width <= KRIPA_MEDIA_PIXELS_MAX / picture.height);
        must(!copy_file((struct file){once.at, once.size}, &twice, &again));
        must(once.size == twice.size && memcmp(once.at, twice.at, once.size) == 0);
        must(strcmp(picture.type, again.type) == 0 && picture.width == again.width &&
             picture.height == again.height);
        free(twice.at);
    }
    free(once.at);
    return 0;
}
