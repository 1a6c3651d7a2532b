/* SPDX-License-Identifier: MIT
 * Guards on the part of the tree that a change was decided on. */
#include "internal.h"

static void still_there(struct kp_change *change, const struct kripa_category *category)
{
    kp_update(change, &kripa_category_schema, category->id);
    kp_require(change, "name", KRIPA_UNCHANGED, kp_member(category));
    kp_require(change, "parent", KRIPA_UNCHANGED, kp_member(category));
}

void kp_category_guard(struct kp_change *change, const struct kp_category_tree *tree,
                       const struct kripa_category *of)
{
    for (; of; of = kp_category_parent(tree, of))
        still_there(change, of);
}

void kp_category_require(struct kp_change *change, const struct kp_category_tree *tree,
                         const struct kripa_category *of)
{
    still_there(change, of);
    kp_add(change, "revision", 1);
    kp_category_guard(change, tree, kp_category_parent(tree, of));
}
