/* SPDX-License-Identifier: MIT
 * Admins change the tree of categories, one category at a time. A change guards everything it was
 * decided on, so that the tree has at most KRIPA_CATEGORY_LEVELS_MAX levels and no circle even when
 * two admins move categories at once. */
#include <string.h>

#include "base/status.h"
#include "base/text.h"
#include "core/retry.h"
#include "core/slug.h"
#include "internal.h"
#include "journal/journal.h"

/* A category that is being made or changed. */
struct drafting {
    const struct kp_call *call;
    const struct kripa_category *input; /* checked against its table */
    kripa_given given;
    const struct kp_category_tree *tree;
    const struct kripa_category *before; /* the category in the tree; NULL: it is new */
    const struct kripa_category *parent; /* the parent that the draft shall have; NULL: top level */
    struct kripa_category *draft;
    bool moved, slug_made;
    bool lost;                 /* something that the decision rested on has changed */
    const struct kripa_id *id; /* NULL: it is new */
    enum kripa_status (*step)(struct drafting *drafting);
    struct kp_change change;
};

static bool given(const struct drafting *drafting, const char *name)
{
    return (drafting->given & kripa_schema_bit(&kripa_category_schema, name)) != 0;
}

/* The number of levels below a category. */
static int height(const struct kp_category_tree *tree, const struct kripa_category *of)
{
    int deepest = kp_category_level(tree, of);
    for (size_t i = 0; i < tree->count; i++)
        if (kp_category_level(tree, &tree->at[i]) > deepest &&
            kp_category_within(tree, &tree->at[i], of))
            deepest = kp_category_level(tree, &tree->at[i]);
    return deepest - kp_category_level(tree, of);
}

static enum kripa_status find_parent(struct drafting *drafting)
{
    const struct kp_category_tree *tree = drafting->tree;
    if (!given(drafting, "parent")) {
        drafting->parent = drafting->before ? kp_category_parent(tree, drafting->before) : NULL;
        return KRIPA_OK;
    }
    drafting->parent = NULL;
    drafting->draft->parent = (struct kripa_id){{0}};
    if (!drafting->input->parent_given)
        return KRIPA_OK;
    const struct kripa_category *parent = kp_category_by_name(tree, drafting->input->parent_given);
    if (!parent)
        return kripa_fail_field(drafting->call->err, KRIPA_INVALID, "parent",
                                "there is no category \"%s\"", drafting->input->parent_given);
    drafting->parent = parent;
    drafting->draft->parent = parent->id;
    return KRIPA_OK;
}

static enum kripa_status check_place(struct drafting *drafting)
{
    const struct kp_category_tree *tree = drafting->tree;
    const struct kripa_category *parent = drafting->parent, *before = drafting->before;
    drafting->moved = !before || !kripa_id_equal(before->parent, drafting->draft->parent);
    if (!parent || !drafting->moved)
        return KRIPA_OK;
    if (before && kp_category_within(tree, parent, before))
        return kripa_fail_field(drafting->call->err, KRIPA_INVALID, "parent",
                                "lies inside this category");
    int below = before ? height(tree, before) : 0;
    if (kp_category_level(tree, parent) + 1 + below >= KRIPA_CATEGORY_LEVELS_MAX)
        return kripa_fail_field(drafting->call->err, KRIPA_INVALID, "parent",
                                "a category may be at most %d levels deep",
                                KRIPA_CATEGORY_LEVELS_MAX);
    return KRIPA_OK;
}

static enum kripa_status fill_names(struct drafting *drafting)
{
    struct kripa_category *draft = drafting->draft;
    if (!draft->name)
        return kripa_fail_field(drafting->call->err, KRIPA_INVALID, "name", "is required");
    drafting->slug_made = !draft->slug;
    if (drafting->slug_made) {
        enum kripa_status status = kp_slug_make(drafting->call, &kripa_category_schema, draft->id,
                                                draft->name, &draft->slug);
        if (status != KRIPA_OK)
            return status;
    }
    draft->sibling_key = kp_category_sibling_key(drafting->call->arena, draft);
    if (drafting->parent)
        draft->parent_shown = kp_category_ref(drafting->call->arena, drafting->parent);
    else
        draft->parent_shown = NULL;
    bool whole = draft->sibling_key && (draft->parent_shown || !drafting->parent);
    return whole ? KRIPA_OK : kp_no_memory(drafting->call->err);
}

