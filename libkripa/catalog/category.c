/* SPDX-License-Identifier: MIT
 * Reading categories, as lists, as a tree and one by one, from the tree in memory. */
#include "base/status.h"
#include "internal.h"

/* The part of the tree that a list shows. */
enum part { PART_TOP, PART_BELOW_TOP, PART_BELOW_ONE, PART_NOTHING };
struct listing {
    const struct kp_category_tree *tree;
    const struct kp_call *call;
    bool all; /* with inactive ones */
};

/* An inactive category hides those below it from public lists, too. */
static bool visible(const struct kp_category_tree *tree, const struct kripa_category *category)
{
    while (category && category->status == KRIPA_CATEGORY_ACTIVE)
        category = kp_category_parent(tree, category);
    return !category;
}

static bool wanted(const struct listing *listing, enum part part, struct kripa_id parent,
                   const struct kripa_category *category)
{
    bool at_top = kp_category_level(listing->tree, category) == 0;
    if (part == PART_NOTHING || at_top != (part == PART_TOP))
        return false;
    if (part == PART_BELOW_ONE && !kripa_id_equal(category->parent, parent))
        return false;
    return listing->all || visible(listing->tree, category);
}

/* Counts first and then copies, as lists are short. */
static enum kripa_status collect(const struct listing *listing, enum part part,
                                 struct kripa_id parent, struct kripa_categories *out)
{
    const struct kp_category_tree *tree = listing->tree;
    size_t count = 0;
    for (size_t i = 0; i < tree->count; i++)
        count += wanted(listing, part, parent, &tree->at[i]);
    *out = (struct kripa_categories){0};
    if (count == 0)
        return KRIPA_OK;
    out->at = kripa_arena_alloc(listing->call->arena, sizeof *out->at, count);
    if (!out->at)
        return kp_no_memory(listing->call->err);
    for (size_t i = 0; i < tree->count; i++) {
        if (!wanted(listing, part, parent, &tree->at[i]))
            continue;
        const struct kripa_category *copy =
            kp_category_copy(listing->call->arena, tree, &tree->at[i]);
        if (!copy)
            return kp_no_memory(listing->call->err);
        out->at[out->count++] = *copy;
    }
    return KRIPA_OK;
}

/* Recursion as deep as the tree: KRIPA_CATEGORY_LEVELS_MAX. */
static enum kripa_status add_children(const struct listing *listing, struct kripa_categories *level)
{
    for (size_t i = 0; i < level->count; i++) {
        struct kripa_categories children;
        enum kripa_status status = collect(listing, PART_BELOW_ONE, level->at[i].id, &children);
        if (status == KRIPA_OK)
            status = add_children(listing, &children);
        if (status != KRIPA_OK)
            return status;
        level->at[i].children = children.at;
        level->at[i].children_count = children.count;
    }
    return KRIPA_OK;
}

static enum kripa_status list(const struct listing *listing,
                              const struct kripa_category_filter *filter,
                              struct kripa_categories *out)
{
    enum part part = filter->below ? PART_BELOW_TOP : PART_TOP;
    struct kripa_id parent = {{0}};
    if (filter->category_id) {
        const struct kripa_category *of = kp_category_by_name(listing->tree, filter->category_id);
        part = of ? PART_BELOW_ONE : PART_NOTHING;
        parent = of ? of->id : parent;
    }
    enum kripa_status status = collect(listing, part, parent, out);
    if (status == KRIPA_OK && filter->tree)
        status = add_children(listing, out);
    return status;
}

/* Admins get the tree as it is now, so that they see what they did through another kripad. */
static enum kripa_status pin_for(const struct kp_call *call, const struct kp_category_tree **out)
{
    return call->viewer.role == KRIPA_ROLE_ADMIN ? kp_category_pin(call, out)
                                                 : kp_category_pin_shown(call, out);
}

enum kripa_status kripa_category_list(struct kripa *kripa, struct kripa_viewer viewer,
                                      const struct kripa_category_filter *filter,
                                      struct kripa_arena *arena, struct kripa_categories *out,
                                      struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    filter = filter ? filter : &(const struct kripa_category_filter){0};
    struct listing listing = {.call = &call, .all = filter->all && viewer.role == KRIPA_ROLE_ADMIN};
    enum kripa_status status = pin_for(&call, &listing.tree);
    if (status != KRIPA_OK)
        return status;
    status = list(&listing, filter, out);
    kp_category_unpin(kripa, listing.tree);
    return status;
}

enum kripa_status kripa_category_get(struct kripa *kripa, struct kripa_viewer viewer,
                                     const char *name, struct kripa_arena *arena,
                                     struct kripa_category **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    const struct kp_category_tree *tree;
    enum kripa_status status = kp_need_text(name, "name", err);
    if (status == KRIPA_OK)
        status = pin_for(&call, &tree);
    if (status != KRIPA_OK)
        return status;
    const struct kripa_category *category = kp_category_by_name(tree, name);
    if (!category || (viewer.role != KRIPA_ROLE_ADMIN && !visible(tree, category)))
        status = kripa_fail(err, KRIPA_NOT_FOUND, "there is no such category");
    else if (!(*out = kp_category_copy(arena, tree, category)))
        status = kp_no_memory(err);
    kp_category_unpin(kripa, tree);
    return status;
}
