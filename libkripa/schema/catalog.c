/* SPDX-License-Identifier: MIT
 * The tables of the catalogue and of stock. Who may see trade prices is decided here and nowhere
 * else. */
#include "base/fields.h"
#include "schema.h"

NAMES(category_status, "active", "inactive")
NAMES(ledger_kind, "opening", "set", "add", "form", "order", "cancel", "correct")

static const struct kripa_field kp_category_ref_fields[] = {
    ID(category_ref, id, "_id", .doc = "The id of the category."),
    TEXT(category_ref, name, "name", 1, KRIPA_CATEGORY_NAME_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "The name of the category."),
    TEXT(category_ref, slug, "slug", 1, KRIPA_SLUG_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "The category's name in URLs."),
};
SCHEMA(category_ref, NULL, .readable_by = KRIPA_ANYONE, .doc = "A category in short form.");

static const struct kripa_field kp_category_fields[] = {
    ID(category, id, "_id", .readable_by = KRIPA_ANYONE, .doc = "The id of the category."),
    TEXT(category, name, "name", 1, KRIPA_CATEGORY_NAME_MAX,
         .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED, .readable_by = KRIPA_ANYONE,
         .writable_by = KRIPA_ADMINS,
         .doc = "The name; unique among the categories with the same parent.",
         .example = "Desk lamps"),
    TEXT(category, slug, "slug", 1, KRIPA_SLUG_MAX, .flags = KRIPA_SHOW_BLANK | KRIPA_UNIQUE,
         .format = KRIPA_FORMAT_SLUG, .readable_by = KRIPA_ANYONE, .writable_by = KRIPA_ADMINS,
         .doc = "The name in URLs; made from the name if not given."),
    TEXT(category, description, "description", 1, KRIPA_DESCRIPTION_MAX,
         .format = KRIPA_FORMAT_TEXT, .readable_by = KRIPA_ANYONE, .writable_by = KRIPA_ADMINS,
         .doc = "A description of what is in the category.", .example = "For reading and writing."),
    TEXT(category, logo, "logo", 1, KRIPA_URL_MAX, .format = KRIPA_FORMAT_URL,
         .flags = KRIPA_SHOW_BLANK, .readable_by = KRIPA_ANYONE, .writable_by = KRIPA_ADMINS,
         .doc = "The URL of a picture, or \"\"."),
    ENUM(category, status, "status", category_status, .readable_by = KRIPA_ANYONE,
         .writable_by = KRIPA_ADMINS,
         .doc = "Inactive ones are hidden from lists; their products are not."),
    ID(category, parent, "parent", .flags = KRIPA_INDEX, .readable_by = KRIPA_ANYONE,
       .doc = "The category one level above."),
    TEXT(category, parent_given, "parent", 1, KRIPA_SLUG_MAX, .alias = "category_id",
         .flags = KRIPA_UNSTORED, .writable_by = KRIPA_ADMINS,
         .doc = "The category one level above, by id or slug.", .example = "lamps"),
    ID(category, parent, "category_id", .flags = KRIPA_UNSTORED, .readable_by = KRIPA_ANYONE,
       .doc = "The category one level above, under an older name."),
    TEXT(category, sibling_key, "siblingKey", 1, 256, .flags = KRIPA_UNIQUE,
         .doc = "The parent's id and the folded name; keeps names unique among siblings."),
    LIST(category, children, "children", 0, KRIPA_CATEGORIES_MAX, category, .flags = KRIPA_UNSTORED,
         .readable_by = KRIPA_ANYONE,
         .doc = "The categories one level below, if a tree was asked for."),
    INT(category, revision, "revision", 0, INT64_MAX,
        .doc = "How often the record was edited; raised by every edit."),
    TIME(category, created_at, "createdAt", .readable_by = KRIPA_ANYONE, .flags = KRIPA_ALWAYS,
         .doc = "When the category was made."),
    TIME(category, updated_at, "updatedAt", .readable_by = KRIPA_ANYONE, .flags = KRIPA_ALWAYS,
         .doc = "When the category was last changed."),
};
SCHEMA(category, "categories", .doc = "A category; categories form a tree of at most 3 levels.");