static enum kripa_status complete(struct drafting *drafting)
{
    enum kripa_status status = find_parent(drafting);
    if (status == KRIPA_OK)
        status = check_place(drafting);
    if (status == KRIPA_OK)
        status = fill_names(drafting);
    return status;
}

/* Commits, and reports a duplicate key as a duplicate name, which is what the admin knows. */
static enum kripa_status commit(struct drafting *drafting)
{
    struct kripa_error problem = {0};
    struct kp_call trial = kp_call_with_err(drafting->call, &problem);
    enum kripa_status status = kp_commit(&trial, &drafting->change, NULL);
    if (status == KRIPA_EXISTS && kp_error_names(&problem, "siblingKey"))
        return kripa_fail_field(drafting->call->err, KRIPA_EXISTS, "name",
                                "is taken by a category beside it");
    drafting->lost = status == KRIPA_CONFLICT || (status == KRIPA_EXISTS && drafting->slug_made);
    if (status != KRIPA_OK && !drafting->lost && drafting->call->err)
        *drafting->call->err = problem;
    return status;
}

static const char *id_text(const struct drafting *drafting)
{
    return kp_id_text(drafting->call->arena, drafting->draft->id);
}

/* The logo, where it is an uploaded file, before the change and after it. */
static enum kripa_status name_logo(struct drafting *drafting, const char *before, const char *after)
{
    struct kp_naming naming = {
        .kind = KRIPA_OWNER_CATEGORY, .owner = drafting->draft->id, .field = "logo"};
    return kp_media_url_refs(drafting->call, &drafting->change, naming, before, after);
}

static enum kripa_status add(struct drafting *drafting)
{
    if (drafting->tree->count >= KRIPA_CATEGORIES_MAX)
        return kripa_fail(drafting->call->err, KRIPA_TOO_LARGE, "there are %d categories already",
                          KRIPA_CATEGORIES_MAX);
    struct kripa_category *draft = kripa_arena_alloc(drafting->call->arena, sizeof *draft, 1);
    if (!draft)
        return kp_no_memory(drafting->call->err);
    *draft = *drafting->input;
    draft->id = kp_new_id(drafting->call->kripa);
    draft->created_at_ms = draft->updated_at_ms = kp_now_ms(drafting->call->kripa);
    draft->revision = 1;
    drafting->draft = draft;
    enum kripa_status status = complete(drafting);
    if (status != KRIPA_OK)
        return status;
    struct kp_change *change = &drafting->change;
    if (drafting->parent)
        kp_category_require(change, drafting->tree, drafting->parent);
    kp_insert(change, &kripa_category_schema, draft);
    kp_audit(change, "category.add", id_text(drafting), &kripa_category_schema, NULL, draft);
    status = name_logo(drafting, NULL, draft->logo);
    return status == KRIPA_OK ? commit(drafting) : status;
}

/* Guards everything below a category that moves: none of it may become deeper meanwhile. */
static void guard_below(struct drafting *drafting)
{
    const struct kp_category_tree *tree = drafting->tree;
    for (size_t i = 0; i < tree->count; i++) {
        const struct kripa_category *category = &tree->at[i];
        if (category == drafting->before || !kp_category_within(tree, category, drafting->before))
            continue;
        kp_update(&drafting->change, &kripa_category_schema, category->id);
        kp_require(&drafting->change, "revision", KRIPA_EQ, kp_int(category->revision));
    }
}

static void begin_update(struct drafting *drafting)
{
    struct kripa_category *draft = drafting->draft;
    draft->updated_at_ms = kp_now_ms(drafting->call->kripa);
    draft->revision = drafting->before->revision + 1;
    kp_update(&drafting->change, &kripa_category_schema, draft->id);
    kp_require(&drafting->change, "revision", KRIPA_EQ, kp_int(drafting->before->revision));
    kp_touch(&drafting->change, draft->updated_at_ms);
}

