/* SPDX-License-Identifier: MIT
 * What the rest of the library needs of the catalogue. */
#ifndef KP_CATALOG_H
#define KP_CATALOG_H

#include "core/change.h"
#include "core/context.h"
#include "core/query.h"
#include "schema/schema.h"

/* The tree of categories, kept in memory and read again when a commit touched it. Readers pin it:
 * nothing is copied, and it stays as it is until it is unpinned, whatever is committed meanwhile.
 */
struct kp_category_tree {
    const struct kripa_category *at; /* level by level, so parents come first; siblings by name */
    size_t count;
    const size_t *by_id; /* positions in the order of ids */
    const int *levels;   /* of each category: 0 is the top */
};
/* The tree that is there now, to decide on. */
enum kripa_status kp_category_pin(const struct kp_call *call, const struct kp_category_tree **out);
/* What is needed of it later must have been copied. NULL is fine. */
void kp_category_unpin(struct kripa *kripa, const struct kp_category_tree *tree);

/* NULL when there is none. */
const struct kripa_category *kp_category_by_id(const struct kp_category_tree *tree,
                                               struct kripa_id id);
/* True when `below` is `of` itself or lies anywhere below it. */
bool kp_category_within(const struct kp_category_tree *tree, const struct kripa_category *below,
                        const struct kripa_category *of);

/* The category a product stands in: the deepest or, where nobody wrote that down yet, what another
 * program says. Zero: none. */
struct kripa_id kp_product_category(const struct kripa_product *product);
/* Puts the product into a category (NULL: none), under each of the names that is kept. */
void kp_product_place(struct kripa_product *product, const struct kp_category_tree *tree,
                      const struct kripa_category *in);
/* False: another program put it elsewhere since kp_product_place. */
bool kp_product_in_step(const struct kripa_product *product);
/* Those names, ended by NULL. */
extern const char *const kp_product_places[];

/* By id or slug, hidden ones too, not shown yet; *out is NULL when there is none. */
enum kripa_status kp_product_named(const struct kp_call *call, const char *name,
                                   struct kripa_product **out);
/* The product of this id among those read, or NULL. */
struct kripa_product *kp_product_in(const struct kripa_rows *rows, struct kripa_id id);
/* Sets category_shown and subcategory_shown of products. */
enum kripa_status kp_products_show(const struct kp_call *call, struct kripa_product *products,
                                   size_t count);
/* What a viewer of this role may know of the product: trade prices they may not see are cleared, a
 * retailer sees the trade price that holds also where none is set, stock below 0 is 0. */
void kp_product_mask(struct kripa_product *product, enum kripa_role role);

/* It is there, not hidden, and not left without a price by another program: that would give it
 * away. */
bool kp_product_sells(const struct kripa_product *product);
/* Another program may have sold more than there was: that is none. */
int64_t kp_stock_shown(const struct kripa_product *product);

/* Speaks of the edit of that product begun last: moves `stock`, and `stock_spare` where the product
 * has a threshold of its own, by `delta`. The edit fails when the threshold is no longer the one
 * `product` was read with. */
void kp_stock_move(struct kp_change *change, const struct kripa_product *product, int64_t delta);

/* Where the stock must still be when `qty` of it go: enough, and on the side of the threshold it
 * was read on, so that exactly one sale tells the shop that it is low. */
void kp_stock_guard(struct kp_change *change, int64_t stock, int64_t qty, int64_t threshold);
/* Below which a product's stock is low. */
int64_t kp_stock_threshold(const struct kripa_product *product,
                           const struct kripa_settings *settings);
/* The outbox row for the shop. */
void kp_message_low_stock(struct kp_change *change, const struct kripa_product *product,
                          int64_t stock, int64_t threshold);
/* A message to the shop when this edit takes the stock below its threshold. */
enum kripa_status kp_stock_tell(const struct kp_call *call, struct kp_change *change,
                                const struct kripa_product *before,
                                const struct kripa_product *after);

/* What is unique of it: parent and folded name. NULL: out of memory. */
const char *kp_category_sibling_key(struct kripa_arena *arena, const struct kripa_category *of);
/* Edits that fail unless the category and all above it still have the name and the place they have
 * in this tree. */
void kp_category_guard(struct kp_change *change, const struct kp_category_tree *tree,
                       const struct kripa_category *of);

/* What a product is found by: the words of its name, SKU and tags and of the names of its
 * categories. */
enum kripa_status kp_product_terms(const struct kp_category_tree *tree,
                                   const struct kripa_product *product, struct kripa_arena *arena,
                                   struct kripa_terms *out, struct kripa_error *err);
/* Of tags that differ only in case or blanks the first one stays. False: out of memory. */
bool kp_product_untwin(struct kripa_arena *arena, struct kripa_product *product);
/* Speaks of the edit of that product begun last, which fails when what its terms were made of is no
 * longer so. */
void kp_product_terms_hold(struct kp_change *change, const struct kripa_product *product);
struct kp_category_cache *kp_category_cache_create(void); /* NULL: out of memory */
void kp_category_cache_free(struct kp_category_cache *cache);

#endif
