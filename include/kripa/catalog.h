/* SPDX-License-Identifier: MIT
 * The catalogue: categories as a tree, products, lists, search (domain.md, "Catalog and
 * prices"). */
#ifndef KRIPA_CATALOG_H
#define KRIPA_CATALOG_H

#include <kripa/context.h>
#include <kripa/page.h>

enum kripa_category_status { KRIPA_CATEGORY_ACTIVE, KRIPA_CATEGORY_INACTIVE };

struct kripa_category_ref {
    struct kripa_id id;
    const char *name, *slug;
};
struct kripa_category {
    struct kripa_id id;
    const char *name, *slug, *description, *logo;
    enum kripa_category_status status;
    struct kripa_id parent; /* zero: at the top level */
    /* parent and folded name, which are unique together (set by the library) */
    const char *sibling_key;
    const char *parent_given;                /* in a request: the parent's id or slug */
    struct kripa_category_ref *parent_shown; /* if it has one */
    struct kripa_category *children;         /* set in trees */
    size_t children_count;
    int64_t revision, created_at_ms, updated_at_ms;
};
struct kripa_categories {
    struct kripa_category *at;
    size_t count;
};
struct kripa_category_filter {
    const char *category_id; /* the parent's id or slug, for the level below it */
    int64_t tree;            /* 1: nested */
    bool below;              /* all below the top level, when there is no category_id */
    bool all;                /* also inactive ones (for admins) */
};

struct kripa_image {
    const char *url, *public_id;
    const char *thumb; /* the URL of a smaller one (the library's) */
};
/* What a product's reviews come to; the average in hundredths of a star. */
struct kripa_rating {
    int64_t average_hundredths, count;
};
struct kripa_product {
    struct kripa_id id;
    const char *name, *slug, *sku, *description;
    struct kripa_id category;                       /* the deepest one; zero: none */
    const char *category_given, *subcategory_given; /* in a request: ids or slugs */
    struct kripa_category_ref *category_shown,
        /* the category at the top level, and the deepest one if that is below it */
        *subcategory_shown;
    int64_t price_paise; /* retail, tax included */
    struct kripa_int retailer_price_paise, price_bulk_paise, min_bulk_qty;
    int64_t stock;
    struct kripa_int low_stock_threshold,
        stock_headroom; /* stock minus threshold, if it has one (set by the library) */
    const char *hsn;
    struct kripa_int gst_rate_bp;
    struct kripa_image *images;
    size_t images_count;
    const char **tags;
    size_t tags_count;
    bool active;
    const char *name_key; /* folded name, for sorting (set by the library) */
    bool ordered;         /* was ever ordered, so it is hidden and not deleted */
    int64_t sold;         /* units in orders that are not cancelled */
    int64_t revision, created_at_ms, updated_at_ms;
    int64_t stars[KRIPA_STARS_MAX]; /* how many reviews give 1, 2, ... stars (the library's) */
    bool reviewed;                  /* was ever reviewed: hidden instead of removed */
    struct kripa_rating *rating;    /* of products that have reviews */
    /* when taken in: pictures that kripa_media_keep gave, to be put behind the others. No request
     * can send them */
    const struct kripa_image *images_added;
    size_t images_added_count;
    int64_t sold_paise; /* what the units sold came to */
};
struct kripa_products {
    struct kripa_product *at;
    size_t count;
    struct kripa_page page;
};
/* Sorts: price, -price, name, -name, createdAt, -createdAt (default), -sold. */
struct kripa_product_filter {
    struct kripa_paging paging;
    const char *q; /* words, of which the last one may be a beginning */
    const char *category,
        *subcategory; /* id or slug, one or a comma list; includes everything below */
    struct kripa_int price_min_paise, price_max_paise;
    /* any of these tags; a single value may be a comma list, so a tag with a comma must be given
     * twice */
    const char **brand;
    size_t brand_count;
    const char *availability; /* "in", "out" */
    const char *active;       /* "true", "false": for admins, who otherwise see both */
};

KRIPA_BEGIN

/* Lists categories: the top level by name, or what the filter selects. Guests and buyers get active
 * ones only. */
KRIPA_API enum kripa_status kripa_category_list(struct kripa *kripa, struct kripa_viewer viewer,
                                                const struct kripa_category_filter *filter,
                                                struct kripa_arena *arena,
                                                struct kripa_categories *out,
                                                struct kripa_error *err);
/* Finds a category by id or slug. NOT_FOUND. */
KRIPA_API enum kripa_status kripa_category_get(struct kripa *kripa, struct kripa_viewer viewer,
                                               const char *name, struct kripa_arena *arena,
                                               struct kripa_category **out,
                                               struct kripa_error *err);
/* For admins. INVALID, EXISTS (the slug, or the name under the same parent), NOT_FOUND. The tree
 * has at most KRIPA_CATEGORY_LEVELS_MAX levels. */
