/* SPDX-License-Identifier: MIT
 * What the rest of the library needs of the catalogue. */
#ifndef KP_CATALOG_H
#define KP_CATALOG_H

#include "context.h"
#include "schema.h"

/* The tree of categories as it is now: read once, and again when a commit touched it. */
struct kp_category_tree {
    struct kripa_category *at; /* parents before their children */
    size_t count;
};
/* In the caller's arena. */
enum kripa_status kp_category_tree(struct kripa *kripa, struct kripa_arena *arena,
                                   struct kp_category_tree *out, struct kripa_error *err);
const struct kripa_category *kp_category_by_id(const struct kp_category_tree *tree,
                                               struct kripa_id id);
/* By id or slug. */
const struct kripa_category *kp_category_by_name(const struct kp_category_tree *tree,
                                                 const char *name);
/* The top level above (or the category itself). */
const struct kripa_category *kp_category_root(const struct kp_category_tree *tree,
                                              const struct kripa_category *of);

/* Sets category_shown and subcategory_shown of products. */
enum kripa_status kp_products_show(struct kripa *kripa, struct kripa_arena *arena,
                                   struct kripa_product *products, size_t count,
                                   struct kripa_error *err);
/* What a viewer of this role may know of the product: trade prices he may not see are cleared, stock below 0 is 0. */
void kp_product_mask(struct kripa_product *product, enum kripa_role role);

struct kp_category_cache *kp_category_cache_create(void); /* NULL: out of memory */
void kp_category_cache_free(struct kp_category_cache *cache);

#endif
