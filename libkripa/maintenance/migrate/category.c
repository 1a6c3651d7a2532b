/* SPDX-License-Identifier: MIT
 * Subcategories of an app with two levels become categories of the tree and keep their ids; every
 * category gets its unique key. */
#include <string.h>

#include "base/status.h"
#include "base/text.h"
#include "catalog/catalog.h"
#include "core/slug.h"
#include "internal.h"

static const struct kripa_id no_id;

static bool slug_taken(const struct kp_category_tree *tree, const char *slug)
{
    for (size_t i = 0; i < tree->count; i++)
        if (kp_text_equal(tree->at[i].slug, slug))
            return true;
    return false;
}

/* Its own slug or, if that is taken, one derived from it. */
static enum kripa_status find_slug(struct kp_migration *migration,
                                   const struct kp_category_tree *tree,
                                   const struct kripa_subcategory *from, const char **slug)
{
    *slug = from->slug;
    if (from->slug && !slug_taken(tree, from->slug))
        return KRIPA_OK;
    const char *base = from->slug ? from->slug : from->name;
    enum kripa_status status =
        kp_slug_make(&migration->call, &kripa_category_schema, from->id, base ? base : "", slug);
    if (status == KRIPA_OK && from->slug)
        kp_anomaly(migration, "%s: its slug %s is a category's already: it gets %s",
                   kp_subject(migration, "subcategory", from->name, from->id), from->slug, *slug);
    return status;
}

/* NULL: another category has this key, and so the same name and parent. */
static enum kripa_status find_key(struct kp_migration *migration,
                                  const struct kp_category_tree *tree, struct kripa_category *made)
{
    if (!made->name)
        return KRIPA_OK;
    const char *key = kp_category_sibling_key(&migration->page, made);
    if (!key)
        return kp_no_memory(migration->call.err);
    for (size_t i = 0; i < tree->count; i++) {
        const struct kripa_category *other = &tree->at[i];
        bool beside = other->name && kripa_id_equal(other->parent, made->parent);
        const char *theirs = beside ? kp_category_sibling_key(&migration->page, other) : NULL;
        if (beside && !theirs)
            return kp_no_memory(migration->call.err);
        if (kp_text_equal(other->sibling_key, key) || kp_text_equal(theirs, key))
            return KRIPA_OK;
    }
    made->sibling_key = key;
    return KRIPA_OK;
}

/* The tree that this is decided on stays pinned until the change is committed. */
static enum kripa_status take_over(struct kp_migration *migration,
                                   const struct kp_category_tree *tree,
                                   const struct kripa_subcategory *from)
{
    if (kp_category_by_id(tree, from->id))
        return KRIPA_OK;
    const char *subject = kp_subject(migration, "subcategory", from->name, from->id);
    if (tree->count >= KRIPA_CATEGORIES_MAX) {
        kp_anomaly(migration, "%s: there are %d categories already: it is left out", subject,
                   KRIPA_CATEGORIES_MAX);
        return KRIPA_OK;
    }
    const struct kripa_category *parent = kp_category_by_id(tree, from->category);
    if (!parent)
        kp_anomaly(migration, "%s: its category is gone: it stands at the top", subject);
    struct kripa_category *made = kripa_arena_alloc(&migration->page, sizeof *made, 1);
    if (!made)
        return kp_no_memory(migration->call.err);
    *made = (struct kripa_category){.id = from->id,
                                    .name = from->name,
                                    .description = from->description,
                                    .logo = from->logo,
                                    .status = from->status,
                                    .parent = parent ? parent->id : no_id,
                                    .revision = 1,
                                    .created_at_ms = from->created_at_ms,
                                    .updated_at_ms = from->updated_at_ms};
    enum kripa_status status = find_slug(migration, tree, from, &made->slug);
    if (status == KRIPA_OK)
        status = find_key(migration, tree, made);
    if (status != KRIPA_OK)
        return status;
    struct kp_change change = kp_change_in(&migration->call);
    kp_category_guard(&change, tree, parent);
    kp_insert(&change, &kripa_category_schema, made);
    kp_counted(migration, KP_COUNTED_SUBCATEGORIES, 1);
    status = kp_migrate_commit(migration, &change);
    if (status != KRIPA_OK || !migration->dry_run)
        return status;
    return kp_tally_at(&migration->coming, from->id, no_id) ? KRIPA_OK
                                                            : kp_no_memory(migration->call.err);
}