/* The same record in the lists for admins. */
static const struct kripa_field kp_listed_category_fields[] = {
    ID(category, id, "_id", .doc = "The id of the category."),
    TEXT(category, name, "name", 1, KRIPA_CATEGORY_NAME_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "The name; unique among the categories with the same parent."),
    TEXT(category, slug, "slug", 1, KRIPA_SLUG_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "The name in URLs; made from the name if not given."),
    TEXT(category, description, "description", 1, KRIPA_DESCRIPTION_MAX,
         .doc = "A description of what is in the category."),
    TEXT(category, logo, "logo", 1, KRIPA_URL_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "The URL of a picture, or \"\"."),
    ENUM(category, status, "status", category_status,
         .doc = "Inactive ones are hidden from lists; their products are not."),
    ID(category, parent, "parent", .doc = "The category one level above."),
    OPT_RECORD(category, parent_shown, "category_id", category_ref,
               .doc = "The category one level above."),
    TIME(category, created_at, "createdAt", .flags = KRIPA_ALWAYS,
         .doc = "When the category was made."),
    TIME(category, updated_at, "updatedAt", .flags = KRIPA_ALWAYS,
         .doc = "When the category was last changed."),
};
const struct kripa_schema kripa_listed_category_schema = {
    .name = "listed_category",
    .size = sizeof(struct kripa_category),
    .count = sizeof kp_listed_category_fields / sizeof *kp_listed_category_fields,
    .fields = kp_listed_category_fields,
    .readable_by = KRIPA_ADMINS,
    .doc = "A category as admins see it in lists, with the name of its parent.",
};

static const struct kripa_field kp_subcategory_fields[] = {
    ID(subcategory, id, "_id", .doc = "The id of the subcategory."),
    ID(subcategory, category, "category_id", .doc = "The category that it belongs to."),
    TEXT(subcategory, name, "name", 1, KRIPA_CATEGORY_NAME_MAX,
         .doc = "The name of the subcategory."),
    TEXT(subcategory, slug, "slug", 1, KRIPA_SLUG_MAX, .doc = "The subcategory's name in URLs."),
    TEXT(subcategory, description, "description", 1, KRIPA_DESCRIPTION_MAX,
         .format = KRIPA_FORMAT_TEXT, .doc = "A description of what is in it."),
    TEXT(subcategory, logo, "logo", 1, KRIPA_URL_MAX, .format = KRIPA_FORMAT_URL,
         .doc = "The URL of a picture."),
    ENUM(subcategory, status, "status", category_status,
         .doc = "Whether the subcategory is shown."),
    TIME(subcategory, created_at, "createdAt", .doc = "When the record was made."),
    TIME(subcategory, updated_at, "updatedAt", .doc = "When the record was last changed."),
};
SCHEMA(subcategory, "subcategories",
       .doc = "A subcategory of an earlier application; the migration makes a category of it.");

static const struct kripa_field kp_category_filter_fields[] = {
    TEXT(category_filter, category_id, "category_id", 1, KRIPA_SLUG_MAX,
         .writable_by = KRIPA_ANYONE,
         .doc = "Only the categories one level below this one, by id or slug."),
    INT(category_filter, tree, "tree", 0, 1, .writable_by = KRIPA_ANYONE,
        .doc = "Send 1 to get the categories as a tree."),
};
SCHEMA(category_filter, NULL, .doc = "Which categories a list shows.");

static const struct kripa_field kp_toggle_body_fields[] = {
    TEXT(toggle_body, status, "status", 1, 16, .names = kp_category_status_names,
         .doc = "The new status; when left out, the opposite of now.", .example = "inactive"),
};
SCHEMA(toggle_body, NULL, .writable_by = KRIPA_ADMINS,
       .doc = "Whether to show or hide a category.");

static const struct kripa_field kp_image_fields[] = {
    TEXT(image, url, "url", 1, KRIPA_URL_MAX, .format = KRIPA_FORMAT_URL,
         .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED, .doc = "The URL of the picture.",
         .example = "https://example.in/fan.jpg"),
    TEXT(image, public_id, "public_id", 1, KRIPA_PUBLIC_ID_MAX, .flags = KRIPA_KEY,
         .doc = "The picture's name in the media store."),
    TEXT(image, thumb, "thumb", 1, KRIPA_URL_MAX, .format = KRIPA_FORMAT_URL,
         .flags = KRIPA_UNSTORED | KRIPA_ANY_TYPE,
         .doc = "The URL of a smaller picture of it, for lists; what is sent here is dropped."),
};
SCHEMA(image, NULL, .readable_by = KRIPA_ANYONE, .writable_by = KRIPA_ADMINS,
       .doc = "A picture of a product.");

