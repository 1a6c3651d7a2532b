/* SPDX-License-Identifier: MIT
 * Taking a picture from a product: its file goes when nothing else names it (domain.md,
 * "Media"). */
#include <string.h>

#include "base/status.h"
#include "catalog.h"
#include "core/retry.h"
#include "internal.h"
#include "journal/journal.h"
#include "media/media.h"

struct removing {
    struct kripa_id id;
    const char *public_id;
    struct kripa_product *result;
};

/* By its name where it lies, or by its URL when it has none. */
static bool is_called(struct kripa_arena *arena, const struct kripa_image *image, const char *name)
{
    const char *public_id = kp_image_public_id(arena, image);
    return (public_id && strcmp(public_id, name) == 0) ||
           (image->url && strcmp(image->url, name) == 0);
}

/* All but those; NOT_FOUND when it has none such. */
static enum kripa_status leave_out(const struct kp_call *call, const char *name,
                                   struct kripa_product *product)
{
    size_t count = 0;
    struct kripa_image *images = kripa_arena_alloc(
        call->arena, sizeof *images, product->images_count ? product->images_count : 1);
    if (!images)
        return kp_no_memory(call->err);
    for (size_t i = 0; i < product->images_count; i++)
        if (!is_called(call->arena, &product->images[i], name))
            images[count++] = product->images[i];
    if (count == product->images_count)
        return kripa_fail_field(call->err, KRIPA_NOT_FOUND, "publicId",
                                "the product has no such picture");
    product->images = images;
    product->images_count = count;
    return KRIPA_OK;
}

static enum kripa_status write_down(const struct kp_call *call, const struct kripa_product *before,
                                    struct kripa_product *product)
{
    struct kp_change change = kp_change_in(call);
    product->revision++;
    product->updated_at_ms = kp_now_ms(call->kripa);
    kp_update(&change, &kripa_product_schema, product->id);
    kp_require(&change, "images", KRIPA_UNCHANGED, kp_member(before));
    kp_set(&change, "images", kp_member(product));
    kp_touch(&change, product->updated_at_ms);
    kp_audit(&change, "product.edit", kp_id_text(call->arena, product->id), &kripa_product_schema,
             before, product);
    enum kripa_status status = kp_product_images_name(call, &change, before, product);
    return status == KRIPA_OK ? kp_commit(call, &change, NULL) : status;
}

static enum kripa_status remove_once(void *ctx, const struct kp_call *call, bool *lost)
{
    struct removing *removing = ctx;
    void *found;
    enum kripa_status status = kp_find_id(call, &kripa_product_schema, removing->id, &found);
    if (status != KRIPA_OK)
        return status;
    struct kripa_product *product = removing->result = found, before = *product;
    status = leave_out(call, removing->public_id, product);
    if (status == KRIPA_OK)
        status = write_down(call, &before, product);
    *lost = status == KRIPA_CONFLICT || status == KRIPA_EXISTS;
    return status;
}

enum kripa_status kripa_product_image_remove(struct kripa *kripa, struct kripa_viewer viewer,
                                             struct kripa_id id, const char *public_id,
                                             struct kripa_arena *arena, struct kripa_product **out,
                                             struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    static const struct kp_patience patience = {0, KRIPA_CONFLICT,
                                                "others keep changing it: try again", 0};
    struct removing removing = {id, public_id, NULL};
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status == KRIPA_OK)
        status = kp_need_text(public_id, "publicId", err);
    if (status == KRIPA_OK)
        status = kp_retry(&call, &patience, remove_once, &removing);
    if (status == KRIPA_OK)
        status = kp_products_show(&call, removing.result, 1);
    if (status == KRIPA_OK)
        *out = removing.result;
    return status;
}
