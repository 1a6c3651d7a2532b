/* SPDX-License-Identifier: MIT
 * Lists of products: each filter is a condition that the store answers from an index. */
#include <string.h>

#include "base/status.h"
#include "core/paging.h"
#include "core/search.h"
#include "internal.h"
#include "schema/sorts.h"

static const struct kp_sort sorts[] = {KP_PRODUCT_SORTS(KP_SORT_ROW){NULL, NULL, false}};

static const struct kp_paging_rules pages = {
    .limit_default = KRIPA_PAGE_LIMIT_DEFAULT,
    .limit_max = KRIPA_PAGE_LIMIT_PRODUCTS_MAX,
    .sorts = sorts,
};
static const struct kp_paging_rules pages_of_admins = {
    .limit_default = KRIPA_PAGE_LIMIT_DEFAULT,
    .limit_max = KRIPA_PAGE_LIMIT_MAX,
    .sorts = sorts,
};
static const struct kp_paging_rules pages_of_trade = {
    .limit_default = KRIPA_PAGE_LIMIT_MAX,
    .limit_max = KRIPA_PAGE_LIMIT_MAX,
    .sorts = sorts,
};

/* The query of a list while it is made. `none`: no product can match, so nothing is read. */
struct listing {
    const struct kp_call *call;
    enum kripa_role role;
    const struct kp_paging_rules *rules;
    const struct kripa_product_filter *filter;
    struct kp_query query;
    bool none;
};

/* The parts of a comma list, without blanks around them, in the arena. */
static enum kripa_status split(struct kripa_arena *arena, const char *list, const char ***pieces,
                               size_t *count, struct kripa_error *err)
{
    size_t most = 1;
    for (const char *at = list; *at; at++)
        most += *at == ',';
    *pieces = kripa_arena_alloc(arena, sizeof **pieces, most);
    *count = 0;
    while (*pieces && *list) {
        list += strspn(list, ", ");
        size_t length = strcspn(list, ",");
        const char *piece = list;
        list += length;
        while (length > 0 && piece[length - 1] == ' ')
            length--;
        const char *copy = kripa_arena_text(arena, piece, length);
        if (!copy)
            return kp_no_memory(err);
        if (length > 0)
            (*pieces)[(*count)++] = copy;
    }
    return *pieces ? KRIPA_OK : kp_no_memory(err);
}

static bool lies_in(const struct kp_category_tree *tree, const struct kripa_category *category,
                    const bool *named)
{
    while (category && !named[category - tree->at])
        category = kp_category_parent(tree, category);
    return category != NULL;
}

/* Clears the marks in `chosen` of categories that neither are named in the comma list nor lie below
 * one that is. */
static enum kripa_status keep_named(struct listing *listing, const struct kp_category_tree *tree,
                                    const char *param, const char *names, bool *chosen)
{
    const char **pieces;
    size_t count;
    if (!names)
        return KRIPA_OK;
    bool *named = kripa_arena_alloc(listing->query.arena, sizeof *named, tree->count);
    if (!named)
        return kp_no_memory(listing->call->err);
    enum kripa_status status =
        split(listing->query.arena, names, &pieces, &count, listing->call->err);
    if (status == KRIPA_OK && count > KRIPA_CATEGORY_FILTER_MAX)
        status = kripa_fail_field(listing->call->err, KRIPA_INVALID, param,
                                  "may name at most %d categories", KRIPA_CATEGORY_FILTER_MAX);
    if (status != KRIPA_OK)
        return status;
    for (size_t i = 0; i < count; i++) {
        const struct kripa_category *category = kp_category_by_name(tree, pieces[i]);
        if (category)
            named[category - tree->at] = true;
    }
    for (size_t i = 0; i < tree->count; i++)
        chosen[i] = chosen[i] && lies_in(tree, &tree->at[i], named);
    return KRIPA_OK;
}

