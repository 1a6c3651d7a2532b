/* SPDX-License-Identifier: MIT
 * Brings reviews forward that another program made: makes their search terms, and counts their
 * stars for the products. */
#include <string.h>

#include "base/status.h"
#include "core/query.h"
#include "internal.h"
#include "maintenance/star_tally.h"
#include "review/review.h"

static const struct kripa_id no_id;

static enum kripa_status write_terms(struct kp_migration *migration,
                                     const struct kripa_review *review,
                                     const struct kripa_terms *stored, struct kp_change *change)
{
    struct kripa_terms *terms = kripa_arena_alloc(&migration->page, sizeof *terms, 1);
    if (!terms)
        return kp_no_memory(migration->call.err);
    enum kripa_status status = kp_review_terms(&migration->page, review, terms);
    if (status != KRIPA_OK)
        return kripa_fail(migration->call.err, status, "a review's words can't be read");
    if (kp_terms_same(terms, stored))
        return KRIPA_OK;
    kp_update(change, &kripa_review_schema, review->id);
    kp_require(change, "text", KRIPA_UNCHANGED, kp_member(review));
    kp_update(change, &kripa_review_terms_schema, review->id);
    kp_set(change, "terms", kp_member(terms));
    kp_counted(migration, KP_COUNTED_REVIEW_TERMS, 1);
    return KRIPA_OK;
}

static void tell_anomalies(struct kp_migration *migration, const struct kripa_review *review)
{
    if (!kp_tally_find(&migration->products, review->product, no_id))
        kp_counted(migration, KP_ANOMALY_REVIEW_ALONE, 1);
    if (kp_review_place(review) < 0)
        kp_anomaly(migration, "%s: its rating is %lld: it does not count",
                   kp_subject(migration, "review", NULL, review->id), (long long)review->rating);
}

static enum kripa_status migrate_page(struct kp_migration *migration, const struct kripa_rows *rows,
                                      struct kp_change *change)
{
    const struct kripa_review *reviews = rows->at;
    struct kripa_rows terms;
    struct kripa_id *ids = kripa_arena_alloc(&migration->page, sizeof *ids, rows->count);
    if (!ids)
        return kp_no_memory(migration->call.err);
    for (size_t i = 0; i < rows->count; i++)
        ids[i] = reviews[i].id;
    enum kripa_status status =
        kp_find_ids(&migration->call, &kripa_review_terms_schema, ids, rows->count, &terms);
    for (size_t i = 0; status == KRIPA_OK && i < rows->count; i++) {
        tell_anomalies(migration, &reviews[i]);
        status = write_terms(migration, &reviews[i],
                             kp_record_in(&terms, &kripa_review_terms_schema, ids[i]), change);
    }
    return status;
}

enum kripa_status kp_migrate_reviews(struct kp_migration *migration)
{
    return kp_migrate_pages(migration, &kripa_review_schema, NULL, migrate_page);
}

static enum kripa_status add(void *ctx, const void *record)
{
    struct kp_migration *migration = ctx;
    return kp_star_tally_add(&migration->stars, record) ? KRIPA_OK
                                                        : kp_no_memory(migration->call.err);
}

static bool agree(const struct kripa_product *product, const struct kp_review_sums *sums)
{
    return memcmp(product->stars, sums->stars, sizeof sums->stars) == 0 &&
           (product->reviewed || !sums->reviewed);
}

/* The tally was made a while ago, so a product that differs from it is counted again. A review that
 * is written meanwhile changes a counter; then the page conflicts and is decided again. */
static enum kripa_status bring_forward(struct kp_migration *migration,
                                       const struct kripa_product *product,
                                       struct kp_change *change)
{
    struct kp_review_sums sums;
    kp_star_tally_read(&migration->stars, product->id, &sums);
    if (agree(product, &sums))
        return KRIPA_OK;
    enum kripa_status status = kp_review_sums(&migration->call, product->id, &sums);
    if (status != KRIPA_OK || agree(product, &sums))
        return status;
    kp_update(change, &kripa_product_schema, product->id);
    for (int i = 0; i < KRIPA_STARS_MAX; i++) {
        kp_require(change, kp_stars_field(i), KRIPA_UNCHANGED, kp_member(product));
        if (product->stars[i] != sums.stars[i])
            kp_set(change, kp_stars_field(i), kp_int(sums.stars[i]));
    }
    if (sums.reviewed)
        kp_set(change, "reviewed", kp_int(true));
    kp_counted(migration, KP_COUNTED_STARS, 1);
    return KRIPA_OK;
}

static enum kripa_status migrate_stars_page(struct kp_migration *migration,
                                            const struct kripa_rows *rows, struct kp_change *change)
{
    const struct kripa_product *products = rows->at;
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; status == KRIPA_OK && i < rows->count; i++)
        status = bring_forward(migration, &products[i], change);
    return status;
}

enum kripa_status kp_migrate_stars(struct kp_migration *migration)
{
    struct kp_query all = kp_query_of(&migration->page, &kripa_review_schema);
    enum kripa_status status = kp_scan(&migration->call, &all, add, migration);
    if (status != KRIPA_OK)
        return status;
    return kp_migrate_pages(migration, &kripa_product_schema, NULL, migrate_stars_page);
}
