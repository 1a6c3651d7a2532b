/* SPDX-License-Identifier: MIT
 * What other rooms need of the catalogue. */
#ifndef KP_CATALOG_H
#define KP_CATALOG_H

#include "core/call.h"
#include "core/change.h"
#include "core/context.h"
#include "core/found.h"
#include "core/query.h"
#include "schema/schema.h"

/* The tree of categories in memory, read again after a commit that touched it. Readers pin it
 * instead of copying it: until they unpin it, it does not change, whatever is committed
 * meanwhile. */
struct kp_category_tree {
    /* level by level, so parents come before children; siblings by name */
    const struct kripa_category *at;
    size_t count;
    const size_t *by_id; /* positions in `at`, ordered by id */
    const int *levels;   /* the level of each category, from 0 at the top */
};
/* Pins the tree as it is in the store now: decisions rest on this one. */
enum kripa_status kp_category_pin(const struct kp_call *call, const struct kp_category_tree **out);
/* Nothing of the tree may be used afterwards. NULL is fine. */
void kp_category_unpin(struct kripa *kripa, const struct kp_category_tree *tree);

/* NULL when there is none. */
const struct kripa_category *kp_category_by_id(const struct kp_category_tree *tree,
                                               struct kripa_id id);
/* True when `below` is `of` itself or lies anywhere below it. */
bool kp_category_within(const struct kp_category_tree *tree, const struct kripa_category *below,
                        const struct kripa_category *of);

/* The category of this place: the deepest one. If that field was never set, it follows from the
 * fields of other programs. Zero: none. */
struct kripa_id kp_place_category(const struct kripa_product_place *place);
/* Sets all fields that name the category (NULL: none), those of other programs, too. */
void kp_place_set(struct kripa_product_place *place, const struct kp_category_tree *tree,
                  const struct kripa_category *in);
/* False when another program has moved the product since Kripa wrote its place. */
bool kp_place_in_step(const struct kripa_product_place *place);
/* Begins an edit that fails when the product has been moved. */
void kp_place_hold(struct kp_change *change, const struct kripa_product_place *place);
/* Adds to the edit of that product's place that was begun last: it is this one from now on. */
void kp_place_write(struct kp_change *change, const struct kripa_product_place *place);
/* Reads the places of products. */
enum kripa_status kp_places_read(const struct kp_call *call, const struct kripa_product *products,
                                 size_t count, struct kp_found *out);
/* Finds the place of this product among those that were read, or NULL. */
const struct kripa_product_place *kp_place_in(const struct kp_found *places, struct kripa_id id);
/* Sets the category of products whose deepest one was never written: only these cost a read. */
enum kripa_status kp_products_place(const struct kp_call *call, struct kripa_product *products,
                                    size_t count);

/* By id or slug, hidden ones too, not shown yet; *out is NULL when there is none. */
enum kripa_status kp_product_named(const struct kp_call *call, const char *name,
                                   struct kripa_product **out);
/* Finds the product with this id among those that were read, or NULL. */
struct kripa_product *kp_product_in(const struct kripa_rows *rows, struct kripa_id id);
/* Sets category_shown, subcategory_shown and rating of products. */
enum kripa_status kp_products_show(const struct kp_call *call, struct kripa_product *products,
                                   size_t count);
/* The rating that the product's counters of stars come to. */
struct kripa_rating kp_product_rating(const struct kripa_product *product);
/* Hides what this role may not know: trade prices are cleared for customers, retailers see the
 * price they pay also where no trade price is set, and a stock below 0 is shown as 0. */
void kp_product_mask(struct kripa_product *product, enum kripa_role role);

/* Whether the product can be sold: it exists, is not hidden, and has a price (other programs may
 * have left it without). */
bool kp_product_sells(const struct kripa_product *product);
/* The stock to be shown: 0 when another program sold more than there was. */
int64_t kp_stock_shown(const struct kripa_product *product);

/* Adds to the edit of that product that was begun last: `delta` to `stock`, and to `stock_spare` if
 * the product has its own threshold. The edit fails when the threshold is not the one in `product`
 * any more. */
void kp_stock_move(struct kp_change *change, const struct kripa_product *product, int64_t delta);

/* Guards a sale of `qty`: there must be enough, and the stock must still be on the same side of the
 * threshold as it was read, so that exactly one sale tells the shop that it became low. */
void kp_stock_guard(struct kp_change *change, int64_t stock, int64_t qty, int64_t threshold);
/* The stock below which a product counts as low. */
int64_t kp_stock_threshold(const struct kripa_product *product,
                           const struct kripa_settings *settings);
/* Adds the message to the shop that stock is low. */
void kp_message_low_stock(struct kp_change *change, const struct kripa_product *product,
                          int64_t stock, int64_t threshold);
/* Adds a message to the shop if this edit takes the stock below its threshold. */
enum kripa_status kp_stock_tell(const struct kp_call *call, struct kp_change *change,
                                const struct kripa_product *before,
                                const struct kripa_product *after);

/* The unique key of a category: parent and folded name. NULL: out of memory. */
const char *kp_category_sibling_key(struct kripa_arena *arena, const struct kripa_category *of);
/* Adds edits that fail unless the category and all above it still have the names and places of this
 * tree. */
void kp_category_guard(struct kp_change *change, const struct kp_category_tree *tree,
                       const struct kripa_category *of);

/* The search terms of a product: from its name, SKU and tags and the names of its categories. */
enum kripa_status kp_product_terms(const struct kp_category_tree *tree,
                                   const struct kripa_product *product, struct kripa_arena *arena,
                                   struct kripa_terms *out, struct kripa_error *err);
/* Keeps the first of tags that differ only in case or blanks. False: out of memory. */
bool kp_product_untwin(struct kripa_arena *arena, struct kripa_product *product);
/* Adds guards to the edit of that product that was begun last: it fails when something that the
 * terms were made of has changed. The product's place has its own (kp_place_hold). */
void kp_product_terms_hold(struct kp_change *change, const struct kripa_product *product);
struct kp_category_cache *kp_category_cache_create(void); /* NULL: out of memory */
void kp_category_cache_free(struct kp_category_cache *cache);

/* product_sums.c: the sums of a product's ledger and orders. */
struct kp_product_sums {
    struct kripa_id product;
    int64_t ledger;     /* the sum of the ledger, which is the stock on hand */
    int64_t sold;       /* units in orders that were not cancelled */
    int64_t sold_paise; /* what these units came to */
    int64_t moves;      /* the number of entries in the ledger */
    bool oversold;      /* another program once sold more than there was */
    bool ordered;       /* some order has it */
};
enum kripa_status kp_product_sums(const struct kp_call *call, struct kripa_id product,
                                  struct kp_product_sums *out);
/* An entry that takes over a stock below 0. */
bool kp_ledger_oversold(const struct kripa_ledger_entry *entry);

#endif
