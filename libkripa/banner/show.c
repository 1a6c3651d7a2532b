/* SPDX-License-Identifier: MIT
 * Prepares banners to be shown: with their products as this viewer sees them. */
#include "base/status.h"
#include "catalog/catalog.h"
#include "core/found.h"
#include "internal.h"
#include "media/media.h"

#define CTA_LABEL_DEFAULT "Shop now"

static void make_product(const struct kripa_product *product, enum kripa_role role,
                         struct kripa_banner_product *out)
{
    struct kripa_product seen = *product;
    kp_product_mask(&seen, role);
    *out = (struct kripa_banner_product){
        .id = seen.id,
        .name = seen.name,
        .slug = seen.slug,
        .price_paise = seen.price_paise,
        .retailer_price_paise = seen.retailer_price_paise,
        .price_bulk_paise = seen.price_bulk_paise,
        .min_bulk_qty = seen.min_bulk_qty,
        .images = seen.images,
        .images_count = seen.images_count,
        .stock = seen.stock,
    };
}

static void show_products(const struct kp_call *call, const struct kp_found *found,
                          struct kripa_banner_product *shown, struct kripa_banner *banners,
                          size_t count, bool hidden_too)
{
    const struct kripa_product *products = (const struct kripa_product *)(void *)found->at;
    for (size_t i = 0; i < count; i++) {
        size_t place = kp_found_place(found, banners[i].product);
        if (place == found->count || !(products[place].active || hidden_too))
            continue;
        make_product(&products[place], call->viewer.role, &shown[i]);
        banners[i].product_shown = &shown[i];
    }
}

/* The banner's own, and those of its product. */
static enum kripa_status show_pictures(const struct kp_call *call, struct kripa_banner *banner)
{
    struct kripa_image *image = &banner->image;
    enum kripa_status status = kp_images_show(call, &image, 1);
    if (status == KRIPA_OK)
        banner->image = *image;
    if (status != KRIPA_OK || !banner->product_shown)
        return status;
    return kp_images_show(call, &banner->product_shown->images,
                          banner->product_shown->images_count);
}

enum kripa_status kp_banners_show(const struct kp_call *call, struct kripa_banner *banners,
                                  size_t count, bool hidden_too)
{
    struct kp_found found;
    struct kripa_id *ids = kripa_arena_alloc(call->arena, sizeof *ids, count);
    struct kripa_banner_product *shown = kripa_arena_alloc(call->arena, sizeof *shown, count);
    if (!ids || !shown)
        return kp_no_memory(call->err);
    size_t named = 0;
    for (size_t i = 0; i < count; i++) {
        if (!banners[i].cta_label)
            banners[i].cta_label = CTA_LABEL_DEFAULT;
        if (!kripa_id_is_zero(banners[i].product))
            ids[named++] = banners[i].product;
    }
    enum kripa_status status = kp_find_all(call, &kripa_product_schema, ids, named, &found);
    if (status == KRIPA_OK)
        show_products(call, &found, shown, banners, count, hidden_too);
    for (size_t i = 0; status == KRIPA_OK && i < count; i++)
        status = show_pictures(call, &banners[i]);
    return status;
}
