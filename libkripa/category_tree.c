/* SPDX-License-Identifier: MIT
 * Finding one's way in a pinned tree of categories. */
#include <string.h>

#include "catalog.h"

const struct kripa_category *kp_category_by_id(const struct kp_category_tree *tree,
                                               struct kripa_id id)
{
    size_t from = 0, to = tree->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        const struct kripa_category *category = &tree->at[tree->by_id[middle]];
        int order = memcmp(&id, &category->id, sizeof id);
        if (order == 0)
            return category;
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return NULL;
}

const struct kripa_category *kp_category_by_name(const struct kp_category_tree *tree,
                                                 const char *name)
{
    struct kripa_id id;
    const struct kripa_category *category =
        kripa_id_parse(name, &id) ? kp_category_by_id(tree, id) : NULL;
    for (size_t i = 0; !category && i < tree->count; i++)
        if (tree->at[i].slug && strcmp(tree->at[i].slug, name) == 0)
            category = &tree->at[i];
    return category;
}

int kp_category_level(const struct kp_category_tree *tree, const struct kripa_category *of)
{
    return tree->levels[of - tree->at];
}

const struct kripa_category *kp_category_parent(const struct kp_category_tree *tree,
                                                const struct kripa_category *of)
{
    return kp_category_level(tree, of) == 0 ? NULL : kp_category_by_id(tree, of->parent);
}

/* Steps are counted, so that a circle left by another program can't hold us. */
const struct kripa_category *kp_category_root(const struct kp_category_tree *tree,
                                              const struct kripa_category *of)
{
    for (int level = kp_category_level(tree, of); level > 0; level--)
        of = kp_category_by_id(tree, of->parent);
    return of;
}

bool kp_category_within(const struct kp_category_tree *tree, const struct kripa_category *below,
                        const struct kripa_category *of)
{
    for (int level = kp_category_level(tree, below); below != of && level > 0; level--)
        below = kp_category_by_id(tree, below->parent);
    return below == of;
}
