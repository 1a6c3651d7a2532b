/* SPDX-License-Identifier: MIT
 * A product being made or changed: the record as it is to be, complete and checked, before it
 * becomes a change. */
#ifndef KP_PRODUCT_DRAFT_H
#define KP_PRODUCT_DRAFT_H

#include "catalog.h"

struct kp_product_draft {
    const struct kp_call *call;
    const struct kp_category_tree *tree;
    const struct kripa_product *input; /* checked field by field */
    kripa_given given;
    const struct kripa_product *before; /* NULL: a new one */
    struct kripa_product *draft;        /* in: a copy of before, or cleared but for its id */
    /* What kp_product_draft finds: */
    const struct kripa_category *category; /* the draft's; NULL: none */
    struct kripa_terms terms;
    bool slug_made, moved, reworded; /* reworded: the terms are new */
};

/* Puts the input into the draft and works out the rest: category, slug, sort key, stock headroom,
 * terms. INVALID: an unknown category, a subcategory that is not below it, prices out of order.
 * EXISTS: no slug is free. */
enum kripa_status kp_product_draft(struct kp_product_draft *draft);
/* True when one of the rows (ended by NULL) is in the input. */
bool kp_product_gives(const struct kp_product_draft *draft, const char *const *rows);

#endif
