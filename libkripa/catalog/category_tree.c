/* SPDX-License-Identifier: MIT
 * Finding categories in a pinned tree. */
#include <string.h>

#include "base/text.h"
#include "internal.h"

#define SIBLING_NAME_BYTES_MAX 200

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

static const struct kripa_category *by_name(const struct kp_category_tree *tree, const char *name)
{
    struct kripa_id id;
    const struct kripa_category *category =
        kripa_id_parse(name, &id) ? kp_category_by_id(tree, id) : NULL;
    for (size_t i = 0; !category && i < tree->count; i++)
        if (tree->at[i].slug && strcmp(tree->at[i].slug, name) == 0)
            category = &tree->at[i];
    for (size_t i = 0; !category && i < tree->count; i++)
        if (tree->at[i].slug && kp_text_same(tree->at[i].slug, name))
            category = &tree->at[i];
    return category;
}

const struct kripa_category *kp_category_by_name(const struct kp_category_tree *tree,
                                                 const char *name)
{
    const struct kripa_category *category = by_name(tree, name);
    if (category || !kp_text_has_selector(name))
        return category;
    struct kripa_arena arena = {0};
    const char *seen = kp_text_slug_seen(&arena, name);
    category = seen ? by_name(tree, seen) : NULL;
    kripa_arena_clear(&arena);
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

const struct kripa_category *kp_category_root(const struct kp_category_tree *tree,
                                              const struct kripa_category *of)
{
    const struct kripa_category *parent;
    while ((parent = kp_category_parent(tree, of)))
        of = parent;
    return of;
}

bool kp_category_within(const struct kp_category_tree *tree, const struct kripa_category *below,
                        const struct kripa_category *of)
{
    while (below && below != of)
        below = kp_category_parent(tree, below);
    return below != NULL;
}

static const char *text_copy(struct kripa_arena *arena, const char *text, bool *failed)
{
    const char *copy = text ? kripa_arena_text(arena, text, strlen(text)) : NULL;
    *failed = *failed || (text && !copy);
    return copy;
}

struct kripa_category_ref *kp_category_ref(struct kripa_arena *arena,
                                           const struct kripa_category *of)
{
    struct kripa_category_ref *ref = kripa_arena_alloc(arena, sizeof *ref, 1);
    if (!ref)
        return NULL;
    bool failed = false;
    ref->id = of->id;
    ref->name = text_copy(arena, of->name, &failed);
    ref->slug = text_copy(arena, of->slug, &failed);
    return failed ? NULL : ref;
}

const char *kp_category_sibling_key(struct kripa_arena *arena, const struct kripa_category *of)
{
    char parent[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(of->parent, parent);
    const char *folded = kp_text_fold(arena, of->name, SIBLING_NAME_BYTES_MAX);
    return folded ? kripa_arena_format(arena, "%s:%s", parent, folded) : NULL;
}

struct kripa_category *kp_category_copy(struct kripa_arena *arena,
                                        const struct kp_category_tree *tree,
                                        const struct kripa_category *of)
{
    struct kripa_category *copy = kripa_arena_alloc(arena, sizeof *copy, 1);
    if (!copy)
        return NULL;
    bool failed = false;
    *copy = *of;
    copy->name = text_copy(arena, of->name, &failed);
    copy->slug = text_copy(arena, of->slug, &failed);
    copy->description = text_copy(arena, of->description, &failed);
    copy->logo = text_copy(arena, of->logo, &failed);
    copy->sibling_key = text_copy(arena, of->sibling_key, &failed);
    const struct kripa_category *parent = kp_category_parent(tree, of);
    copy->parent_shown = parent ? kp_category_ref(arena, parent) : NULL;
    return failed || (parent && !copy->parent_shown) ? NULL : copy;
}