static enum kripa_status choose_categories(struct listing *listing,
                                           const struct kp_category_tree *tree)
{
    struct kripa_arena *arena = listing->query.arena;
    bool *chosen = kripa_arena_alloc(arena, sizeof *chosen, tree->count);
    struct kripa_value *ids = kripa_arena_alloc(arena, sizeof *ids, tree->count);
    if (!chosen || !ids)
        return kp_no_memory(listing->call->err);
    memset(chosen, true, tree->count * sizeof *chosen);
    enum kripa_status status =
        keep_named(listing, tree, "category", listing->filter->category, chosen);
    if (status == KRIPA_OK)
        status = keep_named(listing, tree, "subcategory", listing->filter->subcategory, chosen);
    if (status != KRIPA_OK)
        return status;
    size_t count = 0;
    for (size_t i = 0; i < tree->count; i++)
        if (chosen[i])
            ids[count++] = kp_id(tree->at[i].id);
    listing->none = listing->none || count == 0;
    kp_where_any(&listing->query, "categoryLeaf", KRIPA_IN, ids, count);
    return KRIPA_OK;
}

static enum kripa_status where_categories(struct listing *listing)
{
    if (!listing->filter->category && !listing->filter->subcategory)
        return KRIPA_OK;
    const struct kp_category_tree *tree;
    enum kripa_status status = kp_category_pin_shown(listing->call, &tree);
    if (status != KRIPA_OK)
        return status;
    status = choose_categories(listing, tree);
    kp_category_unpin(listing->call->kripa, tree);
    return status;
}

/* A single value may be a comma list; of several, each is one tag, whatever it contains. */
static enum kripa_status where_tags(struct listing *listing)
{
    struct kripa_arena *arena = listing->query.arena;
    const char **tags = listing->filter->brand;
    size_t count = listing->filter->brand_count;
    enum kripa_status status =
        count == 1 ? split(arena, tags[0], &tags, &count, listing->call->err) : KRIPA_OK;
    if (status != KRIPA_OK || count == 0)
        return status;
    struct kripa_value *values = kripa_arena_alloc(arena, sizeof *values, count);
    for (size_t i = 0; values && i < count; i++) {
        const char *term = kp_tag_term(arena, tags[i]);
        if (!term)
            return kp_no_memory(listing->call->err);
        values[i] = kp_text(term);
    }
    if (!values)
        return kp_no_memory(listing->call->err);
    kp_where_any(&listing->query, "terms", KRIPA_HAS, values, count);
    return KRIPA_OK;
}

static enum kripa_status where_prices(struct listing *listing)
{
    (void)listing->call->err;
    const struct kripa_product_filter *filter = listing->filter;
    if (filter->price_min_paise.set)
        kp_where(&listing->query, "price", KRIPA_GE, kp_int(filter->price_min_paise.value));
    if (filter->price_max_paise.set)
        kp_where(&listing->query, "price", KRIPA_LE, kp_int(filter->price_max_paise.value));
    return KRIPA_OK;
}

static enum kripa_status where_availability(struct listing *listing)
{
    const char *asked = listing->filter->availability;
    if (!asked)
        return KRIPA_OK;
    bool in = strcmp(asked, "in") == 0;
    if (!in && strcmp(asked, "out") != 0)
        return kripa_fail_field(listing->call->err, KRIPA_INVALID, "availability",
                                "must be in or out");
    kp_where(&listing->query, "stock", in ? KRIPA_GT : KRIPA_LE, kp_int(0));
    return KRIPA_OK;
}

/* Only admins see hidden products, and may list only those. */
static enum kripa_status where_active(struct listing *listing)
{
    const char *asked = listing->filter->active;
    bool admin = listing->role == KRIPA_ROLE_ADMIN;
    if (admin && !asked)
        return KRIPA_OK;
    bool hidden = admin && strcmp(asked, "false") == 0;
    if (admin && !hidden && strcmp(asked, "true") != 0)
        return kripa_fail_field(listing->call->err, KRIPA_INVALID, "active",
                                "must be true or false");
    kp_where(&listing->query, "active", KRIPA_EQ, kp_int(!hidden));
    return KRIPA_OK;
}

/* Refuses what the limit of steps in the store does not cover: a search that may be repeated in
 * several spellings, category names that are looked up among all, and a tree that may have to be
 * read. */
static enum kripa_status check_work(struct listing *listing)
{
    const struct kripa_product_filter *filter = listing->filter;
    if (!filter->paging.work_max)
        return KRIPA_OK;
    bool much = filter->q || filter->category || filter->subcategory ||
                !kripa_categories_ready(listing->call->kripa);
    return much
               ? kripa_fail(listing->call->err, KRIPA_TOO_LARGE, "that takes more than was allowed")
               : KRIPA_OK;
}

