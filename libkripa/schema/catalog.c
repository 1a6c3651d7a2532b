/* SPDX-License-Identifier: MIT
 * The tables of the catalogue and of stock. Trade prices carry their mask here, and nowhere
 * else. */
#include "base/fields.h"
#include "schema.h"

NAMES(category_status, "active", "inactive")
NAMES(ledger_kind, "opening", "set", "add", "form", "order", "cancel", "correct")

static const struct kripa_field kp_category_ref_fields[] = {
    ID(category_ref, id, "_id", .doc = "The category."),
    TEXT(category_ref, name, "name", 1, KRIPA_CATEGORY_NAME_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "Its name."),
    TEXT(category_ref, slug, "slug", 1, KRIPA_SLUG_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "Its name in URLs."),
};
SCHEMA(category_ref, NULL, .readable_by = KRIPA_ANYONE, .doc = "A category, in short.");

static const struct kripa_field kp_category_fields[] = {
    ID(category, id, "_id", .readable_by = KRIPA_ANYONE, .doc = "The category."),
    TEXT(category, name, "name", 1, KRIPA_CATEGORY_NAME_MAX,
         .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED, .readable_by = KRIPA_ANYONE,
         .writable_by = KRIPA_ADMINS, .doc = "Unique beside its siblings.",
         .example = "Desk lamps"),
    TEXT(category, slug, "slug", 1, KRIPA_SLUG_MAX, .flags = KRIPA_SHOW_BLANK | KRIPA_UNIQUE,
         .format = KRIPA_FORMAT_SLUG, .readable_by = KRIPA_ANYONE, .writable_by = KRIPA_ADMINS,
         .doc = "Its name in URLs; made of the name unless given."),
    TEXT(category, description, "description", 1, KRIPA_DESCRIPTION_MAX,
         .format = KRIPA_FORMAT_TEXT, .readable_by = KRIPA_ANYONE, .writable_by = KRIPA_ADMINS,
         .doc = "What is in it.", .example = "For reading and writing."),
    TEXT(category, logo, "logo", 1, KRIPA_URL_MAX, .format = KRIPA_FORMAT_URL,
         .flags = KRIPA_SHOW_BLANK, .readable_by = KRIPA_ANYONE, .writable_by = KRIPA_ADMINS,
         .doc = "A picture's URL, or \"\"."),
    ENUM(category, status, "status", category_status, .readable_by = KRIPA_ANYONE,
         .writable_by = KRIPA_ADMINS,
         .doc = "An inactive one is not in the public lists; its products are."),
    ID(category, parent, "parent", .flags = KRIPA_INDEX, .readable_by = KRIPA_ANYONE,
       .doc = "The level above."),
    TEXT(category, parent_given, "parent", 1, KRIPA_SLUG_MAX, .alias = "category_id",
         .flags = KRIPA_UNSTORED, .writable_by = KRIPA_ADMINS,
         .doc = "The level above, by id or slug.", .example = "lamps"),
    ID(category, parent, "category_id", .flags = KRIPA_UNSTORED, .readable_by = KRIPA_ANYONE,
       .doc = "The level above, under its older name."),
    TEXT(category, sibling_key, "siblingKey", 1, 256, .flags = KRIPA_UNIQUE,
         .doc = "Parent and folded name."),
    LIST(category, children, "children", 0, KRIPA_CATEGORIES_MAX, category, .flags = KRIPA_UNSTORED,
         .readable_by = KRIPA_ANYONE, .doc = "The level below, in trees."),
    INT(category, revision, "revision", 0, INT64_MAX, .doc = "Raised by every edit."),
    TIME(category, created_at, "createdAt", .readable_by = KRIPA_ANYONE, .flags = KRIPA_ALWAYS,
         .doc = "When it was made."),
    TIME(category, updated_at, "updatedAt", .readable_by = KRIPA_ANYONE, .flags = KRIPA_ALWAYS,
         .doc = "When it was last changed."),
};
SCHEMA(category, "categories", .doc = "A category; a tree of at most 3 levels.");

