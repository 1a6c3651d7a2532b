/* SPDX-License-Identifier: MIT
 * Verification of the counters that reports use: each month is counted again from orders and
 * accounts. */
#include <inttypes.h>
#include <stdio.h>

#include "internal.h"
#include "journal/figures.h"
#include "journal/journal.h"
#include "maintenance/recount.h"
#include "shop/shop.h"

/* "figures of 2026-11". */
static const char *subject_of(struct kp_verify *verify, int64_t month)
{
    return month == KP_MONTH_ALL_TIME
               ? "figures of all time"
               : kripa_arena_format(&verify->scratch, "figures of %04" PRId64 "-%02" PRId64,
                                    month / 12, month % 12 + 1);
}

static void check_day(int day, const struct kripa_shop_day *is, const struct kripa_shop_day *should,
                      struct kp_findings *findings)
{
    const struct {
        const char *what;
        int64_t is, should;
    } members[] = {{"pending orders", is->pending, should->pending},
                   {"shipped orders", is->shipped, should->shipped},
                   {"delivered orders", is->delivered, should->delivered},
                   {"cancelled orders", is->cancelled, should->cancelled},
                   {"paise of revenue", is->revenue_paise, should->revenue_paise},
                   {"registered accounts", is->registered, should->registered}};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (members[i].is != members[i].should)
            kp_finding(findings, "%s of day %d: %lld, there are %lld", members[i].what, day,
                       (long long)members[i].is, (long long)members[i].should);
}

static void check_products(struct kp_verify *verify, const struct kp_recount *is,
                           const struct kp_recount *should, struct kp_findings *findings)
{
    const struct kp_recount *both[] = {is, should};
    for (size_t j = 0; j < 2; j++) {
        for (size_t i = 0; i < both[j]->products_count; i++) {
            struct kripa_id product = both[j]->products[i].product;
            const struct kripa_product_month *other = kp_recount_product(is, product);
            if ((j == 0 || !other) &&
                !kp_same_product_month(other, kp_recount_product(should, product)))
                kp_finding(findings, "what was sold of product %s is not what orders say",
                           kp_id_text(&verify->scratch, product));
        }
    }
}

static void check_retailers(struct kp_verify *verify, const struct kp_recount *is,
                            const struct kp_recount *should, struct kp_findings *findings)
{
    const struct kp_recount *both[] = {is, should};
    for (size_t j = 0; j < 2; j++) {
        for (size_t i = 0; i < both[j]->retailers_count; i++) {
            struct kripa_id retailer = both[j]->retailers[i].retailer;
            const struct kripa_retailer_month *other = kp_recount_retailer(is, retailer);
            if ((j == 0 || !other) &&
                !kp_same_retailer_month(other, kp_recount_retailer(should, retailer)))
                kp_finding(findings, "what retailer %s bought is not what orders say",
                           kp_id_text(&verify->scratch, retailer));
        }
    }
}

static enum kripa_status recheck_month(struct kp_verify *verify, struct kripa_id id,
                                       struct kp_findings *findings, bool *settled)
{
    int64_t month = id.bytes[0] << 8 | id.bytes[1], before, after;
    struct kp_recount is, should;
    struct kripa_settings *settings;
    enum kripa_status status = kp_settings(&verify->call, &settings);
    if (status == KRIPA_OK)
        status = kp_recount_revision(&verify->call, month, &before);
    if (status == KRIPA_OK)
        status = kp_recount_stored(&verify->call, month, &is);
    if (status == KRIPA_OK)
        status = kp_recount_month(&verify->call, kp_figures_zone(settings), month, &should);
    if (status == KRIPA_OK)
        status = kp_recount_revision(&verify->call, month, &after);
    if (status != KRIPA_OK)
        return status;
    verify->found.checked++;
    *settled = before == after;
    findings->subject = subject_of(verify, month);
    for (int i = 0; i < KP_MONTH_DAYS; i++)
        check_day(i + 1, &is.shop.days[i], &should.shop.days[i], findings);
    check_products(verify, &is, &should, findings);
    check_retailers(verify, &is, &should, findings);
    return KRIPA_OK;
}

enum kripa_status kp_verify_figures(struct kp_verify *verify)
{
    struct kripa_settings *settings;
    int64_t month = KP_MONTH_ALL_TIME, next = 1;
    enum kripa_status status = kp_recheck(verify, kp_month_id(month), recheck_month);
    while (status == KRIPA_OK && next) {
        status = kp_settings(&verify->call, &settings);
        if (status == KRIPA_OK)
            status = kp_recount_next(&verify->call, kp_figures_zone(settings), month + 1, &next);
        month = next;
        kripa_arena_reset(&verify->scratch);
        if (status == KRIPA_OK && next)
            status = kp_recheck(verify, kp_month_id(month), recheck_month);
    }
    return status;
}
