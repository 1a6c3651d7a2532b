/* SPDX-License-Identifier: MIT
 * kripactl product: the products of the shop. */
#include <string.h>

#include "base/named.h"
#include "cmd.h"
#include "input/batch.h"
#include "input/each.h"
#include "input/prompt.h"
#include "output/print.h"

enum kripa_status cmd_product_list(struct session *s, const struct input *in)
{
    const char *words = input_words(&s->arena, in);
    struct kripa_product_filter filter = {0};
    kripa_given given;
    struct kripa_products products;
    enum kripa_status status =
        session_decode(s, in, &(struct kripa_pair){"q", words}, words ? 1 : 0, &filter, &given);
    if (status == KRIPA_OK)
        status = kripa_product_list(s->kripa, s->viewer, &filter, &s->arena, &products, &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_list(s, &kripa_product_schema, products.at, products.count, &products.page);
}

enum kripa_status cmd_product_show(struct session *s, const struct input *in)
{
    struct kripa_product *product;
    enum kripa_status status = named_product(s, in->args[0], &product);
    return status == KRIPA_OK ? print_record(s, &kripa_product_schema, product) : status;
}

/* Where an image's name begins in its URL, and its length: the last segment without its
 * extension. */
static const char *public_id(const char *url, size_t *size)
{
    size_t end = strcspn(url, "?#");
    const char *from = url + end;
    while (from > url && from[-1] != '/')
        from--;
    size_t whole = (size_t)(url + end - from);
    const char *dot = memrchr(from, '.', whole);
    *size = dot > from ? (size_t)(dot - from) : whole;
    return from;
}

/* Makes the list that the table takes from the --image flags. */
static enum kripa_status images_pair(struct session *s, const struct input *in,
                                     struct kripa_pair *out)
{
    struct kripa_writer writer;
    kripa_writer_init(&writer, &s->arena);
    size_t count = 0;
    for (size_t i = 0; i < in->own_count; i++) {
        const char *url = in->own[i].value;
        if (strcmp(in->own[i].name, "image") != 0 || !*url)
            continue;
        size_t id_size;
        const char *id = public_id(url, &id_size);
        const char *id_text = kripa_arena_text(&s->arena, id, id_size);
        kripa_write(&writer, count++ ? ",{\"url\":" : "[{\"url\":");
        kripa_write_text(&writer, url);
        kripa_write(&writer, ",\"public_id\":");
        kripa_write_text(&writer, id_text);
        kripa_write(&writer, "}");
    }
    kripa_write(&writer, count ? "]" : "[]");
    if (writer.failed)
        return session_no_memory(s);
    *out = (struct kripa_pair){"images", writer.at};
    return KRIPA_OK;
}

static enum kripa_status decode(struct session *s, const struct input *in,
                                struct kripa_product *wanted, kripa_given *given)
{
    if (!input_own(in, "image"))
        return session_decode(s, in, NULL, 0, wanted, given);
    struct kripa_pair images;
    enum kripa_status status = images_pair(s, in, &images);
    return status == KRIPA_OK ? session_decode(s, in, &images, 1, wanted, given) : status;
}

static enum kripa_status add_one(struct session *s, const struct batch_record *sent,
                                 struct kripa_arena *arena, const void **out,
                                 struct kripa_error *err)
{
    struct kripa_product *product;
    enum kripa_status status =
        kripa_product_add(s->kripa, s->viewer, sent->record, sent->given, arena, &product, err);
    if (status == KRIPA_OK)
        *out = product;
    return status;
}

/* Finds a product by its SKU or, if it has none, its slug. */
static enum kripa_status find_there(struct session *s, const void *record,
                                    struct kripa_arena *arena, const void **out,
                                    struct kripa_error *err)
{
    const struct kripa_product *wanted = record;
    struct kripa_product *product = NULL;
    enum kripa_status status = KRIPA_NOT_FOUND;
    if (wanted->sku)
        status = kripa_product_find(s->kripa, s->viewer, wanted->sku, arena, &product, err);
    bool found = status == KRIPA_OK && product->sku && strcmp(product->sku, wanted->sku) == 0;
    if (status == KRIPA_OK && !found) /* the name was another product's slug or the end of its id */
        status = KRIPA_NOT_FOUND;
    if (status == KRIPA_NOT_FOUND && wanted->slug)
        status = kripa_product_get(s->kripa, s->viewer, wanted->slug, arena, &product, err);
    *out = product;
    if (status == KRIPA_NOT_FOUND && !wanted->sku && !wanted->slug)
        return kripa_fail_field(err, KRIPA_INVALID, "sku",
                                "is needed, or a slug, to tell which one it is");
    return status;
}

static enum kripa_status edit_there(struct session *s, const void *found,
                                    const struct batch_record *sent, struct kripa_arena *arena,
                                    const void **out, struct kripa_error *err)
{
    struct kripa_product *product;
    const struct kripa_product *before = found;
    enum kripa_status status =
        kripa_product_edit(s->kripa, s->viewer, before->id, sent->record, sent->given,
                           (struct kripa_int){0}, arena, &product, err);
    if (status == KRIPA_OK)
        *out = product;
    return status;
}

static enum kripa_status add_many(struct session *s, const struct input *in, const char *file)
{
    static const char *const names[] = {"sku", "slug", NULL};
    static const struct batch_kind products = {&kripa_product_schema, names, add_one, find_there,
                                               edit_there};
    if (in->pairs_count > 0 || input_own(in, "image"))
        return session_usage(s, "--file stands alone: the file says everything");
    return batch_run(s, file, &products, input_own(in, "update") != NULL);
}

enum kripa_status cmd_product_add(struct session *s, const struct input *in)
{
    const char *file = input_own(in, "file");
    if (file)
        return add_many(s, in, file);
    if (input_own(in, "update"))
        return session_usage(s, "--update is for --file; kripactl product edit changes one");
    struct kripa_product wanted = {0}, *product;
    kripa_given given;
    enum kripa_status status = decode(s, in, &wanted, &given);
    if (status == KRIPA_OK)
        status =
            kripa_product_add(s->kripa, s->viewer, &wanted, given, &s->arena, &product, &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_outcome(s, &kripa_product_schema, product, "Added %s (%s).", product->name,
                         product->slug);
}

/* The edit that edit, hide and unhide have in common. */
static enum kripa_status change(struct session *s, const char *name,
                                const struct kripa_product *wanted, kripa_given given,
                                const char *done)
{
    struct kripa_product *product;
    enum kripa_status status = named_product(s, name, &product);
    if (status == KRIPA_OK)
        status = kripa_product_edit(s->kripa, s->viewer, product->id, wanted, given,
                                    (struct kripa_int){0}, &s->arena, &product, &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_outcome(s, &kripa_product_schema, product, "%s %s.", product->name, done);
}

enum kripa_status cmd_product_edit(struct session *s, const struct input *in)
{
    struct kripa_product wanted = {0};
    kripa_given given;
    enum kripa_status status = decode(s, in, &wanted, &given);
    if (status != KRIPA_OK)
        return status;
    if (!given)
        return session_usage(s, "nothing to change: see kripactl product edit --help");
    return change(s, in->args[0], &wanted, given, "is changed");
}

static enum kripa_status set_active(struct session *s, const struct input *in, const char *name,
                                    bool active)
{
    (void)in;
    const char *done = active ? "can be seen and bought" : "is hidden";
    const struct kripa_product wanted = {.active = active};
    return change(s, name, &wanted, kripa_schema_bit(&kripa_product_schema, "active"), done);
}

EACH_ARGUMENT(cmd_product_hide, set_active, false)

EACH_ARGUMENT(cmd_product_unhide, set_active, true)

static enum kripa_status delete_one(struct session *s, const struct input *in, const char *name)
{
    (void)in;
    struct kripa_product *product;
    enum kripa_status status = named_product(s, name, &product);
    if (status == KRIPA_OK)
        status = prompt_confirm(s, "Delete %s (%s)?", product->name,
                                product->sku ? product->sku : product->slug);
    if (status != KRIPA_OK)
        return status;
    const char *done = product->ordered    ? "was ordered before: hidden"
                       : product->reviewed ? "was reviewed before: hidden"
                                           : "is gone";
    status = kripa_product_delete(s->kripa, s->viewer, product->id, &s->arena, &product, &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_outcome(s, &kripa_product_schema, product, "%s %s.", product->name, done);
}

enum kripa_status cmd_product_delete(struct session *s, const struct input *in)
{
    return each_argument(s, in, delete_one);
}