static enum kripa_status take_over_pinned(struct kp_migration *migration)
{
    const struct kp_category_tree *tree;
    kp_migrate_page_begin(migration);
    enum kripa_status status = kp_category_pin(&migration->call, &tree);
    if (status != KRIPA_OK)
        return status;
    status = take_over(migration, tree, migration->subcategory);
    kp_category_unpin(migration->call.kripa, tree);
    return status;
}

static enum kripa_status take_over_all(struct kp_migration *migration)
{
    struct kripa_rows rows = {0};
    struct kp_query query = kp_query_of(&migration->arena, &kripa_subcategory_schema);
    query.query.limit = KRIPA_CATEGORIES_MAX;
    enum kripa_status status = kp_find(&migration->call, &query, &rows);
    const struct kripa_subcategory *subcategories = rows.at;
    for (size_t i = 0; status == KRIPA_OK && i < rows.count; i++) {
        migration->subcategory = &subcategories[i];
        status = kp_migrate_patiently(migration, take_over_pinned);
    }
    return status;
}

/* Whether another category has the key, or will get it. */
static bool key_taken(const struct kp_category_tree *tree, const char *const *keys, size_t at)
{
    for (size_t i = 0; i < tree->count; i++) {
        if (i == at)
            continue;
        bool has = kp_text_equal(tree->at[i].sibling_key, keys[at]);
        if (has || (i < at && kp_text_equal(keys[i], keys[at])))
            return true;
    }
    return false;
}

/* CONFLICT and EXISTS: somebody is changing the category; the next migration tries again. */
static enum kripa_status give_key(struct kp_migration *migration,
                                  const struct kripa_category *category, const char *key)
{
    struct kripa_error problem = {0}, *err = migration->call.err;
    struct kripa_category *keyed = kripa_arena_alloc(&migration->page, sizeof *keyed, 1);
    if (!keyed)
        return kp_no_memory(migration->call.err);
    *keyed = *category;
    keyed->sibling_key = key;
    struct kp_change change = kp_change_in(&migration->call);
    kp_update(&change, &kripa_category_schema, category->id);
    kp_require(&change, "name", KRIPA_UNCHANGED, kp_member(category));
    kp_require(&change, "parent", KRIPA_UNCHANGED, kp_member(category));
    kp_set(&change, "siblingKey", kp_member(keyed));
    kp_counted(migration, KP_COUNTED_SIBLINGS, 1);
    migration->call.err = &problem;
    enum kripa_status status = kp_migrate_commit(migration, &change);
    migration->call.err = err;
    if (status != KRIPA_OK && status != KRIPA_CONFLICT && status != KRIPA_EXISTS) {
        if (err)
            *err = problem;
        return status;
    }
    migration->page_done[KP_COUNTED_SIBLINGS] = 0;
    return KRIPA_OK;
}

static enum kripa_status keep_apart(struct kp_migration *migration,
                                    const struct kp_category_tree *tree)
{
    const char **keys = kripa_arena_alloc(&migration->arena, sizeof *keys, tree->count);
    if (!keys && tree->count)
        return kp_no_memory(migration->call.err);
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; status == KRIPA_OK && i < tree->count; i++) {
        const struct kripa_category *category = &tree->at[i];
        if (!category->name) {
            kp_anomaly(migration, "%s: it has no name",
                       kp_subject(migration, "category", category->slug, category->id));
            continue;
        }
        keys[i] = kp_category_sibling_key(&migration->arena, category);
        if (!keys[i])
            return kp_no_memory(migration->call.err);
        if (kp_text_equal(keys[i], category->sibling_key))
            continue;
        if (key_taken(tree, keys, i))
            kp_anomaly(migration, "%s: a category beside it has the same name",
                       kp_subject(migration, "category", category->slug, category->id));
        else
            status = give_key(migration, category, keys[i]);
    }
    struct kp_change nothing = kp_change_in(&migration->call);
    return status == KRIPA_OK ? kp_migrate_commit(migration, &nothing) : status;
}

enum kripa_status kp_migrate_categories(struct kp_migration *migration)
{
    const struct kp_category_tree *tree;
    enum kripa_status status = take_over_all(migration);
    if (status != KRIPA_OK)
        return status;
    kp_migrate_page_begin(migration);
    status = kp_category_pin(&migration->call, &tree);
    if (status != KRIPA_OK)
        return status;
    status = keep_apart(migration, tree);
    kp_category_unpin(migration->call.kripa, tree);
    return status;
}
