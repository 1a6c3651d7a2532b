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
    struct kripa_id parent;                  /* zero: a top level one */
    const char *sibling_key;                 /* parent and folded name: unique (the library's) */
    const char *parent_given;                /* when taken in: the parent by id or slug */
    struct kripa_category_ref *parent_shown; /* where there is one */
    struct kripa_category *children;         /* set in trees */
    size_t children_count;
    int64_t revision, created_at_ms, updated_at_ms;
};
struct kripa_categories {
    struct kripa_category *at;
    size_t count;
};
struct kripa_category_filter {
    const char *category_id; /* the parent, by id or slug: the level below it */
    int64_t tree;            /* 1: nested */
    bool below;              /* all but the top level, when no category_id says which */
    bool all;                /* the inactive too (admins) */
};

struct kripa_image {
    const char *url, *public_id;
};
struct kripa_product {
    struct kripa_id id;
    const char *name, *slug, *sku, *description;
    struct kripa_id category;                       /* the deepest; zero: none */
    const char *category_given, *subcategory_given; /* when taken in: by id or slug */
    struct kripa_category_ref *category_shown,
        *subcategory_shown; /* the top level, and the deepest when below it */
    int64_t price_paise;    /* retail, tax included */
    struct kripa_int retailer_price_paise, price_bulk_paise, min_bulk_qty;
    int64_t stock;
    struct kripa_int low_stock_threshold,
        stock_headroom; /* stock - threshold, where there is one (the library's) */
    const char *hsn;
    struct kripa_int gst_rate_bp;
    struct kripa_image *images;
    size_t images_count;
    const char **tags;
    size_t tags_count;
    bool active;
    const char *name_key; /* folded, for sorting (the library's) */
    bool ordered;         /* was ever ordered: hidden instead of removed */
    int64_t sold;         /* units in orders that were not cancelled */
    int64_t revision, created_at_ms, updated_at_ms;
};
struct kripa_products {
    struct kripa_product *at;
    size_t count;
    struct kripa_page page;
};
/* Sorts: price, -price, name, -name, createdAt, -createdAt (default), -sold. */
struct kripa_product_filter {
    struct kripa_paging paging;
    const char *q; /* words, the last one as a prefix */
    const char *category,
        *subcategory; /* by id or slug, one or a comma list; with all below them */
    struct kripa_int price_min_paise, price_max_paise;
    /* any of these tags; a single one may be a comma list, so that one tag with a comma in it is
     * named twice */
    const char **brand;
    size_t brand_count;
    const char *availability; /* "in", "out" */
    const char *active;       /* "true", "false": for admins, who else see both */
};

KRIPA_BEGIN

/* Categories as an array: top level ones by name, or what the filter asks for. Guests and buyers
 * get active ones. */
KRIPA_API enum kripa_status kripa_category_list(struct kripa *kripa, struct kripa_viewer viewer,
                                                const struct kripa_category_filter *filter,
                                                struct kripa_arena *arena,
                                                struct kripa_categories *out,
                                                struct kripa_error *err);
/* By id or slug. NOT_FOUND. */
KRIPA_API enum kripa_status kripa_category_get(struct kripa *kripa, struct kripa_viewer viewer,
                                               const char *name, struct kripa_arena *arena,
                                               struct kripa_category **out,
                                               struct kripa_error *err);
/* Admins. INVALID, EXISTS (slug; a name beside its siblings), NOT_FOUND. A tree of
 * KRIPA_CATEGORY_LEVELS_MAX levels. */
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
/* `status` NULL: toggles. */
KRIPA_API enum kripa_status
kripa_category_set_status(struct kripa *kripa, struct kripa_viewer viewer, struct kripa_id id,
                          const char *status, struct kripa_arena *arena,
                          struct kripa_category **out, struct kripa_error *err);
/* CONFLICT when it has products or categories below it. */
KRIPA_API enum kripa_status kripa_category_delete(struct kripa *kripa, struct kripa_viewer viewer,
                                                  struct kripa_id id, struct kripa_arena *arena,
                                                  struct kripa_category **out,
                                                  struct kripa_error *err);

KRIPA_API enum kripa_status kripa_product_list(struct kripa *kripa, struct kripa_viewer viewer,
                                               const struct kripa_product_filter *filter,
                                               struct kripa_arena *arena,
                                               struct kripa_products *out, struct kripa_error *err);
/* The same for a retailer's page: up to KRIPA_PAGE_LIMIT_MAX of them, also when no limit is given.
 * FORBIDDEN unless the viewer is a retailer. */
KRIPA_API enum kripa_status
kripa_product_list_trade(struct kripa *kripa, struct kripa_viewer viewer,
                         const struct kripa_product_filter *filter, struct kripa_arena *arena,
                         struct kripa_products *out, struct kripa_error *err);
/* By id or slug. NOT_FOUND, also for a hidden one unless the viewer is an admin. */
KRIPA_API enum kripa_status kripa_product_get(struct kripa *kripa, struct kripa_viewer viewer,
                                              const char *name, struct kripa_arena *arena,
                                              struct kripa_product **out, struct kripa_error *err);
/* By SKU, slug, id or the end of an id, for admins. CONFLICT, its fields the candidates, when
 * several match. */
KRIPA_API enum kripa_status kripa_product_find(struct kripa *kripa, struct kripa_viewer viewer,
                                               const char *name, struct kripa_arena *arena,
                                               struct kripa_product **out, struct kripa_error *err);
/* Admins. 0 < price_bulk <= retailer_price <= price where given. The slug is made of the name
 * unless given; opening stock is a ledger record. INVALID, EXISTS (name, slug, sku). */
KRIPA_API enum kripa_status kripa_product_add(struct kripa *kripa, struct kripa_viewer viewer,
                                              const struct kripa_product *product,
                                              kripa_given given, struct kripa_arena *arena,
                                              struct kripa_product **out, struct kripa_error *err);
/* What is not in `given` stays. With `if_revision` set, STALE when the product is no longer at it.
 * A `stock` in it is a ledger record ("form"). */
KRIPA_API enum kripa_status kripa_product_edit(struct kripa *kripa, struct kripa_viewer viewer,
                                               struct kripa_id id,
                                               const struct kripa_product *product,
                                               kripa_given given, struct kripa_int if_revision,
                                               struct kripa_arena *arena,
                                               struct kripa_product **out, struct kripa_error *err);
/* Removes a product that was never ordered; hides one that was (out->active is false then; else it
 * is as it was). */
KRIPA_API enum kripa_status kripa_product_delete(struct kripa *kripa, struct kripa_viewer viewer,
                                                 struct kripa_id id, struct kripa_arena *arena,
                                                 struct kripa_product **out,
                                                 struct kripa_error *err);

/* A number that changes when a commit of any process may have changed what a guest sees of the
 * catalogue; 0: the store can't tell cheaply, so nothing of it may be cached. */
KRIPA_API uint64_t kripa_catalog_version(struct kripa *kripa);
/* Whether the cached categories are those of now: then a product is one look into an index,
 * else all of them are read first. */
KRIPA_API bool kripa_categories_ready(struct kripa *kripa);

/* As JSON has it; "unknown" for a number that is none. */
KRIPA_API const char *kripa_category_status_name(enum kripa_category_status status);

KRIPA_END
#endif
