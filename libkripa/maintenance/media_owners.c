/* SPDX-License-Identifier: MIT
 * See media_owners.h. */
#include "media_owners.h"

static void of_product(const void *record, struct kp_owned_images *out)
{
    const struct kripa_product *product = record;
    out->at = product->images;
    out->count = product->images_count;
}

static void by_url(const char *url, struct kp_owned_images *out)
{
    out->one = (struct kripa_image){.url = url};
    out->at = &out->one;
    out->count = url != NULL;
}

static void of_account(const void *record, struct kp_owned_images *out)
{
    by_url(((const struct kripa_account *)record)->profile_photo, out);
}

static void of_category(const void *record, struct kp_owned_images *out)
{
    by_url(((const struct kripa_category *)record)->logo, out);
}

static void of_banner(const void *record, struct kp_owned_images *out)
{
    const struct kripa_banner *banner = record;
    out->at = &banner->image;
    out->count = banner->image.url || banner->image.public_id;
}

const struct kp_media_owner kp_media_owners[KP_MEDIA_OWNERS] = {
    {KRIPA_OWNER_PRODUCT, &kripa_product_schema, "images", of_product},
    {KRIPA_OWNER_ACCOUNT, &kripa_account_schema, "profilePhoto", of_account},
    {KRIPA_OWNER_CATEGORY, &kripa_category_schema, "logo", of_category},
    {KRIPA_OWNER_BANNER, &kripa_banner_schema, "image", of_banner},
};
