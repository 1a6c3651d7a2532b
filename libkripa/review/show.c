/* SPDX-License-Identifier: MIT
 * Prepares reviews to be shown: with their authors and products as they are now. */
#include "base/status.h"
#include "core/found.h"
#include "internal.h"

/* An account without an e-mail was anonymised; its reviews stay, without a name. */
static enum kripa_status show_authors(const struct kp_call *call, struct kripa_review *reviews,
                                      size_t count)
{
    struct kp_found found;
    struct kripa_id *ids = kripa_arena_alloc(call->arena, sizeof *ids, count);
    if (!ids)
        return kp_no_memory(call->err);
    for (size_t i = 0; i < count; i++)
        ids[i] = reviews[i].user;
    enum kripa_status status = kp_find_all(call, &kripa_review_author_schema, ids, count, &found);
    if (status != KRIPA_OK)
        return status;
    struct kripa_review_author *authors = (struct kripa_review_author *)(void *)found.at;
    for (size_t i = 0; i < count; i++) {
        size_t place = kp_found_place(&found, reviews[i].user);
        if (place < found.count && authors[place].email)
            reviews[i].user_shown = &authors[place];
    }
    return KRIPA_OK;
}

static enum kripa_status show_products(const struct kp_call *call, struct kripa_review *reviews,
                                       size_t count)
{
    struct kp_found found;
    struct kripa_id *ids = kripa_arena_alloc(call->arena, sizeof *ids, count);
    struct kripa_review_product *refs = kripa_arena_alloc(call->arena, sizeof *refs, count);
    if (!ids || !refs)
        return kp_no_memory(call->err);
    for (size_t i = 0; i < count; i++)
        ids[i] = reviews[i].product;
    enum kripa_status status = kp_find_all(call, &kripa_product_schema, ids, count, &found);
    if (status != KRIPA_OK)
        return status;
    const struct kripa_product *products = (const struct kripa_product *)(void *)found.at;
    for (size_t i = 0; i < count; i++) {
        size_t place = kp_found_place(&found, reviews[i].product);
        if (place == found.count)
            continue;
        const struct kripa_product *product = &products[place];
        refs[i] = (struct kripa_review_product){product->id, product->name, product->images,
                                                product->images_count};
        reviews[i].product_shown = &refs[i];
    }
    return KRIPA_OK;
}

enum kripa_status kp_reviews_show(const struct kp_call *call, struct kripa_review *reviews,
                                  size_t count, bool products)
{
    enum kripa_status status = kp_reviews_verify(call, reviews, count);
    if (status == KRIPA_OK)
        status = show_authors(call, reviews, count);
    return status == KRIPA_OK && products ? show_products(call, reviews, count) : status;
}