/* The same record as admins' lists show it. */
static const struct kripa_field kp_listed_category_fields[] = {
    ID(category, id, "_id", .doc = "The category."),
    TEXT(category, name, "name", 1, KRIPA_CATEGORY_NAME_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "Unique beside its siblings."),
    TEXT(category, slug, "slug", 1, KRIPA_SLUG_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "Its name in URLs."),
    TEXT(category, description, "description", 1, KRIPA_DESCRIPTION_MAX, .doc = "What is in it."),
    TEXT(category, logo, "logo", 1, KRIPA_URL_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "A picture's URL, or \"\"."),
    ENUM(category, status, "status", category_status,
         .doc = "An inactive one is not in the public lists; its products are."),
    ID(category, parent, "parent", .doc = "The level above."),
    OPT_RECORD(category, parent_shown, "category_id", category_ref, .doc = "The level above."),
    TIME(category, created_at, "createdAt", .flags = KRIPA_ALWAYS, .doc = "When it was made."),
    TIME(category, updated_at, "updatedAt", .flags = KRIPA_ALWAYS,
         .doc = "When it was last changed."),
};
const struct kripa_schema kripa_listed_category_schema = {
    .name = "listed_category",
    .size = sizeof(struct kripa_category),
    .count = sizeof kp_listed_category_fields / sizeof *kp_listed_category_fields,
    .fields = kp_listed_category_fields,
    .readable_by = KRIPA_ADMINS,
    .doc = "A category, with the one above it by name.",
};

static const struct kripa_field kp_subcategory_fields[] = {
    ID(subcategory, id, "_id", .doc = "The subcategory."),
    ID(subcategory, category, "category_id", .doc = "The category it lies in."),
    TEXT(subcategory, name, "name", 1, KRIPA_CATEGORY_NAME_MAX, .doc = "Its name."),
    TEXT(subcategory, slug, "slug", 1, KRIPA_SLUG_MAX, .doc = "Its name in URLs."),
    TEXT(subcategory, description, "description", 1, KRIPA_DESCRIPTION_MAX,
         .format = KRIPA_FORMAT_TEXT, .doc = "What is in it."),
    TEXT(subcategory, logo, "logo", 1, KRIPA_URL_MAX, .format = KRIPA_FORMAT_URL,
         .doc = "A picture's URL."),
    ENUM(subcategory, status, "status", category_status, .doc = "Whether it is shown."),
    TIME(subcategory, created_at, "createdAt", .doc = "When it was made."),
    TIME(subcategory, updated_at, "updatedAt", .doc = "When it was last changed."),
};
SCHEMA(subcategory, "subcategories",
       .doc = "What an earlier app kept below a category; the migration makes a category of it.");

static const struct kripa_field kp_category_filter_fields[] = {
    TEXT(category_filter, category_id, "category_id", 1, KRIPA_SLUG_MAX,
         .writable_by = KRIPA_ANYONE, .doc = "Only the level below this one, by id or slug."),
    INT(category_filter, tree, "tree", 0, 1, .writable_by = KRIPA_ANYONE, .doc = "1: nested."),
};
SCHEMA(category_filter, NULL, .doc = "Which categories.");

static const struct kripa_field kp_toggle_body_fields[] = {
    TEXT(toggle_body, status, "status", 1, 16, .names = kp_category_status_names,
         .doc = "Left out: the other of what it is.", .example = "inactive"),
};
SCHEMA(toggle_body, NULL, .writable_by = KRIPA_ADMINS, .doc = "Shows or hides a category.");

