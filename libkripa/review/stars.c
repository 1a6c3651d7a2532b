/* SPDX-License-Identifier: MIT
 * The counters of stars that a product keeps of its reviews; each change of a review changes them,
 * too. */
#include "base/text.h"
#include "core/search.h"
#include "internal.h"

static const char *const fields[KRIPA_STARS_MAX] = {"stars1", "stars2", "stars3", "stars4",
                                                    "stars5"};

const char *kp_stars_field(int place)
{
    return fields[place];
}

int kp_review_place(const struct kripa_review *review)
{
    bool counts = review->rating >= KRIPA_STARS_MIN && review->rating <= KRIPA_STARS_MAX;
    return counts ? (int)(review->rating - KRIPA_STARS_MIN) : -1;
}

static void add_review(struct kp_review_sums *sums, const struct kripa_review *review)
{
    int place = kp_review_place(review);
    sums->reviewed = true;
    if (place >= 0)
        sums->stars[place]++;
}

static enum kripa_status add(void *ctx, const void *record)
{
    add_review(ctx, record);
    return KRIPA_OK;
}

enum kripa_status kp_review_sums(const struct kp_call *call, struct kripa_id product,
                                 struct kp_review_sums *out)
{
    *out = (struct kp_review_sums){.reviewed = false};
    struct kp_query query = kp_query_of(call->arena, &kripa_review_schema);
    kp_where(&query, "product", KRIPA_EQ, kp_id(product));
    return kp_scan(call, &query, add, out);
}

enum kripa_status kp_review_terms(struct kripa_arena *arena, const struct kripa_review *review,
                                  struct kripa_terms *out)
{
    *out = kp_terms_of(arena, review->id);
    return kp_terms_add(arena, review->text, KP_EVERY_WAY, out);
}

/* A review that is older than the counters was never counted, so its counter may be 0 and must stay
 * so. Migrating counts what is left. */
static void take(struct kp_change *change, const struct kripa_product *product, int from)
{
    if (from < 0)
        return;
    if (product->stars[from] == 0) {
        kp_require(change, fields[from], KRIPA_UNCHANGED, kp_member(product));
        return;
    }
    kp_require(change, fields[from], KRIPA_GT, kp_int(0));
    kp_add(change, fields[from], -1);
}

void kp_stars_move(struct kp_change *change, const struct kripa_product *product, int from, int to,
                   int64_t now_ms)
{
    if (!product || from == to)
        return;
    kp_update(change, &kripa_product_schema, product->id);
    take(change, product, from);
    if (to >= 0)
        kp_add(change, fields[to], 1);
    if (!product->reviewed)
        kp_set(change, "reviewed", kp_int(true));
    kp_touch(change, now_ms);
}