static const struct kripa_field kp_rating_fields[] = {
    HUNDREDTHS(rating, average, "average", 0, INT64_C(100) * KRIPA_STARS_MAX,
               .doc = "The average number of stars; 0 without a review."),
    INT(rating, count, "count", 0, INT64_MAX, .doc = "The number of reviews."),
};
SCHEMA(rating, NULL, .readable_by = KRIPA_ANYONE, .doc = "What a product's reviews come to.");

#define SEEN_SET .readable_by = KRIPA_ANYONE, .writable_by = KRIPA_ADMINS
#define STARS(n)                                                                                   \
    INT(product, stars[(n)-1], "stars" #n, 0, INT64_MAX, .readable_by = KRIPA_NOBODY,              \
        .doc = "The number of reviews that give as many stars.")
static const struct kripa_field kp_product_fields[] = {
    ID(product, id, "_id", .readable_by = KRIPA_ANYONE, .doc = "The id of the product."),
    TEXT(product, name, "name", 1, KRIPA_PRODUCT_NAME_MAX,
         .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED | KRIPA_UNIQUE, SEEN_SET,
         .doc = "The name of the product; unique.", .example = "Bajaj Desk Lamp 9 W"),
    TEXT(product, slug, "slug", 1, KRIPA_SLUG_MAX, .flags = KRIPA_SHOW_BLANK | KRIPA_UNIQUE,
         .format = KRIPA_FORMAT_SLUG, SEEN_SET,
         .doc = "The name in URLs; made from the name if not given."),
    TEXT(product, sku, "sku", 1, KRIPA_SKU_MAX, .flags = KRIPA_UNIQUE, .format = KRIPA_FORMAT_SKU,
         SEEN_SET, .doc = "The shop's own article number; unique.", .example = "LAMP-9W"),
    TEXT(product, description, "description", 1, KRIPA_DESCRIPTION_MAX, .format = KRIPA_FORMAT_TEXT,
         .flags = KRIPA_SHOW_BLANK, SEEN_SET, .doc = "A description of the product.",
         .example = "Warm light, two years of warranty."),
    ID(product, category, "categoryLeaf", .readable_by = KRIPA_NOBODY,
       .doc = "The deepest category that the product is in."),
    TEXT(product, category_given, "category", 1, KRIPA_SLUG_MAX, .alias = "category_id",
         .flags = KRIPA_UNSTORED, .writable_by = KRIPA_ADMINS,
         .doc = "A category of any level, by id or slug.", .example = "lamps"),
    TEXT(product, subcategory_given, "subcategory", 1, KRIPA_SLUG_MAX, .alias = "subcategory_id",
         .flags = KRIPA_UNSTORED, .writable_by = KRIPA_ADMINS,
         .doc = "A category below `category`, by id or slug."),
    OPT_RECORD(product, category_shown, "category", category_ref, .flags = KRIPA_UNSTORED,
               .readable_by = KRIPA_ANYONE,
               .doc = "The top-level category that the product is in."),
    OPT_RECORD(product, subcategory_shown, "subcategory_id", category_ref, .flags = KRIPA_UNSTORED,
               .readable_by = KRIPA_ANYONE,
               .doc = "The deepest category, if it is not a top-level one."),
    MONEY(product, price, "price", 1, KRIPA_PRICE_PAISE_MAX, .flags = KRIPA_REQUIRED | KRIPA_INDEX,
          SEEN_SET, .doc = "The retail price in rupees, tax included.", .example = "1899"),
    OPT_MONEY(product, retailer_price, "retailer_price", 1, KRIPA_PRICE_PAISE_MAX,
              .readable_by = KRIPA_TRADE, .writable_by = KRIPA_ADMINS,
              .doc = "The trade price in rupees; at most the retail price.", .example = "1650"),
    OPT_MONEY(product, price_bulk, "price_bulk", 1, KRIPA_PRICE_PAISE_MAX,
              .readable_by = KRIPA_TRADE, .writable_by = KRIPA_ADMINS,
              .doc = "The bulk price in rupees; at most the trade price.", .example = "1575.50"),
    OPT_INT(
        product, min_bulk_qty, "min_bulk_qty", 0, KRIPA_QTY_MAX, .readable_by = KRIPA_TRADE,
        .writable_by = KRIPA_ADMINS,
        .doc = "The quantity from which the bulk price holds; 0, 1 or absent means from the first.",
        .example = "10"),
    INT(product, stock, "stock", 0, KRIPA_STOCK_MAX, .flags = KRIPA_INDEX, SEEN_SET,
        .doc = "The number of units on hand.", .example = "25"),
    OPT_INT(product, low_stock_threshold, "low_stock_threshold", 0, KRIPA_STOCK_MAX,
            .readable_by = KRIPA_ADMINS, .writable_by = KRIPA_ADMINS,
            .doc = "Stock below this number is low; if absent, the shop's own threshold holds.",
            .example = "5"),
    OPT_INT(product, stock_headroom, "stock_spare", INT64_MIN, INT64_MAX, .flags = KRIPA_INDEX,
            .readable_by = KRIPA_NOBODY,
            .doc = "The headroom: stock minus threshold, if there is a threshold."),
    TEXT(product, hsn, "hsn", 1, KRIPA_HSN_MAX, .format = KRIPA_FORMAT_HSN, SEEN_SET,
         .doc = "The HSN code for GST.", .example = "9405"),
    OPT_RATE(product, gst_rate, "gst_rate", 0, KRIPA_GST_RATE_MAX, SEEN_SET,
             .doc = "The GST rate in percent.", .example = "18"),
    LIST(product, images, "images", 0, KRIPA_IMAGES_MAX, image, SEEN_SET,
         .doc = "Pictures of the product; the first one is shown in lists."),
    TEXTS(product, tags, "tags", 0, KRIPA_TAGS_MAX, .flags = KRIPA_INDEX, SEEN_SET,
          .doc = "The brand and other tags to find it by.", .example = "[\"Bajaj\",\"lamp\"]"),
    BOOL(product, active, "active", .readable_by = KRIPA_ADMINS, .writable_by = KRIPA_ADMINS,
         .default_value = 1,
         .doc = "Whether the product is shown; only admins see hidden ones. True if left out."),
    TEXT(product, name_key, "nameKey", 0, KRIPA_NAME_KEY_BYTES_MAX, .flags = KRIPA_INDEX,
         .readable_by = KRIPA_NOBODY, .doc = "The folded name, which lists are sorted by."),
    BOOL(product, ordered, "ordered", .readable_by = KRIPA_NOBODY,
         .doc = "Whether the product was ever ordered."),
    INT(product, sold, "sold", INT64_MIN, INT64_MAX, .flags = KRIPA_INDEX,
        .readable_by = KRIPA_ADMINS, .doc = "The number of units sold."),
    MONEY(product, sold, "soldAmount", INT64_MIN, INT64_MAX, .readable_by = KRIPA_NOBODY,
          .doc = "What the units sold came to, in rupees."),
    INT(product, revision, "revision", 0, INT64_MAX, .readable_by = KRIPA_NOBODY,
        .doc = "How often the record was edited; raised by every edit."),
    OPT_RECORD(product, rating, "rating", rating, .flags = KRIPA_UNSTORED,
               .readable_by = KRIPA_ANYONE, .doc = "What its reviews come to, if it has any."),
    TIME(product, created_at, "createdAt", .flags = KRIPA_ALWAYS | KRIPA_INDEX,
         .readable_by = KRIPA_ANYONE, .doc = "When the product was made."),
    TIME(product, updated_at, "updatedAt", .readable_by = KRIPA_ANYONE, .flags = KRIPA_ALWAYS,
         .doc = "When the product was last changed."),
    STARS(1),
    STARS(2),
    STARS(3),
    STARS(4),
    STARS(5),
    BOOL(product, reviewed, "reviewed", .readable_by = KRIPA_NOBODY,
         .doc = "Whether the product was ever reviewed."),
};
static const char *const product_indexes[] = {
    "active,-createdAt",       "active,price", "active,nameKey", "active,-sold",
    "categoryLeaf,-createdAt", NULL,
};
SCHEMA(product, "products", .indexes = product_indexes, .doc = "A product of the shop.");

