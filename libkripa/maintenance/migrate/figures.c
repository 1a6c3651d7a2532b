/* SPDX-License-Identifier: MIT
 * Counts the counters of reports again where they differ from orders and accounts: because
 * another program or an earlier version wrote those, or because the shop's time zone has
 * changed. Each month is one change, guarded by the records that it was decided on. */
#include <string.h>

#include "base/status.h"
#include "core/query.h"
#include "core/retry.h"
#include "internal.h"
#include "journal/figures.h"
#include "maintenance/recount.h"
#include "shop/shop.h"

struct month {
    struct kp_migration *migration;
    const char *zone;
    int64_t number;
};

/* Deletes the record unless somebody has added to it meanwhile. */
static void drop(struct kp_change *change, const struct kripa_schema *of, struct kripa_id id,
                 int64_t revision)
{
    kp_delete(change, of, id);
    kp_require(change, "revision", KRIPA_EQ, kp_int(revision));
}

static void write_shop(struct kp_change *change, const struct kp_recount *is,
                       struct kp_recount *should)
{
    static const struct kripa_shop_month none;
    bool any = memcmp(should->shop.days, none.days, sizeof none.days) != 0;
    if (memcmp(is->shop.days, should->shop.days, sizeof none.days) == 0)
        return;
    for (size_t i = 0; i < is->stripes_count; i++)
        drop(change, &kripa_shop_month_schema, is->stripes[i].id, is->stripes[i].revision);
    should->shop.id = kp_shop_month_id(should->month, 0);
    should->shop.revision = is->shop.revision + 1;
    if (any)
        kp_insert(change, &kripa_shop_month_schema, &should->shop);
}

static void write_products(struct kp_change *change, const struct kp_recount *is,
                           struct kp_recount *should)
{
    for (size_t i = 0; i < is->products_count; i++) {
        const struct kripa_product_month *at = &is->products[i];
        if (!kp_same_product_month(at, kp_recount_product(should, at->product)))
            drop(change, &kripa_product_month_schema, at->id, at->revision);
    }
    for (size_t i = 0; i < should->products_count; i++) {
        struct kripa_product_month *at = &should->products[i];
        const struct kripa_product_month *was = kp_recount_product(is, at->product);
        at->revision = was ? was->revision + 1 : 1;
        if (!kp_same_product_month(was, at))
            kp_insert(change, &kripa_product_month_schema, at);
    }
}

static void write_retailers(struct kp_change *change, const struct kp_recount *is,
                            struct kp_recount *should)
{
    for (size_t i = 0; i < is->retailers_count; i++) {
        const struct kripa_retailer_month *at = &is->retailers[i];
        if (!kp_same_retailer_month(at, kp_recount_retailer(should, at->retailer)))
            drop(change, &kripa_retailer_month_schema, at->id, at->revision);
    }
    for (size_t i = 0; i < should->retailers_count; i++) {
        struct kripa_retailer_month *at = &should->retailers[i];
        const struct kripa_retailer_month *was = kp_recount_retailer(is, at->retailer);
        at->revision = was ? was->revision + 1 : 1;
        if (!kp_same_retailer_month(was, at))
            kp_insert(change, &kripa_retailer_month_schema, at);
    }
}

/* *lost: somebody added to the month meanwhile. The stripes are then read again, as a new one
 * would otherwise be counted twice. */
static enum kripa_status count_once(void *ctx, const struct kp_call *call, bool *lost)
{
    struct month *month = ctx;
    struct kp_migration *migration = month->migration;
    struct kp_recount is, should;
    int64_t revision;
    migration->call.err = call->err;
    kp_migrate_page_begin(migration);
    enum kripa_status status = kp_recount_stored(&migration->call, month->number, &is);
    if (status == KRIPA_OK)
        status = kp_recount_month(&migration->call, month->zone, month->number, &should);
    if (status == KRIPA_OK && month->number != KP_MONTH_ALL_TIME) {
        status = kp_recount_revision(&migration->call, month->number, &revision);
        *lost = status == KRIPA_OK && revision != is.shop.revision;
    }
    if (status != KRIPA_OK || *lost)
        return status == KRIPA_OK ? KRIPA_CONFLICT : status;
    struct kp_change change = kp_change_in(&migration->call);
    write_shop(&change, &is, &should);
    write_products(&change, &is, &should);
    write_retailers(&change, &is, &should);
    if (kp_change_count(&change) == 0)
        return KRIPA_OK;
    kp_counted(migration, KP_COUNTED_FIGURES, 1);
    status = kp_migrate_commit(migration, &change);
    *lost = status == KRIPA_CONFLICT || status == KRIPA_EXISTS;
    return status;
}

static enum kripa_status count_month(struct month *month)
{
    static const struct kp_patience patience = {
        0, KRIPA_UNAVAILABLE, "orders keep coming: migrate again when it is quieter", 0};
    struct kp_migration *migration = month->migration;
    const struct kp_call call = migration->call;
    enum kripa_status status = kp_retry(&call, &patience, count_once, month);
    migration->call.err = call.err;
    return status;
}

/* From this change on, counting uses the days of the shop's zone; what was counted before is
 * counted again afterwards. */
static enum kripa_status take_zone(struct kp_migration *migration)
{
    struct kripa_settings *settings;
    enum kripa_status status = kp_settings(&migration->call, &settings);
    if (status != KRIPA_OK || !settings->figures_zone)
        return status;
    struct kp_change change = kp_change_in(&migration->call);
    kp_update(&change, &kripa_settings_schema, settings->id);
    kp_require(&change, "revision", KRIPA_EQ, kp_int(settings->revision));
    kp_unset(&change, "figuresZone");
    kp_add(&change, "revision", 1);
    kp_counted(migration, KP_COUNTED_ZONE, 1);
    return kp_migrate_commit(migration, &change);
}

enum kripa_status kp_migrate_figures(struct kp_migration *migration)
{
    struct kripa_settings *settings;
    enum kripa_status status = kp_migrate_patiently(migration, take_zone);
    if (status == KRIPA_OK)
        status = kp_settings(&migration->call, &settings);
    if (status != KRIPA_OK)
        return status;
    const char *zone = settings->time_zone;
    struct month month = {migration, kripa_arena_text(&migration->arena, zone, strlen(zone)),
                          KP_MONTH_ALL_TIME};
    if (!month.zone)
        return kp_no_memory(migration->call.err);
    int64_t next = 1;
    status = count_month(&month);
    while (status == KRIPA_OK && next) {
        kp_migrate_page_begin(migration);
        status = kp_recount_next(&migration->call, month.zone, month.number + 1, &next);
        month.number = next;
        if (status == KRIPA_OK && next)
            status = count_month(&month);
    }
    return status;
}
