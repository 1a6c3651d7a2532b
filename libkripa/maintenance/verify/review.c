/* SPDX-License-Identifier: MIT
 * Verifies reviews: their search terms, and the counters of stars that products keep. */
#include "review/review.h"
#include "base/status.h"
#include "internal.h"
#include "maintenance/star_tally.h"

static enum kripa_status check_scanned(void *ctx, const void *record)
{
    struct kp_verify *verify = ctx;
    const struct kripa_review *review = record;
    struct kripa_terms terms;
    const struct kp_findings nothing = {0};
    enum kripa_status status = kp_review_terms(&verify->scratch, review, &terms);
    if (status != KRIPA_OK)
        return kripa_fail(verify->call.err, status, "a review's words can't be read");
    status = kp_terms_expect(verify, &terms);
    if (status == KRIPA_OK && !kp_star_tally_add(&verify->stars, review))
        status = kp_no_memory(verify->call.err);
    return status == KRIPA_OK ? kp_checked(verify, review->id, &nothing) : status;
}

static enum kripa_status recheck_terms(struct kp_verify *verify, struct kripa_id id,
                                       struct kp_findings *findings, bool *settled)
{
    void *before, *after;
    struct kripa_terms terms;
    bool found_by;
    char text[KRIPA_ID_TEXT_SIZE];
    enum kripa_status status = kp_verify_read(verify, &kripa_review_schema, id, &before);
    if (status != KRIPA_OK || !before)
        return status;
    const struct kripa_review *review = before;
    status = kp_review_terms(&verify->scratch, review, &terms);
    if (status == KRIPA_OK)
        status = kp_terms_read(verify, &kripa_review_terms_schema, &terms, false, &found_by);
    if (status == KRIPA_OK)
        status = kp_verify_read(verify, &kripa_review_schema, id, &after);
    if (status != KRIPA_OK || !after)
        return status;
    *settled = review->revision == ((const struct kripa_review *)after)->revision;
    kripa_id_format(id, text);
    findings->subject = kripa_arena_format(&verify->scratch, "review %s", text);
    if (!found_by)
        kp_finding(findings, KP_TERMS_FINDING);
    return KRIPA_OK;
}

static void check(const struct kripa_product *product, const struct kp_review_sums *sums,
                  struct kp_findings *findings)
{
    findings->subject = kripa_arena_format(findings->arena, "product %s",
                                           product->sku ? product->sku : product->name);
    for (int i = 0; i < KRIPA_STARS_MAX; i++)
        if (product->stars[i] != sums->stars[i])
            kp_finding(findings, "%s is %lld, of its reviews as many say so: %lld",
                       kp_stars_field(i), (long long)product->stars[i], (long long)sums->stars[i]);
    if (sums->reviewed && !product->reviewed)
        kp_finding(findings, "it has a review, but is not marked as reviewed");
}

static enum kripa_status suspect_product(void *ctx, const void *record)
{
    struct kp_verify *verify = ctx;
    const struct kripa_product *product = record;
    struct kp_findings findings = kp_findings_of(verify);
    struct kp_review_sums sums;
    kp_star_tally_read(&verify->stars, product->id, &sums);
    check(product, &sums, &findings);
    bool wrong = findings.count > 0;
    kripa_arena_reset(&verify->scratch);
    return wrong ? kp_suspect(verify, product->id) : KRIPA_OK;
}

static enum kripa_status recheck_product(struct kp_verify *verify, struct kripa_id id,
                                         struct kp_findings *findings, bool *settled)
{
    void *before, *after;
    struct kp_review_sums sums;
    enum kripa_status status = kp_verify_read(verify, &kripa_product_schema, id, &before);
    if (status != KRIPA_OK || !before)
        return status;
    status = kp_review_sums(&verify->call, id, &sums);
    if (status == KRIPA_OK)
        status = kp_verify_read(verify, &kripa_product_schema, id, &after);
    if (status != KRIPA_OK || !after)
        return status;
    const struct kripa_product *product = before;
    *settled = product->revision == ((const struct kripa_product *)after)->revision;
    check(product, &sums, findings);
    return KRIPA_OK;
}

enum kripa_status kp_verify_reviews(struct kp_verify *verify)
{
    struct kp_query reviews = kp_query_of(verify->arena, &kripa_review_schema);
    struct kp_query products = kp_query_of(verify->arena, &kripa_product_schema);
    enum kripa_status status = kp_scan(&verify->call, &reviews, check_scanned, verify);
    if (status == KRIPA_OK)
        status = kp_terms_compare(verify, &kripa_review_terms_schema, false);
    if (status == KRIPA_OK)
        status = kp_recheck_suspects(verify, recheck_terms);
    if (status == KRIPA_OK)
        status = kp_scan(&verify->call, &products, suspect_product, verify);
    return status == KRIPA_OK ? kp_recheck_suspects(verify, recheck_product) : status;
}
