/* SPDX-License-Identifier: MIT
 * kripactl product image, and kripactl media sweep: uploaded pictures. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <kripa/maintenance.h>
#include <kripa/media.h>

#include "base/named.h"
#include "cmd.h"
#include "output/print.h"

#define PIECE_BYTES 65536
#define SWEEP_MAX   1000 /* pictures of one step */

/* The pictures of one command, as far as they were taken. */
struct pictures {
    struct kripa_upload *uploads[KRIPA_IMAGES_MAX];
    struct kripa_image images[KRIPA_IMAGES_MAX];
    size_t count;
};

static enum kripa_status read_file(struct session *s, int fd, const char *path,
                                   struct kripa_upload *upload)
{
    char piece[PIECE_BYTES];
    enum kripa_status status = KRIPA_OK;
    ssize_t got = 0;
    while (status == KRIPA_OK && (got = read(fd, piece, sizeof piece)) > 0)
        status = kripa_upload_write(upload, piece, (size_t)got, &s->error);
    if (status == KRIPA_OK && got < 0)
        return kripa_fail(&s->error, KRIPA_INVALID, "can't read %s: %s", path, strerror(errno));
    return status == KRIPA_OK ? kripa_upload_finish(upload, &s->error) : status;
}

static enum kripa_status take_picture(struct session *s, const char *path,
                                      struct pictures *pictures)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return kripa_fail(&s->error, KRIPA_INVALID, "can't open %s: %s", path, strerror(errno));
    struct kripa_upload **upload = &pictures->uploads[pictures->count];
    enum kripa_status status = kripa_upload_open(s->kripa, path, upload, &s->error);
    if (status == KRIPA_OK)
        status = read_file(s, fd, path, *upload);
    if (status == KRIPA_OK)
        status = kripa_media_keep(s->kripa, s->viewer, *upload, KRIPA_MEDIA_PRODUCTS, &s->arena,
                                  &pictures->images[pictures->count], &s->error);
    pictures->count += *upload != NULL;
    close(fd);
    return status;
}

static void end_uploads(struct session *s, struct pictures *pictures, bool refused)
{
    for (size_t i = 0; i < pictures->count; i++) {
        if (refused)
            kripa_media_drop(s->kripa, pictures->uploads[i], NULL);
        kripa_upload_free(pictures->uploads[i]);
    }
}

static enum kripa_status append(struct session *s, struct kripa_product *to,
                                const struct pictures *pictures, struct kripa_product **out)
{
    const struct kripa_product more = {.images_added = pictures->images,
                                       .images_added_count = pictures->count};
    return kripa_product_edit(s->kripa, s->viewer, to->id, &more, 0, (struct kripa_int){0},
                              &s->arena, out, &s->error);
}

enum kripa_status cmd_product_image_add(struct session *s, const struct input *in)
{
    struct kripa_product *product;
    struct pictures pictures = {.count = 0};
    enum kripa_status status = named_product(s, in->args[0], &product);
    for (size_t i = 1; i < in->args_count && status == KRIPA_OK; i++)
        status = take_picture(s, in->args[i], &pictures);
    if (status == KRIPA_OK)
        status = append(s, product, &pictures, &product);
    end_uploads(s, &pictures, status != KRIPA_OK);
    if (status != KRIPA_OK)
        return status;
    return print_outcome(s, &kripa_product_schema, product, "%s has %zu picture%s now.",
                         product->name, product->images_count,
                         product->images_count == 1 ? "" : "s");
}

enum kripa_status cmd_product_image_remove(struct session *s, const struct input *in)
{
    struct kripa_product *product;
    enum kripa_status status = named_product(s, in->args[0], &product);
    if (status == KRIPA_OK)
        status = kripa_product_image_remove(s->kripa, s->viewer, product->id, in->args[1],
                                            &s->arena, &product, &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_outcome(s, &kripa_product_schema, product, "%s has %zu picture%s now.",
                         product->name, product->images_count,
                         product->images_count == 1 ? "" : "s");
}

enum kripa_status cmd_media_sweep(struct session *s, const struct input *in)
{
    (void)in;
    int64_t removed = SWEEP_MAX, all = 0;
    enum kripa_status status = KRIPA_OK;
    while (status == KRIPA_OK && removed == SWEEP_MAX) {
        status = kripa_media_sweep(s->kripa, SWEEP_MAX, &removed, &s->error);
        all += removed;
    }
    if (status != KRIPA_OK)
        return status;
    if (!s->options->json)
        return print_sentence(s, "%lld picture%s removed.", (long long)all,
                              all == 1 ? " is" : "s are");
    struct kripa_writer writer;
    kripa_writer_init(&writer, &s->arena);
    kripa_write(&writer, "{\"removed\":");
    kripa_write_int(&writer, all);
    kripa_write(&writer, "}");
    return print_json(s, &writer);
}
