/* SPDX-License-Identifier: MIT
 * Favourites: the set of products that a user has marked (domain.md, "Cart"). */
#include "base/status.h"
#include "catalog/catalog.h"
#include "core/query.h"
#include "core/retry.h"
#include "internal.h"

#define CHANGE_TRIES_MAX 16

static enum kripa_status read_favorites(const struct kp_call *call, struct kripa_favorites **out)
{
    void *found = NULL;
    struct kp_call quiet = kp_call_with_err(call, NULL);
    enum kripa_status status = kp_need_account(call->viewer, call->err);
    if (status != KRIPA_OK)
        return status;
    status = kp_find_id(&quiet, &kripa_favorites_schema, call->viewer.user, &found);
    if (status == KRIPA_NOT_FOUND)
        return kripa_fail(call->err, KRIPA_FORBIDDEN, "this account is gone");
    if (status != KRIPA_OK)
        return kripa_fail(call->err, status, "the favourites could not be read");
    *out = found;
    return KRIPA_OK;
}

static bool holds(const struct kripa_favorites *favorites, struct kripa_id product)
{
    for (size_t i = 0; i < favorites->favorites_count; i++)
        if (kripa_id_equal(favorites->favorites[i], product))
            return true;
    return false;
}

static bool is_shown(const struct kripa_product *product, struct kripa_viewer viewer)
{
    return product && (product->active || viewer.role == KRIPA_ROLE_ADMIN);
}

enum kripa_status kripa_favorite_list(struct kripa *kripa, struct kripa_viewer viewer,
                                      struct kripa_arena *arena, struct kripa_products *out,
                                      struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kripa_favorites *kept;
    struct kripa_rows rows;
    enum kripa_status status = read_favorites(&call, &kept);
    if (status == KRIPA_OK)
        status = kp_find_ids(&call, &kripa_product_schema, kept->favorites, kept->favorites_count,
                             &rows);
    if (status != KRIPA_OK)
        return status;
    *out = (struct kripa_products){0};
    out->at = kripa_arena_alloc(arena, sizeof *out->at, rows.count);
    if (!out->at)
        return kp_no_memory(err);
    for (size_t i = 0; i < kept->favorites_count; i++) {
        const struct kripa_product *product = kp_product_in(&rows, kept->favorites[i]);
        if (is_shown(product, viewer) && out->count < rows.count)
            out->at[out->count++] = *product;
    }
    status = kp_products_show(&call, out->at, out->count);
    for (size_t i = 0; i < out->count; i++)
        kp_product_mask(&out->at[i], viewer.role);
    return status;
}

enum change { ADD, REMOVE };

struct changing {
    const struct kp_call *call;
    struct kripa_id product;
    enum change what;
};

/* Guarded by what was read: whether the product is in the set, and how many there are. */
static enum kripa_status change_in(const struct changing *changing, bool *lost)
{
    struct kripa_viewer viewer = changing->call->viewer;
    struct kripa_id product = changing->product;
    enum change what = changing->what;
    struct kripa_favorites *kept;
    enum kripa_status status = read_favorites(changing->call, &kept);
    if (status != KRIPA_OK || holds(kept, product) == (what == ADD))
        return status;
    if (what == ADD && kept->favorites_count >= KRIPA_FAVORITES_MAX)
        return kripa_fail(changing->call->err, KRIPA_TOO_LARGE,
                          "there can be at most %d favourites", KRIPA_FAVORITES_MAX);
    struct kp_change change = kp_change_in(changing->call);
    kp_update(&change, &kripa_favorites_schema, viewer.user);
    kp_require(&change, "favorites", KRIPA_UNCHANGED, kp_member(kept));
    if (what == ADD)
        kp_push_value(&change, "favorites", kp_id(product));
    else
        kp_pull(&change, "favorites", kp_id(product));
    status = kp_commit(changing->call, &change, NULL);
    *lost = status == KRIPA_CONFLICT;
    return status;
}

static enum kripa_status attempt(void *ctx, const struct kp_call *call, bool *lost)
{
    struct changing *changing = ctx;
    struct kripa_arena arena = {0};
    struct kp_call alone = kp_call_with_arena(call, &arena);
    changing->call = &alone;
    enum kripa_status status = change_in(changing, lost);
    kripa_arena_clear(&arena);
    return status;
}

static enum kripa_status change_favorites(const struct kp_call *call, struct kripa_id product,
                                          enum change what)
{
    static const struct kp_patience patience = {
        CHANGE_TRIES_MAX, KRIPA_CONFLICT, "the favourites are being changed elsewhere; try again",
        0};
    struct changing changing = {call, product, what};
    return kp_retry(call, &patience, attempt, &changing);
}

static enum kripa_status check_product(const struct kp_call *call, struct kripa_id id)
{
    struct kripa_arena arena = {0};
    struct kp_call alone = kp_call_with_arena(call, &arena);
    void *found = NULL;
    enum kripa_status status = kp_find_id(&alone, &kripa_product_schema, id, &found);
    if (status == KRIPA_OK && !is_shown(found, call->viewer))
        status = kripa_fail(call->err, KRIPA_NOT_FOUND, "there is no such product");
    kripa_arena_clear(&arena);
    return status;
}

enum kripa_status kripa_favorite_add(struct kripa *kripa, struct kripa_viewer viewer,
                                     struct kripa_id product, struct kripa_error *err)
{
    kripa_error_clear(err);
    const struct kp_call call = {.kripa = kripa, .viewer = viewer, .err = err};
    enum kripa_status status = kp_need_account(viewer, err);
    if (status == KRIPA_OK)
        status = check_product(&call, product);
    return status != KRIPA_OK ? status : change_favorites(&call, product, ADD);
}

enum kripa_status kripa_favorite_remove(struct kripa *kripa, struct kripa_viewer viewer,
                                        struct kripa_id product, struct kripa_error *err)
{
    kripa_error_clear(err);
    const struct kp_call call = {.kripa = kripa, .viewer = viewer, .err = err};
    return change_favorites(&call, product, REMOVE);
}