static const struct kripa_field kp_image_fields[] = {
    TEXT(image, url, "url", 1, KRIPA_URL_MAX, .format = KRIPA_FORMAT_URL,
         .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED, .doc = "Where it is.",
         .example = "https://example.in/fan.jpg"),
    TEXT(image, public_id, "public_id", 1, KRIPA_PUBLIC_ID_MAX, .flags = KRIPA_KEY,
         .doc = "Its name in the media store."),
};
SCHEMA(image, NULL, .readable_by = KRIPA_ANYONE, .writable_by = KRIPA_ADMINS, .doc = "A picture.");

#define SEEN_SET .readable_by = KRIPA_ANYONE, .writable_by = KRIPA_ADMINS
static const struct kripa_field kp_product_fields[] = {
    ID(product, id, "_id", .readable_by = KRIPA_ANYONE, .doc = "The product."),
    TEXT(product, name, "name", 1, KRIPA_PRODUCT_NAME_MAX,
         .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED | KRIPA_UNIQUE, SEEN_SET, .doc = "Unique.",
         .example = "Bajaj Desk Lamp 9 W"),
    TEXT(product, slug, "slug", 1, KRIPA_SLUG_MAX, .flags = KRIPA_SHOW_BLANK | KRIPA_UNIQUE,
         .format = KRIPA_FORMAT_SLUG, SEEN_SET,
         .doc = "Its name in URLs; made of the name unless given."),
    TEXT(product, sku, "sku", 1, KRIPA_SKU_MAX, .flags = KRIPA_UNIQUE, .format = KRIPA_FORMAT_SKU,
         SEEN_SET, .doc = "The shop's own article number.", .example = "LAMP-9W"),
    TEXT(product, description, "description", 1, KRIPA_DESCRIPTION_MAX, .format = KRIPA_FORMAT_TEXT,
         .flags = KRIPA_SHOW_BLANK, SEEN_SET, .doc = "What it is.",
         .example = "Warm light, two years of warranty."),
    ID(product, category, "categoryLeaf", .readable_by = KRIPA_NOBODY,
       .doc = "The deepest category."),
    ID(product, category_top, "category_id", .flags = KRIPA_INDEX, .readable_by = KRIPA_NOBODY,
       .doc = "The top level above it."),
    ID(product, category_below, "subcategory_id", .flags = KRIPA_INDEX, .readable_by = KRIPA_NOBODY,
       .doc = "The deepest, when it lies below the top."),
    ID(product, category_old, "Category", .readable_by = KRIPA_NOBODY,
       .doc = "An older name of category_id."),
    TEXT(product, category_given, "category", 1, KRIPA_SLUG_MAX, .alias = "category_id",
         .flags = KRIPA_UNSTORED, .writable_by = KRIPA_ADMINS,
         .doc = "A category of any level, by id or slug.", .example = "lamps"),
    TEXT(product, subcategory_given, "subcategory", 1, KRIPA_SLUG_MAX, .alias = "subcategory_id",
         .flags = KRIPA_UNSTORED, .writable_by = KRIPA_ADMINS,
         .doc = "One below it, by id or slug."),
    OPT_RECORD(product, category_shown, "category", category_ref, .flags = KRIPA_UNSTORED,
               .readable_by = KRIPA_ANYONE, .doc = "The top level."),
    OPT_RECORD(product, subcategory_shown, "subcategory_id", category_ref, .flags = KRIPA_UNSTORED,
               .readable_by = KRIPA_ANYONE, .doc = "The deepest, when it lies below the top."),
    MONEY(product, price, "price", 1, KRIPA_PRICE_PAISE_MAX, .flags = KRIPA_REQUIRED | KRIPA_INDEX,
          SEEN_SET, .doc = "Retail price in rupees, tax included.", .example = "1899"),
    OPT_MONEY(product, retailer_price, "retailer_price", 1, KRIPA_PRICE_PAISE_MAX,
              .readable_by = KRIPA_TRADE, .writable_by = KRIPA_ADMINS,
              .doc = "Trade price; at most the price.", .example = "1650"),
    OPT_MONEY(product, price_bulk, "price_bulk", 1, KRIPA_PRICE_PAISE_MAX,
              .readable_by = KRIPA_TRADE, .writable_by = KRIPA_ADMINS,
              .doc = "Bulk price; at most the trade price.", .example = "1575.50"),
    OPT_INT(product, min_bulk_qty, "min_bulk_qty", 0, KRIPA_QTY_MAX, .readable_by = KRIPA_TRADE,
            .writable_by = KRIPA_ADMINS, .doc = "From how many on; 0, 1 or absent: from the first.",
            .example = "10"),
    INT(product, stock, "stock", 0, KRIPA_STOCK_MAX, .flags = KRIPA_INDEX, SEEN_SET,
        .doc = "How many are there.", .example = "25"),
    OPT_INT(product, low_stock_threshold, "low_stock_threshold", 0, KRIPA_STOCK_MAX,
            .readable_by = KRIPA_ADMINS, .writable_by = KRIPA_ADMINS,
            .doc = "Below it the stock is low; absent: the shop's own threshold.", .example = "5"),
    OPT_INT(product, stock_headroom, "stock_spare", INT64_MIN, INT64_MAX, .flags = KRIPA_INDEX,
            .readable_by = KRIPA_NOBODY, .doc = "stock - threshold, where there is one."),
    TEXT(product, hsn, "hsn", 1, KRIPA_HSN_MAX, .format = KRIPA_FORMAT_HSN, SEEN_SET,
         .doc = "HSN code.", .example = "9405"),
    OPT_RATE(product, gst_rate, "gst_rate", 0, KRIPA_GST_RATE_MAX, SEEN_SET,
             .doc = "GST in percent.", .example = "18"),
    LIST(product, images, "images", 0, KRIPA_IMAGES_MAX, image, SEEN_SET,
         .doc = "Pictures, the first one first."),
    TEXTS(product, tags, "tags", 0, KRIPA_TAGS_MAX, .flags = KRIPA_INDEX, SEEN_SET,
          .doc = "Brand and other marks.", .example = "[\"Bajaj\",\"lamp\"]"),
    BOOL(product, active, "active", .readable_by = KRIPA_ADMINS, .writable_by = KRIPA_ADMINS,
         .default_value = 1, .doc = "A hidden product exists for admins only; true when left out."),
    TEXT(product, name_key, "nameKey", 0, KRIPA_NAME_KEY_BYTES_MAX, .flags = KRIPA_INDEX,
         .readable_by = KRIPA_NOBODY, .doc = "The folded name, for sorting."),
    BOOL(product, ordered, "ordered", .readable_by = KRIPA_NOBODY, .doc = "Was ever ordered."),
    INT(product, sold, "sold", INT64_MIN, INT64_MAX, .flags = KRIPA_INDEX,
        .readable_by = KRIPA_ADMINS, .doc = "Units sold."),
    INT(product, revision, "revision", 0, INT64_MAX, .readable_by = KRIPA_NOBODY,
        .doc = "Raised by every edit."),
    TIME(product, created_at, "createdAt", .flags = KRIPA_ALWAYS | KRIPA_INDEX,
         .readable_by = KRIPA_ANYONE, .doc = "When it was made."),
    TIME(product, updated_at, "updatedAt", .readable_by = KRIPA_ANYONE, .flags = KRIPA_ALWAYS,
         .doc = "When it was last changed."),
};
static const char *const product_indexes[] = {
    "active,-createdAt",       "active,price", "active,nameKey", "active,-sold",
    "categoryLeaf,-createdAt", NULL,
};
SCHEMA(product, "products", .indexes = product_indexes, .doc = "An article of the shop.");