static const struct kripa_field kp_product_place_fields[] = {
    ID(product_place, id, "_id", .doc = "The id of the product."),
    ID(product_place, leaf, "categoryLeaf", .doc = "The deepest category that the product is in."),
    ID(product_place, top, "category_id", .flags = KRIPA_INDEX,
       .doc = "The top-level category that the product is in."),
    ID(product_place, below, "subcategory_id", .flags = KRIPA_INDEX,
       .doc = "The deepest category, if it is not a top-level one."),
    ID(product_place, old, "Category", .doc = "The top-level category, under an older name."),
};
SCHEMA(product_place, "products", .readable_by = KRIPA_NOBODY,
       .doc = "Where a product stands, under each name that programs know.");

static const char *const availability_names[] = {"in", "out", NULL};
static const struct kripa_field kp_product_filter_fields[] = {
    PAGING_FIELDS(product_filter, kp_product_sort_names),
    TEXT(product_filter, q, "q", 1, KRIPA_QUERY_TEXT_MAX, .alias = "search",
         .format = KRIPA_FORMAT_SEARCH,
         .doc = "Words to search for; the last one may be the beginning of a word."),
    TEXT(product_filter, category, "category", 1, KRIPA_URL_MAX,
         .doc = "Only products of these categories: ids or slugs."),
    TEXT(product_filter, subcategory, "subcategory", 1, KRIPA_URL_MAX,
         .doc = "Only products of these subcategories: ids or slugs."),
    OPT_MONEY(product_filter, price_min, "min", 0, KRIPA_PRICE_PAISE_MAX, .alias = "minPrice",
              .doc = "The lowest price in rupees."),
    OPT_MONEY(product_filter, price_max, "max", 0, KRIPA_PRICE_PAISE_MAX, .alias = "maxPrice",
              .doc = "The highest price in rupees."),
    TEXTS(product_filter, brand, "brand", 0, KRIPA_TAGS_MAX, .flags = KRIPA_UNSPLIT,
          .doc = "Only products with one of these tags; it may be given several times."),
    TEXT(product_filter, availability, "availability", 1, 8, .names = availability_names,
         .doc = "Only products in stock (in), or only others (out)."),
    TEXT(product_filter, active, "active", 1, 5, .names = kp_truth_names,
         .doc = "For admins: only products that are shown (true) or hidden (false)."),
};
SCHEMA(product_filter, NULL, .writable_by = KRIPA_ANYONE, .doc = "Which products a list shows.");