static enum kripa_status edit(struct drafting *drafting)
{
    if (!drafting->given)
        return KRIPA_OK;
    kripa_record_copy(&kripa_category_schema, drafting->input, drafting->given, drafting->draft);
    enum kripa_status status = complete(drafting);
    if (status != KRIPA_OK)
        return status;
    struct kp_change *change = &drafting->change;
    if (drafting->moved) {
        if (drafting->parent)
            kp_category_require(change, drafting->tree, drafting->parent);
        guard_below(drafting);
    }
    begin_update(drafting);
    kp_set_given(change, drafting->draft,
                 drafting->given | kripa_schema_bit(&kripa_category_schema, "slug"));
    kp_set(change, "parent", kp_member(drafting->draft));
    kp_set(change, "siblingKey", kp_member(drafting->draft));
    kp_audit(change, "category.edit", id_text(drafting), &kripa_category_schema, drafting->before,
             drafting->draft);
    status = name_logo(drafting, drafting->before->logo, drafting->draft->logo);
    if (status == KRIPA_OK)
        status = commit(drafting);
    bool renamed = drafting->moved || !kp_text_equal(drafting->before->name, drafting->draft->name);
    if (status == KRIPA_OK && renamed)
        status = kp_products_reindex(drafting->call, drafting->draft->id);
    return status;
}

/* Sets the status in `input`, or toggles it if there is none. */
static enum kripa_status set_status(struct drafting *drafting)
{
    struct kripa_category *draft = drafting->draft;
    bool active = drafting->before->status == KRIPA_CATEGORY_ACTIVE;
    if (drafting->given)
        draft->status = drafting->input->status;
    else
        draft->status = active ? KRIPA_CATEGORY_INACTIVE : KRIPA_CATEGORY_ACTIVE;
    if (draft->status == drafting->before->status)
        return KRIPA_OK;
    begin_update(drafting);
    kp_set(&drafting->change, "status", kp_int(draft->status));
    kp_audit(&drafting->change, "category.edit", id_text(drafting), &kripa_category_schema,
             drafting->before, draft);
    return commit(drafting);
}

static enum kripa_status check_unused(struct drafting *drafting)
{
    for (size_t i = 0; i < drafting->tree->count; i++)
        if (kp_category_parent(drafting->tree, &drafting->tree->at[i]) == drafting->before)
            return kripa_fail(drafting->call->err, KRIPA_CONFLICT, "there are categories below it");
    static const char *const places[] = {"categoryLeaf", "category_id", "subcategory_id"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct kp_query query = kp_query_of(drafting->call->arena, &kripa_product_place_schema);
        kp_where(&query, places[i], KRIPA_EQ, kp_id(drafting->before->id));
        int64_t products = 0;
        enum kripa_status status = kp_count(drafting->call, &query, 0, &products);
        if (status != KRIPA_OK)
            return status;
        if (products > 0)
            return kripa_fail(drafting->call->err, KRIPA_CONFLICT, "it has %lld products",
                              (long long)products);
    }
    return KRIPA_OK;
}

static enum kripa_status remove_unused(struct drafting *drafting)
{
    enum kripa_status status = check_unused(drafting);
    if (status != KRIPA_OK)
        return status;
    struct kp_change *change = &drafting->change;
    kp_delete(change, &kripa_category_schema, drafting->before->id);
    kp_require(change, "revision", KRIPA_EQ, kp_int(drafting->before->revision));
    kp_audit(change, "category.delete", id_text(drafting), &kripa_category_schema, drafting->before,
             NULL);
    status = name_logo(drafting, drafting->before->logo, NULL);
    return status == KRIPA_OK ? commit(drafting) : status;
}

typedef enum kripa_status step_fn(struct drafting *);