static const char *const availability_names[] = {"in", "out", NULL};
static const struct kripa_field kp_product_filter_fields[] = {
    PAGING_FIELDS(product_filter, kp_product_sort_names),
    TEXT(product_filter, q, "q", 1, KRIPA_QUERY_TEXT_MAX, .alias = "search",
         .format = KRIPA_FORMAT_SEARCH, .doc = "Words, the last one as a prefix."),
    TEXT(product_filter, category, "category", 1, KRIPA_URL_MAX,
         .doc = "By id or slug, one or a comma list."),
    TEXT(product_filter, subcategory, "subcategory", 1, KRIPA_URL_MAX,
         .doc = "By id or slug, one or a comma list."),
    OPT_MONEY(product_filter, price_min, "min", 0, KRIPA_PRICE_PAISE_MAX, .alias = "minPrice",
              .doc = "Price from."),
    OPT_MONEY(product_filter, price_max, "max", 0, KRIPA_PRICE_PAISE_MAX, .alias = "maxPrice",
              .doc = "Price to."),
    TEXTS(product_filter, brand, "brand", 0, KRIPA_TAGS_MAX, .flags = KRIPA_UNSPLIT,
          .doc = "Any of a comma list of tags; sent twice or more, each is a tag, commas and all."),
    TEXT(product_filter, availability, "availability", 1, 8, .names = availability_names,
         .doc = "Only what is in stock, or only what is not."),
    TEXT(product_filter, active, "active", 1, 5, .names = kp_truth_names,
         .doc = "Only shown or only hidden ones, for admins; others see shown ones."),
};
SCHEMA(product_filter, NULL, .writable_by = KRIPA_ANYONE, .doc = "Which products.");

