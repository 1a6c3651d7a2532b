/* SPDX-License-Identifier: MIT
 * Renews the search terms and the top category of products after their category was renamed or
 * moved: page by page, a commit each. */
#include <string.h>

#include "base/status.h"
#include "core/retry.h"
#include "internal.h"

#define PRODUCTS_A_COMMIT 100

struct reindexing {
    const struct kp_call *call;
    struct kripa_id category;
    const struct kp_category_tree *tree;
    char cursor[KRIPA_CURSOR_SIZE]; /* where the page begins; empty after the last one */
};

/* Collects the ids of the category and of all below it. */
static size_t collect_ids(const struct reindexing *reindexing, struct kripa_value *ids)
{
    const struct kp_category_tree *tree = reindexing->tree;
    const struct kripa_category *top = kp_category_by_id(tree, reindexing->category);
    size_t count = 0;
    for (size_t i = 0; top && i < tree->count; i++)
        if (kp_category_within(tree, &tree->at[i], top))
            ids[count++] = kp_id(tree->at[i].id);
    return count;
}

static enum kripa_status find_page(struct reindexing *reindexing, struct kripa_rows *rows)
{
    struct kripa_value *ids =
        kripa_arena_alloc(reindexing->call->arena, sizeof *ids, reindexing->tree->count);
    if (!ids)
        return kp_no_memory(reindexing->call->err);
    size_t count = collect_ids(reindexing, ids);
    if (count == 0)
        return KRIPA_OK;
    struct kp_query query = kp_query_of(reindexing->call->arena, &kripa_product_schema);
    kp_where_any(&query, "categoryLeaf", KRIPA_IN, ids, count);
    query.query.limit = PRODUCTS_A_COMMIT;
    query.query.after = (struct kripa_text){reindexing->cursor, strlen(reindexing->cursor)};
    return kp_find(reindexing->call, &query, rows);
}

/* A product's top category may be another one now. */
static void move_along(const struct reindexing *reindexing, struct kp_change *change,
                       const struct kripa_product_place *place)
{
    struct kripa_product_place *moved =
        kripa_arena_alloc(reindexing->call->arena, sizeof *moved, 1);
    if (!moved) {
        change->failed = true;
        return;
    }
    moved->id = place->id;
    kp_place_set(moved, reindexing->tree, kp_category_by_id(reindexing->tree, place->leaf));
    bool stays =
        kripa_id_equal(moved->top, place->top) && kripa_id_equal(moved->below, place->below);
    kp_place_hold(change, place);
    if (!stays && kp_place_in_step(place))
        kp_place_write(change, moved);
}

/* The edits guard each product and its categories against changes of what the terms were made
 * of. */
static enum kripa_status write_terms(struct reindexing *reindexing, const struct kripa_rows *rows,
                                     const struct kp_found *places)
{
    const struct kripa_product *products = rows->at;
    struct kp_change change = kp_change_in(reindexing->call);
    for (size_t i = 0; i < rows->count; i++) {
        const struct kripa_product *product = &products[i];
        const struct kripa_product_place *place = kp_place_in(places, product->id);
        if (!place)
            continue;
        struct kripa_terms *terms = kripa_arena_alloc(reindexing->call->arena, sizeof *terms, 1);
        if (!terms)
            return kp_no_memory(reindexing->call->err);
        enum kripa_status status = kp_product_terms(
            reindexing->tree, product, reindexing->call->arena, terms, reindexing->call->err);
        if (status != KRIPA_OK)
            return status;
        kp_category_guard(&change, reindexing->tree,
                          kp_category_by_id(reindexing->tree, product->category));
        kp_update(&change, &kripa_product_schema, product->id);
        kp_product_terms_hold(&change, product);
        move_along(reindexing, &change, place);
        kp_update(&change, &kripa_product_terms_schema, product->id);
        kp_set(&change, "terms", kp_member(terms));
    }
    return kp_commit(reindexing->call, &change, NULL);
}

/* *lost: something was changed meanwhile; the cursor still is at the beginning of this page. */
static enum kripa_status reindex_page(void *ctx, const struct kp_call *call, bool *lost)
{
    struct reindexing *reindexing = ctx;
    struct kripa_rows rows = {0};
    struct kp_found places = {0};
    reindexing->call = call;
    kripa_arena_reset(call->arena);
    enum kripa_status status = kp_category_pin(call, &reindexing->tree);
    if (status != KRIPA_OK)
        return status;
    status = find_page(reindexing, &rows);
    if (status == KRIPA_OK)
        status = kp_places_read(call, rows.at, rows.count, &places);
    if (status == KRIPA_OK)
        status = write_terms(reindexing, &rows, &places);
    if (status == KRIPA_OK)
        memcpy(reindexing->cursor, rows.next, sizeof rows.next);
    kp_category_unpin(call->kripa, reindexing->tree);
    *lost = status == KRIPA_CONFLICT;
    return status;
}

enum kripa_status kp_products_reindex(const struct kp_call *call, struct kripa_id category)
{
    struct kripa_arena arena = {0};
    struct kp_call alone = kp_call_with_arena(call, &arena);
    struct reindexing reindexing = {.call = &alone, .category = category};
    static const struct kp_patience patience = {.status = KRIPA_OK};
    enum kripa_status status;
    do
        status = kp_retry(&alone, &patience, reindex_page, &reindexing);
    while (status == KRIPA_OK && reindexing.cursor[0]);
    kripa_arena_clear(&arena);
    return status;
}