static enum kripa_status run_once(struct drafting *drafting, const struct kripa_id *id,
                                  step_fn *step)
{
    drafting->change = kp_change_in(drafting->call);
    drafting->lost = false;
    if (id) {
        drafting->before = kp_category_by_id(drafting->tree, *id);
        if (!drafting->before)
            return kripa_fail(drafting->call->err, KRIPA_NOT_FOUND, "there is no such category");
        drafting->draft = kp_category_copy(drafting->call->arena, drafting->tree, drafting->before);
        if (!drafting->draft)
            return kp_no_memory(drafting->call->err);
    }
    return step(drafting);
}

static enum kripa_status try_on_tree(void *ctx, const struct kp_call *call, bool *lost)
{
    struct drafting *drafting = ctx;
    drafting->call = call;
    enum kripa_status status = kp_category_pin(call, &drafting->tree);
    if (status != KRIPA_OK)
        return status;
    status = run_once(drafting, drafting->id, drafting->step);
    kp_category_unpin(call->kripa, drafting->tree);
    *lost = drafting->lost;
    return status;
}

/* `id` NULL makes a new one. */
static enum kripa_status run(struct drafting *drafting, const struct kripa_id *id, step_fn *step,
                             struct kripa_category **out)
{
    static const struct kp_patience patience = {0, KRIPA_CONFLICT,
                                                "others keep changing it: try again", 0};
    drafting->id = id;
    drafting->step = step;
    enum kripa_status status = kp_retry(drafting->call, &patience, try_on_tree, drafting);
    *out = drafting->draft;
    return status;
}

static enum kripa_status check_input(const struct kp_call *call,
                                     const struct kripa_category *category, kripa_given given,
                                     enum kripa_input_mode mode, struct kripa_category *input)
{
    enum kripa_status status = kp_need_admin(call->viewer, call->err);
    if (status != KRIPA_OK)
        return status;
    *input = *category;
    return kripa_record_check(&kripa_category_schema, mode, call->viewer.role, call->arena, input,
                              given, call->err);
}

enum kripa_status kripa_category_add(struct kripa *kripa, struct kripa_viewer viewer,
                                     const struct kripa_category *category, kripa_given given,
                                     struct kripa_arena *arena, struct kripa_category **out,
                                     struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kripa_category input;
    enum kripa_status status = check_input(&call, category, given, KRIPA_CREATE, &input);
    if (status != KRIPA_OK)
        return status;
    struct drafting drafting = {.call = &call, .input = &input};
    drafting.given = given & kp_settable(&kripa_category_schema, viewer.role);
    return run(&drafting, NULL, add, out);
}

enum kripa_status kripa_category_edit(struct kripa *kripa, struct kripa_viewer viewer,
                                      struct kripa_id id, const struct kripa_category *category,
                                      kripa_given given, struct kripa_arena *arena,
                                      struct kripa_category **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kripa_category input;
    enum kripa_status status = check_input(&call, category, given, KRIPA_PATCH, &input);
    if (status != KRIPA_OK)
        return status;
    struct drafting drafting = {.call = &call, .input = &input};
    drafting.given = given & kp_settable(&kripa_category_schema, viewer.role);
    return run(&drafting, &id, edit, out);
}

enum kripa_status kripa_category_set_status(struct kripa *kripa, struct kripa_viewer viewer,
                                            struct kripa_id id, const char *status,
                                            struct kripa_arena *arena, struct kripa_category **out,
                                            struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    enum kripa_status allowed = kp_need_admin(viewer, err);
    if (allowed != KRIPA_OK)
        return allowed;
    struct kripa_category input = {0};
    if (status && strcmp(status, "inactive") == 0)
        input.status = KRIPA_CATEGORY_INACTIVE;
    else if (status && strcmp(status, "active") != 0)
        return kripa_fail_field(err, KRIPA_INVALID, "status", "must be active or inactive");
    struct drafting drafting = {.call = &call, .input = &input, .given = status != NULL};
    return run(&drafting, &id, set_status, out);
}

enum kripa_status kripa_category_delete(struct kripa *kripa, struct kripa_viewer viewer,
                                        struct kripa_id id, struct kripa_arena *arena,
                                        struct kripa_category **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status != KRIPA_OK)
        return status;
    struct drafting drafting = {.call = &call};
    return run(&drafting, &id, remove_unused, out);
}
