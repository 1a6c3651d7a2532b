/* SPDX-License-Identifier: MIT
 * Finds out whether the author of a review got the product delivered. The answer is stored when
 * the review is written. For a review that is older than the delivery it is found when the review
 * is shown. */
#include <stdlib.h>
#include <string.h>

#include "base/status.h"
#include "core/context.h"
#include "internal.h"

#define AUTHORS_OF_ONE_READ 500

static int by_author_and_product(const void *a, const void *b)
{
    const struct kripa_review *left = *(struct kripa_review *const *)a,
                              *right = *(struct kripa_review *const *)b;
    int order = memcmp(&left->user, &right->user, sizeof left->user);
    return order ? order : memcmp(&left->product, &right->product, sizeof left->product);
}

/* The reviews that are not known to be verified, sorted by author and product. */
struct asking {
    struct kripa_review **at;
    size_t count;
};

/* Another program may have let an account review a product twice, so all matches are marked. */
static void mark(const struct asking *asking, struct kripa_id user, struct kripa_id product)
{
    const struct kripa_review key = {.user = user, .product = product}, *sought = &key;
    struct kripa_review **found =
        bsearch(&sought, asking->at, asking->count, sizeof *asking->at, by_author_and_product);
    if (!found)
        return;
    while (found > asking->at && by_author_and_product(found - 1, &sought) == 0)
        found--;
    for (; found < asking->at + asking->count && by_author_and_product(found, &sought) == 0;
         found++)
        (*found)->verified = true;
}

static enum kripa_status note_delivered(void *ctx, const void *record)
{
    const struct kripa_order *order = record;
    for (size_t i = 0; i < order->items_count; i++)
        mark(ctx, order->user, order->items[i].product);
    return KRIPA_OK;
}

static enum kripa_status ask(const struct kp_call *call, struct asking *asking, size_t from,
                             size_t count)
{
    struct kripa_value *users = kripa_arena_alloc(call->arena, sizeof *users, count);
    struct kripa_value *products = kripa_arena_alloc(call->arena, sizeof *products, count);
    if (!users || !products)
        return kp_no_memory(call->err);
    for (size_t i = 0; i < count; i++) {
        users[i] = kp_id(asking->at[from + i]->user);
        products[i] = kp_id(asking->at[from + i]->product);
    }
    struct kp_query query = kp_query_of(call->arena, &kripa_order_schema);
    kp_where_any(&query, "user", KRIPA_IN, users, count);
    kp_where_any(&query, "items.product", KRIPA_HAS, products, count);
    kp_where(&query, "deliveryStatus", KRIPA_EQ, kp_int(KRIPA_DELIVERY_DELIVERED));
    return kp_scan(call, &query, note_delivered, asking);
}

enum kripa_status kp_reviews_verify(const struct kp_call *call, struct kripa_review *reviews,
                                    size_t count)
{
    struct asking asking = {.at = kripa_arena_alloc(call->arena, sizeof *asking.at, count)};
    if (!asking.at)
        return kp_no_memory(call->err);
    for (size_t i = 0; i < count; i++)
        if (!reviews[i].verified)
            asking.at[asking.count++] = &reviews[i];
    qsort(asking.at, asking.count, sizeof *asking.at, by_author_and_product);
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; status == KRIPA_OK && i < asking.count; i += AUTHORS_OF_ONE_READ) {
        size_t left = asking.count - i;
        status = ask(call, &asking, i, left < AUTHORS_OF_ONE_READ ? left : AUTHORS_OF_ONE_READ);
    }
    return status;
}
