/* SPDX-License-Identifier: MIT
 * A product that is being made or changed: the complete, checked record from which the change is
 * made. */
#ifndef KP_PRODUCT_DRAFT_H
#define KP_PRODUCT_DRAFT_H

#include "catalog.h"

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
bool kp_product_gives(const struct kp_product_draft *draft, const char *const *rows);

#endif