static enum kripa_status (*const asks[])(struct listing *) = {
    check_work, where_active, where_categories, where_tags, where_prices, where_availability,
};

static enum kripa_status where_all(struct listing *listing, struct kripa_page *page)
{
    enum kripa_status status = kp_page_begin(&listing->filter->paging, listing->rules,
                                             &listing->query, page, listing->call->err);
    for (size_t i = 0; status == KRIPA_OK && i < sizeof asks / sizeof *asks; i++)
        status = asks[i](listing);
    return status;
}

static enum kripa_status find_words(struct listing *listing, const struct kp_words *words,
                                    struct kripa_rows *rows, struct kripa_page *page)
{
    size_t others = listing->query.query.conds_count;
    kp_where_words(&listing->query, words);
    enum kripa_status status = kp_page_find(listing->call, &listing->query, rows, page);
    listing->query.query.conds_count = others;
    return status;
}

/* Searches for the words as they are written; then, until something matches, joined, split, and
 * with typos corrected. */
static enum kripa_status find_text(struct listing *listing, struct kripa_rows *rows,
                                   struct kripa_page *page)
{
    static const enum kp_spelling spellings[] = {KP_WRITTEN, KP_JOINED, KP_SPLIT};
    struct kp_words words, tried = {.count = 0}, written = {.count = 0};
    enum kripa_status status = KRIPA_OK;
    struct kripa_arena *arena = listing->query.arena;
    bool any = true;
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        status = kp_words_of(arena, listing->filter->q, spellings[i], &words, listing->call->err);
        if (status != KRIPA_OK || words.count == 0)
            return status;
        if (kp_words_same(&words, &tried) || kp_words_same(&words, &written))
            continue;
        status = find_words(listing, &words, rows, page);
        if (status != KRIPA_OK || page->total > 0)
            return status;
        tried = words;
        written = i == 0 ? words : written;
    }
    words = written;
    bool active = listing->role != KRIPA_ROLE_ADMIN;
    status = kp_words_nearest(listing->call, active, &words, &any);
    if (status != KRIPA_OK || !any || kp_words_same(&words, &written))
        return status;
    return find_words(listing, &words, rows, page);
}

static enum kripa_status list(const struct kp_call *call, const struct kp_paging_rules *rules,
                              const struct kripa_product_filter *filter, struct kripa_products *out)
{
    filter = filter ? filter : &(const struct kripa_product_filter){0};
    struct listing listing = {.call = call,
                              .role = call->viewer.role,
                              .rules = rules,
                              .filter = filter,
                              .query = kp_query_of(call->arena, &kripa_product_schema)};
    *out = (struct kripa_products){0};
    enum kripa_status status = where_all(&listing, &out->page);
    if (status != KRIPA_OK || listing.none)
        return status;
    struct kripa_rows rows = {0};
    status = filter->q ? find_text(&listing, &rows, &out->page)
                       : kp_page_find(call, &listing.query, &rows, &out->page);
    if (status == KRIPA_OK)
        status = kp_products_show(call, rows.at, rows.count);
    if (status != KRIPA_OK)
        return status;
    out->at = rows.at;
    out->count = rows.count;
    for (size_t i = 0; i < out->count; i++)
        kp_product_mask(&out->at[i], call->viewer.role);
    return KRIPA_OK;
}

enum kripa_status kripa_product_list(struct kripa *kripa, struct kripa_viewer viewer,
                                     const struct kripa_product_filter *filter,
                                     struct kripa_arena *arena, struct kripa_products *out,
                                     struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    bool admin = viewer.role == KRIPA_ROLE_ADMIN;
    return list(&call, admin ? &pages_of_admins : &pages, filter, out);
}

enum kripa_status kripa_product_list_trade(struct kripa *kripa, struct kripa_viewer viewer,
                                           const struct kripa_product_filter *filter,
                                           struct kripa_arena *arena, struct kripa_products *out,
                                           struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    if (!(KRIPA_MASK(viewer.role) & KRIPA_RETAILERS))
        return kripa_fail(err, KRIPA_FORBIDDEN, "trade lists are for retailers");
    return list(&call, &pages_of_trade, filter, out);
}