static const struct kripa_field kp_product_body_fields[] = {
    ID(product_body, product, "productId", .flags = KRIPA_ALWAYS | KRIPA_REQUIRED,
       .doc = "The id of the product.", .example = KP_EXAMPLE_ID),
};
SCHEMA(product_body, NULL, .readable_by = KRIPA_SIGNED_IN, .writable_by = KRIPA_SIGNED_IN,
       .doc = "The id of one product.");

static const struct kripa_field kp_stock_change_fields[] = {
    OPT_INT(stock_change, set, "set", 0, KRIPA_STOCK_MAX,
            .doc = "The number of units that are there now."),
    OPT_INT(stock_change, add, "add", -KRIPA_STOCK_MAX, KRIPA_STOCK_MAX,
            .doc = "The number of units that came; below 0, that went.", .example = "10"),
    TEXT(stock_change, reason, "reason", 1, KRIPA_NOTE_MAX, .flags = KRIPA_REQUIRED,
         .doc = "The reason, which is kept in the stock ledger.", .example = "A delivery came."),
};
SCHEMA(stock_change, NULL, .writable_by = KRIPA_ADMINS,
       .doc = "A change of stock: either set or add.");

static const struct kripa_field kp_ledger_entry_fields[] = {
    ID(ledger_entry, id, "_id", .doc = "The id of this entry."),
    ID(ledger_entry, product, "product", .flags = KRIPA_ALWAYS | KRIPA_INDEX,
       .doc = "The product whose stock moved."),
    INT(ledger_entry, delta, "delta", INT64_MIN, INT64_MAX,
        .doc = "The number of units that came; below 0, that went."),
    ENUM(ledger_entry, kind, "kind", ledger_kind, .doc = "The kind of movement."),
    TEXT(ledger_entry, reason, "reason", 1, KRIPA_NOTE_MAX, .doc = "Why the stock moved."),
    ID(ledger_entry, order, "order", .doc = "The order that the movement belongs to."),
    TEXT(ledger_entry, by, "by", 1, KRIPA_ACTOR_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "Who moved it: an account's id, or console:<user>."),
    TIME(ledger_entry, created_at, "createdAt", .flags = KRIPA_ALWAYS,
         .doc = "When the stock moved."),
};
static const char *const ledger_indexes[] = {"product,-createdAt", NULL};
SCHEMA_NAMED(
    ledger_entry, "ledger_row", "stock_ledger", .readable_by = KRIPA_ADMINS,
    .indexes = ledger_indexes,
    .doc = "An entry of the stock ledger: one movement. The stock on hand is the sum of all.");

static const struct kripa_field kp_ledger_filter_fields[] = {
    PAGING_FIELDS(ledger_filter, kp_newest_sort_names),
};
SCHEMA(ledger_filter, NULL, .writable_by = KRIPA_ADMINS,
       .doc = "Which page of the stock ledger a list shows.");
