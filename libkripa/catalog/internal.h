/* SPDX-License-Identifier: MIT
 * What the files of the catalogue share. */
#ifndef KP_CATALOG_INTERNAL_H
#define KP_CATALOG_INTERNAL_H

#include "catalog.h"
#include "core/search.h"

/* Pins a tree to be shown: changes of other processes may be missing for KRIPA_CACHE_AGE_MS. */
enum kripa_status kp_category_pin_shown(const struct kp_call *call,
                                        const struct kp_category_tree **out);
/* Finds a category by id or slug. */
const struct kripa_category *kp_category_by_name(const struct kp_category_tree *tree,
                                                 const char *name);
/* The parent, or NULL at the top. */
const struct kripa_category *kp_category_parent(const struct kp_category_tree *tree,
                                                const struct kripa_category *of);
/* The category at the top level above this one, or itself. */
const struct kripa_category *kp_category_root(const struct kp_category_tree *tree,
                                              const struct kripa_category *of);
int kp_category_level(const struct kp_category_tree *tree, const struct kripa_category *of);
/* A copy with parent_shown set that outlives the tree. NULL: out of memory. */
struct kripa_category *kp_category_copy(struct kripa_arena *arena,
                                        const struct kp_category_tree *tree,
                                        const struct kripa_category *of);
struct kripa_category_ref *kp_category_ref(struct kripa_arena *arena,
                                           const struct kripa_category *of);
/* Guards a category that something is put into, and raises its revision, so that a deletion or move
 * that was decided on the old content fails. */
void kp_category_require(struct kp_change *change, const struct kp_category_tree *tree,
                         const struct kripa_category *of);
/* kp_products_show for products whose category is known, such as one that is being written. */
enum kripa_status kp_products_show_placed(const struct kp_call *call,
                                          struct kripa_product *products, size_t count);
/* The search term of a whole tag, which no word can equal; tags that differ in case or blanks have
 * the same. NULL: out of memory. */
const char *kp_tag_term(struct kripa_arena *arena, const char *tag);
/* product_images.c: the images of the input are then those of `base` (NULL: none), and behind them
 * those that it adds. INVALID when they are too many. */
enum kripa_status kp_product_images_append(const struct kp_call *call,
                                           const struct kripa_product *base,
                                           struct kripa_product *input);
/* Who names what of uploaded files, when the product changes so (NULL: it was not there, or it
 * goes). */
enum kripa_status kp_product_images_name(const struct kp_call *call, struct kp_change *change,
                                         const struct kripa_product *before,
                                         const struct kripa_product *after);
/* Renews the search terms of all products in and below a category that was renamed or moved. */
enum kripa_status kp_products_reindex(const struct kp_call *call, struct kripa_id category);

/* product_nearest.c: when a search finds nothing, replaces each word that no product has (with
 * `active`: no shown product) by the nearest terms: one edit away for words of at least
 * KRIPA_TYPO_LETTERS_MIN letters, two for long ones. *any: every such word was replaced. */
enum kripa_status kp_words_nearest(const struct kp_call *call, bool active, struct kp_words *words,
                                   bool *any);

/* product_draft.c: a product that is being made or changed, from which the change is made. */
struct kp_product_draft {
    const struct kp_call *call;
    const struct kp_category_tree *tree;
    const struct kripa_product *input; /* checked field by field */
    kripa_given given;
    const struct kripa_product *before; /* NULL: it is new */
    /* before the call a copy of `before`, or cleared except for its id */
    struct kripa_product *draft;
    struct kripa_product_place
        place; /* before the call where the product is, then where it is to be */
    /* kp_product_draft fills in the rest: */
    const struct kripa_category *category; /* the draft's category; NULL: none */
    struct kripa_terms terms;
    /* the slug was made, the category is another, the terms are others */
    bool slug_made, moved, reworded;
};

/* Puts the input into the draft and derives the rest: category, slug, sort key, stock headroom,
 * terms. INVALID: an unknown category, a subcategory that is not below it, prices out of order.
 * EXISTS: no slug is free. */
enum kripa_status kp_product_draft(struct kp_product_draft *draft);
/* True when one of these fields (ended by NULL) is in the input. */
bool kp_product_gives(const struct kp_product_draft *draft, const char *const *fields);

#endif
