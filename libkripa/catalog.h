/* SPDX-License-Identifier: MIT
 * What the rest of the library needs of the catalogue. */
#ifndef KP_CATALOG_H
#define KP_CATALOG_H

#include "change.h"
#include "context.h"
#include "schema.h"

/* The tree of categories, kept in memory and read again when a commit touched it. Readers pin the tree that is there
 * now: nothing is copied, and it stays as it is until it is unpinned, whatever is committed meanwhile. */
struct kp_category_tree {
    const struct kripa_category *at; /* level by level, so parents come first; siblings by name */
    size_t count;
    const size_t *by_id; /* positions in the order of ids */
    const int *levels;   /* of each category: 0 is the top */
};
enum kripa_status kp_category_pin(struct kripa *kripa, const struct kp_category_tree **out,
                                  struct kripa_error *err);
/* What is needed of it later must have been copied. NULL is fine. */
void kp_category_unpin(struct kripa *kripa, const struct kp_category_tree *tree);

/* NULL when there is none. */
const struct kripa_category *kp_category_by_id(const struct kp_category_tree *tree,
                                               struct kripa_id id);
/* By id or slug. */
const struct kripa_category *kp_category_by_name(const struct kp_category_tree *tree,
                                                 const char *name);
/* The one above, or NULL at the top. */
const struct kripa_category *kp_category_parent(const struct kp_category_tree *tree,
                                                const struct kripa_category *of);
/* The top level above (or the category itself). */
const struct kripa_category *kp_category_root(const struct kp_category_tree *tree,
                                              const struct kripa_category *of);
int kp_category_level(const struct kp_category_tree *tree, const struct kripa_category *of);
/* True when `below` is `of` itself or lies anywhere below it. */
bool kp_category_within(const struct kp_category_tree *tree, const struct kripa_category *below,
                        const struct kripa_category *of);

/* Sets category_shown and subcategory_shown of products. */
enum kripa_status kp_products_show(struct kripa *kripa, struct kripa_arena *arena,
                                   struct kripa_product *products, size_t count,
                                   struct kripa_error *err);
/* What a viewer of this role may know of the product: trade prices he may not see are cleared, stock below 0 is 0. */
void kp_product_mask(struct kripa_product *product, enum kripa_role role);

/* Speaks of the edit of that product begun last: moves `stock`, and `stock_spare` where the product has a threshold of
 * its own, by `delta`. The edit fails when the threshold is no longer the one `product` was read with. */
void kp_stock_move(struct kp_change *change, const struct kripa_product *product, int64_t delta);

struct kp_category_cache *kp_category_cache_create(void); /* NULL: out of memory */
void kp_category_cache_free(struct kp_category_cache *cache);

#endif
