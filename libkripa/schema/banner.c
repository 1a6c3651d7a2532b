/* SPDX-License-Identifier: MIT
 * The tables of banners. */
#include "base/fields.h"
#include "schema.h"
#include "sorts.h"

NAMES(banner_status, "active", "inactive")

static const struct kripa_field kp_banner_product_fields[] = {
    ID(banner_product, id, "_id", .doc = "The id of the product."),
    TEXT(banner_product, name, "name", 1, KRIPA_PRODUCT_NAME_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "The name of the product now."),
    TEXT(banner_product, slug, "slug", 1, KRIPA_SLUG_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "The product's name in URLs."),
    MONEY(banner_product, price, "price", 0, KRIPA_PRICE_PAISE_MAX,
          .doc = "The retail price in rupees, tax included."),
    OPT_MONEY(banner_product, retailer_price, "retailer_price", 1, KRIPA_PRICE_PAISE_MAX,
              .readable_by = KRIPA_TRADE, .doc = "The trade price in rupees."),
    OPT_MONEY(banner_product, price_bulk, "price_bulk", 1, KRIPA_PRICE_PAISE_MAX,
              .readable_by = KRIPA_TRADE, .doc = "The bulk price in rupees."),
    OPT_INT(banner_product, min_bulk_qty, "min_bulk_qty", 0, KRIPA_QTY_MAX,
            .readable_by = KRIPA_TRADE, .doc = "The quantity from which the bulk price holds."),
    LIST(banner_product, images, "images", 0, KRIPA_IMAGES_MAX, image,
         .doc = "Pictures of the product."),
    INT(banner_product, stock, "stock", 0, KRIPA_STOCK_MAX, .doc = "The number of units on hand."),
};
SCHEMA(banner_product, NULL, .readable_by = KRIPA_ANYONE, .doc = "The product of a banner.");

#define SEEN_SET .readable_by = KRIPA_ANYONE, .writable_by = KRIPA_ADMINS
static const struct kripa_field kp_banner_fields[] = {
    ID(banner, id, "_id", .readable_by = KRIPA_ANYONE, .doc = "The id of the banner."),
    TEXT(banner, title, "title", 1, KRIPA_BANNER_TITLE_MAX,
         .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED, SEEN_SET, .doc = "The headline of the banner.",
         .example = "Diwali lights"),
    TEXT(banner, subtitle, "subtitle", 1, KRIPA_BANNER_TITLE_MAX, .flags = KRIPA_SHOW_BLANK,
         SEEN_SET, .doc = "A line of text below the headline.", .example = "Up to 20 % off"),
    TEXT(banner, badge, "badge", 1, KRIPA_BANNER_LABEL_MAX, .flags = KRIPA_SHOW_BLANK, SEEN_SET,
         .doc = "A word or two beside the headline.", .example = "New"),
    TEXT(banner, cta_label, "ctaLabel", 1, KRIPA_BANNER_LABEL_MAX, .flags = KRIPA_SHOW_BLANK,
         SEEN_SET, .doc = "The text of the button; \"Shop now\" if left out.",
         .example = "See them"),
    ID(banner, product, "product", .doc = "The product that the banner is for."),
    TEXT(banner, product_given, "product", 1, KRIPA_SLUG_MAX, .flags = KRIPA_UNSTORED,
         .writable_by = KRIPA_ADMINS, .doc = "The product that the banner is for, by id or slug.",
         .example = KP_EXAMPLE_ID),
    OPT_RECORD(banner, product_shown, "product", banner_product,
               .flags = KRIPA_UNSTORED | KRIPA_SHOW_NULL, .readable_by = KRIPA_ANYONE,
               .doc = "The product as it is now; null if there is none."),
    RECORD(banner, image, "image", image, .readable_by = KRIPA_ANYONE, .writable_by = KRIPA_NOBODY,
           .doc = "The picture; its url is \"\" if there is none."),
    ENUM(banner, status, "status", banner_status, .flags = KRIPA_INDEX, SEEN_SET,
         .doc = "Whether the banner may be shown.", .example = "active"),
    INT(banner, sort_order, "sortOrder", -KRIPA_BANNER_ORDER_MAX, KRIPA_BANNER_ORDER_MAX,
        .flags = KRIPA_INDEX, SEEN_SET,
        .doc = "Its place: the lowest number comes first; 0 if left out.", .example = "2"),
    TEXT(banner, starts_given, "startsAt", 1, 40, .flags = KRIPA_UNSTORED,
         .format = KRIPA_FORMAT_DAY, .writable_by = KRIPA_ADMINS,
         .doc = "From when on it is shown: a day (00:00 UTC) or an instant.",
         .example = "2026-11-01"),
    TEXT(banner, ends_given, "endsAt", 1, 40, .flags = KRIPA_UNSTORED, .format = KRIPA_FORMAT_DAY,
         .writable_by = KRIPA_ADMINS,
         .doc = "From when on it is shown no more: a day (00:00 UTC) or an instant.",
         .example = "2026-11-15"),
    TIME(banner, starts_at, "startsAt", .readable_by = KRIPA_ANYONE,
         .doc = "From when on it is shown."),
    TIME(banner, ends_at, "endsAt", .readable_by = KRIPA_ANYONE,
         .doc = "From when on it is shown no more."),
    INT(banner, revision, "revision", 0, INT64_MAX,
        .doc = "How often the record was edited; raised by every edit."),
    TIME(banner, created_at, "createdAt", .flags = KRIPA_ALWAYS | KRIPA_INDEX,
         .readable_by = KRIPA_ANYONE, .doc = "When the banner was made."),
    TIME(banner, updated_at, "updatedAt", .flags = KRIPA_ALWAYS, .readable_by = KRIPA_ANYONE,
         .doc = "When the banner was last changed."),
};
SCHEMA(banner, "banners", .doc = "A banner on the first page of the shop.");

static const struct kripa_field kp_banner_filter_fields[] = {
    PAGING_FIELDS(banner_filter, kp_banner_sort_names),
    TEXT(banner_filter, status, "status", 1, 16, .names = kp_banner_status_names,
         .doc = "Only banners with this status."),
};
SCHEMA(banner_filter, NULL, .writable_by = KRIPA_ADMINS, .doc = "Which banners a list shows.");