KRIPA_API enum kripa_status kripa_category_add(struct kripa *kripa, struct kripa_viewer viewer,
                                               const struct kripa_category *category,
                                               kripa_given given, struct kripa_arena *arena,
                                               struct kripa_category **out,
                                               struct kripa_error *err);
KRIPA_API enum kripa_status kripa_category_edit(struct kripa *kripa, struct kripa_viewer viewer,
                                                struct kripa_id id,
                                                const struct kripa_category *category,
                                                kripa_given given, struct kripa_arena *arena,
                                                struct kripa_category **out,
                                                struct kripa_error *err);
/* `status` NULL toggles it. */
KRIPA_API enum kripa_status
kripa_category_set_status(struct kripa *kripa, struct kripa_viewer viewer, struct kripa_id id,
                          const char *status, struct kripa_arena *arena,
                          struct kripa_category **out, struct kripa_error *err);
/* CONFLICT when products or categories are below it. */
KRIPA_API enum kripa_status kripa_category_delete(struct kripa *kripa, struct kripa_viewer viewer,
                                                  struct kripa_id id, struct kripa_arena *arena,
                                                  struct kripa_category **out,
                                                  struct kripa_error *err);

KRIPA_API enum kripa_status kripa_product_list(struct kripa *kripa, struct kripa_viewer viewer,
                                               const struct kripa_product_filter *filter,
                                               struct kripa_arena *arena,
                                               struct kripa_products *out, struct kripa_error *err);
/* The same for a retailer's page: up to KRIPA_PAGE_LIMIT_MAX products, also without a limit.
 * FORBIDDEN unless the viewer is a retailer. */
KRIPA_API enum kripa_status
kripa_product_list_trade(struct kripa *kripa, struct kripa_viewer viewer,
                         const struct kripa_product_filter *filter, struct kripa_arena *arena,
                         struct kripa_products *out, struct kripa_error *err);
/* Finds a product by id or slug. NOT_FOUND, for hidden ones, too, unless the viewer is an admin. */
KRIPA_API enum kripa_status kripa_product_get(struct kripa *kripa, struct kripa_viewer viewer,
                                              const char *name, struct kripa_arena *arena,
                                              struct kripa_product **out, struct kripa_error *err);
/* Finds a product by SKU, slug, id or the end of an id, for admins. CONFLICT, with the candidates
 * as fields, when several match. */
KRIPA_API enum kripa_status kripa_product_find(struct kripa *kripa, struct kripa_viewer viewer,
                                               const char *name, struct kripa_arena *arena,
                                               struct kripa_product **out, struct kripa_error *err);
/* For admins. 0 < price_bulk <= retailer_price <= price, where they are given. The slug is made
 * from the name unless it is given; an opening stock writes a ledger entry. INVALID, EXISTS (name,
 * slug, sku). */
KRIPA_API enum kripa_status kripa_product_add(struct kripa *kripa, struct kripa_viewer viewer,
                                              const struct kripa_product *product,
                                              kripa_given given, struct kripa_arena *arena,
                                              struct kripa_product **out, struct kripa_error *err);
/* Fields that are not in `given` stay. With `if_revision` set, STALE when the product has another
 * one by now. A given `stock` writes a ledger entry ("form"). */
KRIPA_API enum kripa_status kripa_product_edit(struct kripa *kripa, struct kripa_viewer viewer,
                                               struct kripa_id id,
                                               const struct kripa_product *product,
                                               kripa_given given, struct kripa_int if_revision,
                                               struct kripa_arena *arena,
                                               struct kripa_product **out, struct kripa_error *err);
/* Deletes a product that was never ordered or reviewed; any other is hidden (then out->active is
 * false; otherwise out is the product as it was). */
KRIPA_API enum kripa_status kripa_product_delete(struct kripa *kripa, struct kripa_viewer viewer,
                                                 struct kripa_id id, struct kripa_arena *arena,
                                                 struct kripa_product **out,
                                                 struct kripa_error *err);
/* Takes a picture from a product, by its public_id or, where it has none, its URL: admins. The file
 * goes when nothing else names it. NOT_FOUND. */
KRIPA_API enum kripa_status
kripa_product_image_remove(struct kripa *kripa, struct kripa_viewer viewer, struct kripa_id id,
                           const char *public_id, struct kripa_arena *arena,
                           struct kripa_product **out, struct kripa_error *err);

/* A number that changes when a commit of any process may have changed what guests see of the
 * catalogue; 0: the store can't tell cheaply, so nothing of it may be cached. */
KRIPA_API uint64_t kripa_catalog_version(struct kripa *kripa);
/* Whether the cached categories are current: then reading a product is one look into an index,
 * otherwise all categories are read first. */
KRIPA_API bool kripa_categories_ready(struct kripa *kripa);

/* Its name in JSON; "unknown" for a number that is none. */
KRIPA_API const char *kripa_category_status_name(enum kripa_category_status status);

KRIPA_END
#endif
