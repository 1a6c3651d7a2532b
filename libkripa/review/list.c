/* SPDX-License-Identifier: MIT
 * Lists of reviews: those of one product for everybody, and all of them for admins. */
#include "base/status.h"
#include "core/candidates.h"
#include "core/context.h"
#include "core/paging.h"
#include "core/search.h"
#include "internal.h"
#include "schema/sorts.h"

static const struct kp_sort sorts[] = {KP_REVIEW_SORTS(KP_SORT_ROW){NULL, NULL, false}};
static const struct kp_paging_rules rules = {
    .limit_default = KRIPA_PAGE_LIMIT_MAX,
    .limit_max = KRIPA_PAGE_LIMIT_MAX,
    .sorts = sorts,
};

/* Reads a product, if this viewer may see it. */
static enum kripa_status read_product(const struct kp_call *call, struct kripa_id id,
                                      struct kripa_product **out)
{
    void *found;
    enum kripa_status status = kp_find_id(call, &kripa_product_schema, id, &found);
    if (status != KRIPA_OK)
        return status;
    *out = found;
    bool seen = (*out)->active || call->viewer.role == KRIPA_ROLE_ADMIN;
    return seen ? KRIPA_OK : kripa_fail(call->err, KRIPA_NOT_FOUND, "there is no such product");
}

static enum kripa_status rate(const struct kp_call *call, const struct kripa_product *product,
                              struct kripa_review_rating *out)
{
    out->rating = kp_product_rating(product);
    out->stars =
        kripa_arena_format(call->arena, "%lld,%lld,%lld,%lld,%lld", (long long)product->stars[0],
                           (long long)product->stars[1], (long long)product->stars[2],
                           (long long)product->stars[3], (long long)product->stars[4]);
    return out->stars ? KRIPA_OK : kp_no_memory(call->err);
}

/* Takes the total from the product's counters, so that no list counts reviews. Reviews that are
 * older than the counters are counted when the store is migrated; until then the total is at least
 * what was seen. */
static void tell_total(const struct kripa_product *product, int64_t rating, int64_t skip,
                       struct kripa_reviews *out)
{
    int64_t seen = skip + (int64_t)out->count;
    out->page.total =
        rating ? product->stars[rating - KRIPA_STARS_MIN] : out->meta.rating.rating.count;
    if (out->page.total < seen)
        out->page.total = seen;
}

static enum kripa_status list_one(const struct kp_call *call, const struct kripa_product *product,
                                  const struct kripa_review_filter *filter,
                                  struct kripa_reviews *out)
{
    struct kp_query query = kp_query_of(call->arena, &kripa_review_schema);
    struct kripa_rows rows;
    enum kripa_status status = rate(call, product, &out->meta.rating);
    if (status == KRIPA_OK)
        status = kp_page_begin(&filter->paging, &rules, &query, &out->page, call->err);
    kp_where(&query, "product", KRIPA_EQ, kp_id(product->id));
    if (filter->rating) { /* all have the same number of stars, so only their age can sort them */
        kp_where(&query, "rating", KRIPA_EQ, kp_int(filter->rating));
        kp_sort(&query, "createdAt", true);
    }
    if (status == KRIPA_OK)
        status = kp_page_read(call, &query, &rows, &out->page);
    if (status != KRIPA_OK)
        return status;
    out->at = rows.at;
    out->count = rows.count;
    tell_total(product, filter->rating, query.query.skip, out);
    return kp_reviews_show(call, out->at, out->count, false);
}

enum kripa_status kripa_review_list(struct kripa *kripa, struct kripa_viewer viewer,
                                    struct kripa_id product,
                                    const struct kripa_review_filter *filter,
                                    struct kripa_arena *arena, struct kripa_reviews *out,
                                    struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    static const struct kripa_review_filter no_filter;
    struct kripa_product *of;
    if (!filter)
        filter = &no_filter;
    *out = (struct kripa_reviews){0};
    if (filter->rating < 0 || filter->rating > KRIPA_STARS_MAX)
        return kripa_fail_field(err, KRIPA_INVALID, "rating", "must be %d to %d", KRIPA_STARS_MIN,
                                KRIPA_STARS_MAX);
    enum kripa_status status = read_product(&call, product, &of);
    return status == KRIPA_OK ? list_one(&call, of, filter, out) : status;
}

static enum kripa_status where_all(const struct kp_call *call, struct kp_query *query,
                                   const struct kripa_review_search *search)
{
    struct kp_words words;
    if (!kripa_id_is_zero(search->product))
        kp_where(query, "product", KRIPA_EQ, kp_id(search->product));
    if (search->rating)
        kp_where(query, "rating", KRIPA_EQ, kp_int(search->rating));
    if (!search->q)
        return KRIPA_OK;
    enum kripa_status status = kp_words_of(call->arena, search->q, KP_WRITTEN, &words, call->err);
    if (status == KRIPA_OK)
        kp_where_words(query, &words);
    return status;
}

enum kripa_status kripa_review_list_all(struct kripa *kripa, struct kripa_viewer viewer,
                                        const struct kripa_review_search *search,
                                        struct kripa_arena *arena, struct kripa_reviews *out,
                                        struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    static const struct kripa_review_search no_search;
    struct kp_query query = kp_query_of(arena, &kripa_review_schema);
    struct kripa_rows rows;
    if (!search)
        search = &no_search;
    *out = (struct kripa_reviews){0};
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status == KRIPA_OK)
        status = where_all(&call, &query, search);
    if (status == KRIPA_OK)
        status = kp_page_list(&call, &search->paging, &rules, &query, &rows, &out->page);
    if (status != KRIPA_OK)
        return status;
    out->at = rows.at;
    out->count = rows.count;
    return kp_reviews_show(&call, out->at, out->count, true);
}

static void tell(const void *record, struct kripa_error *err)
{
    const struct kripa_review *review = record;
    char id[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(review->id, id);
    kripa_fail_field(err, KRIPA_CONFLICT, id, "%.60s", review->text ? review->text : "");
}

enum kripa_status kripa_review_find(struct kripa *kripa, struct kripa_viewer viewer,
                                    const char *name, struct kripa_arena *arena,
                                    struct kripa_review **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kp_candidates candidates = {
        .call = &call, .of = &kripa_review_schema, .plural = "reviews", .tell = tell};
    struct kp_query all = kp_query_of(arena, &kripa_review_terms_schema);
    void *found;
    enum kripa_status status = kp_candidate_by_ending(&candidates, &all, name, &found);
    if (status != KRIPA_OK)
        return status;
    *out = found;
    return kp_reviews_show(&call, *out, 1, true);
}
