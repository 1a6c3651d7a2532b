/* SPDX-License-Identifier: MIT
 * Verification of products: stock against the ledger, sold units against orders, sort keys and
 * search terms. */
#include <string.h>

#include "base/status.h"
#include "base/text.h"
#include "catalog/catalog.h"
#include "internal.h"

static const struct kripa_id no_id;

struct facts {
    const struct kripa_product *product;
    struct kp_product_sums sums;
    bool found_by; /* its search terms are right */
};

static void check_stock(const struct facts *facts, struct kp_findings *findings)
{
    const struct kripa_product *product = facts->product;
    const struct kripa_int *threshold = &product->low_stock_threshold,
                           *headroom = &product->stock_headroom;
    if (product->stock != facts->sums.ledger)
        kp_finding(findings, "stock is %lld, the ledger says %lld", (long long)product->stock,
                   (long long)facts->sums.ledger);
    if (product->stock < 0 && !facts->sums.oversold)
        kp_finding(findings, "stock is below 0");
    if (headroom->set != threshold->set ||
        (headroom->set && headroom->value != product->stock - threshold->value))
        kp_finding(findings, "stock_spare is not stock - low_stock_threshold");
}

static void check_sold(const struct facts *facts, struct kp_findings *findings)
{
    const struct kripa_product *product = facts->product;
    if (product->sold != facts->sums.sold)
        kp_finding(findings, "sold is %lld, in orders there are %lld", (long long)product->sold,
                   (long long)facts->sums.sold);
    if (product->sold_paise != facts->sums.sold_paise)
        kp_finding(findings, "soldAmount is %lld paise, orders come to %lld",
                   (long long)product->sold_paise, (long long)facts->sums.sold_paise);
    if (facts->sums.ordered && !product->ordered)
        kp_finding(findings, "it is in an order, but not marked as ordered");
}

static enum kripa_status check(struct kp_verify *verify, const struct facts *facts,
                               struct kp_findings *findings)
{
    const struct kripa_product *product = facts->product;
    findings->subject = kripa_arena_format(findings->arena, "product %s",
                                           product->sku ? product->sku : product->name);
    check_stock(facts, findings);
    check_sold(facts, findings);
    const char *name = product->name ? product->name : "";
    const char *key = kp_text_fold(&verify->scratch, name, KRIPA_NAME_KEY_BYTES_MAX);
    if (!key)
        return kp_no_memory(verify->call.err);
    if (product->name && !kp_text_equal(key, product->name_key))
        kp_finding(findings, "nameKey is not made of the name");
    if (!facts->found_by)
        kp_finding(findings, KP_TERMS_FINDING);
    return KRIPA_OK;
}

struct round {
    struct kp_verify *verify;
    const struct kp_category_tree *tree;
};

static enum kripa_status check_scanned(void *ctx, const void *record)
{
    struct round *round = ctx;
    struct kp_verify *verify = round->verify;
    const struct kripa_product *product = record;
    struct kripa_terms terms;
    enum kripa_status status =
        kp_product_terms(round->tree, product, &verify->scratch, &terms, verify->call.err);
    if (status == KRIPA_OK)
        status = kp_terms_expect(verify, &terms);
    if (status != KRIPA_OK)
        return status;
    const struct kp_tally_slot *ledger = kp_tally_find(&verify->ledger, product->id, no_id);
    const struct facts facts = {
        .product = product,
        .sums = {.ledger = ledger ? ledger->sum : 0,
                 .sold = kp_tally_sum(&verify->sold, product->id, no_id),
                 .sold_paise = kp_tally_sum(&verify->sold_paise, product->id, no_id),
                 .oversold = ledger && ledger->seen,
                 .ordered = kp_tally_find(&verify->sold, product->id, no_id) != NULL},
        .found_by = true, /* kp_terms_compare reports those */
    };
    struct kp_findings findings = kp_findings_of(verify);
    status = check(verify, &facts, &findings);
    return status == KRIPA_OK ? kp_checked(verify, product->id, &findings) : status;
}

static enum kripa_status read_terms(struct kp_verify *verify, struct facts *facts)
{
    const struct kp_category_tree *tree;
    struct kripa_terms terms;
    enum kripa_status status = kp_category_pin(&verify->call, &tree);
    if (status != KRIPA_OK)
        return status;
    status = kp_product_terms(tree, facts->product, &verify->scratch, &terms, verify->call.err);
    kp_category_unpin(verify->call.kripa, tree);
    if (status != KRIPA_OK)
        return status;
    return kp_terms_read(verify, &kripa_product_terms_schema, &terms, false, &facts->found_by);
}

static enum kripa_status recheck(struct kp_verify *verify, struct kripa_id id,
                                 struct kp_findings *findings, bool *settled)
{
    void *before, *after;
    enum kripa_status status = kp_verify_read(verify, &kripa_product_schema, id, &before);
    if (status != KRIPA_OK || !before)
        return status;
    struct facts facts = {.product = before};
    status = kp_product_sums(&verify->call, id, &facts.sums);
    if (status == KRIPA_OK)
        status = read_terms(verify, &facts);
    if (status == KRIPA_OK)
        status = kp_verify_read(verify, &kripa_product_schema, id, &after);
    if (status != KRIPA_OK || !after)
        return status;
    *settled = facts.product->revision == ((const struct kripa_product *)after)->revision;
    return check(verify, &facts, findings);
}

enum kripa_status kp_verify_products(struct kp_verify *verify)
{
    struct round round = {.verify = verify};
    struct kp_query all = kp_query_of(verify->arena, &kripa_product_schema);
    enum kripa_status status = kp_category_pin(&verify->call, &round.tree);
    if (status != KRIPA_OK)
        return status;
    status = kp_scan(&verify->call, &all, check_scanned, &round);
    kp_category_unpin(verify->call.kripa, round.tree);
    if (status == KRIPA_OK)
        status = kp_terms_compare(verify, &kripa_product_terms_schema, false);
    return status == KRIPA_OK ? kp_recheck_suspects(verify, recheck) : status;
}
