/* SPDX-License-Identifier: MIT
 * What the catalogue's own files share. */
#ifndef KP_CATALOG_INTERNAL_H
#define KP_CATALOG_INTERNAL_H

#include "catalog.h"
#include "core/search.h"

/* To show: what another process did to it may be missing for KRIPA_CACHE_AGE_MS. */
enum kripa_status kp_category_pin_shown(const struct kp_call *call,
                                        const struct kp_category_tree **out);
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
/* A copy that outlives the tree, parent_shown set. NULL: out of memory. */
struct kripa_category *kp_category_copy(struct kripa_arena *arena,
                                        const struct kp_category_tree *tree,
                                        const struct kripa_category *of);
struct kripa_category_ref *kp_category_ref(struct kripa_arena *arena,
                                           const struct kripa_category *of);
/* The same for a category that gets something new inside: its revision rises, so that a deletion or
 * a move decided on what was in it before fails. */
void kp_category_require(struct kp_change *change, const struct kp_category_tree *tree,
                         const struct kripa_category *of);
/* The term of a whole tag, which no word is: tags that differ in case or blanks are one. NULL: out
 * of memory. */
const char *kp_tag_term(struct kripa_arena *arena, const char *tag);
/* Brings the terms of all products in and below a category up to date, after it was renamed or
 * moved. */
enum kripa_status kp_products_reindex(const struct kp_call *call, struct kripa_id category);

/* product_nearest.c: for a search of products that finds nothing, puts what is nearest in
 * the place of each word that no product has (`active`: no product that is shown): terms one letter
 * away, of words of KRIPA_TYPO_LETTERS_MIN letters and more, or two, of long ones. *any: it found
 * some for all of them. */
enum kripa_status kp_words_nearest(const struct kp_call *call, bool active, struct kp_words *words,
                                   bool *any);

#endif