static const struct kripa_field kp_product_body_fields[] = {
    ID(product_body, product, "productId", .flags = KRIPA_ALWAYS | KRIPA_REQUIRED,
       .doc = "The product.", .example = KP_EXAMPLE_ID),
};
SCHEMA(product_body, NULL, .readable_by = KRIPA_SIGNED_IN, .writable_by = KRIPA_SIGNED_IN,
       .doc = "Names a product.");

static const struct kripa_field kp_stock_change_fields[] = {
    OPT_INT(stock_change, set, "set", 0, KRIPA_STOCK_MAX, .doc = "There are so many."),
    OPT_INT(stock_change, add, "add", -KRIPA_STOCK_MAX, KRIPA_STOCK_MAX,
            .doc = "So many came, or went.", .example = "10"),
    TEXT(stock_change, reason, "reason", 1, KRIPA_NOTE_MAX, .flags = KRIPA_REQUIRED,
         .doc = "Why; kept in the ledger.", .example = "A delivery came."),
};
SCHEMA(stock_change, NULL, .writable_by = KRIPA_ADMINS,
       .doc = "A change of stock: exactly one of set and add.");

static const struct kripa_field kp_ledger_row_fields[] = {
    ID(ledger_row, id, "_id", .doc = "The row."),
    ID(ledger_row, product, "product", .flags = KRIPA_ALWAYS | KRIPA_INDEX, .doc = "Of what."),
    INT(ledger_row, delta, "delta", INT64_MIN, INT64_MAX,
        .doc = "How many came (or went, below 0)."),
    ENUM(ledger_row, kind, "kind", ledger_kind, .doc = "What it was."),
    TEXT(ledger_row, reason, "reason", 1, KRIPA_NOTE_MAX, .doc = "Why."),
    ID(ledger_row, order, "order", .doc = "For which order."),
    TEXT(ledger_row, by, "by", 1, KRIPA_ACTOR_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "An account's id, or console:<user>."),
    TIME(ledger_row, created_at, "createdAt", .flags = KRIPA_ALWAYS, .doc = "When."),
};
static const char *const ledger_indexes[] = {"product,-createdAt", NULL};
SCHEMA(ledger_row, "stock_ledger", .readable_by = KRIPA_ADMINS, .indexes = ledger_indexes,
       .doc = "A movement of stock; on hand is their sum.");

static const struct kripa_field kp_ledger_filter_fields[] = {
    PAGING_FIELDS(ledger_filter, kp_newest_sort_names),
};
SCHEMA(ledger_filter, NULL, .writable_by = KRIPA_ADMINS, .doc = "Which page of the ledger.");
