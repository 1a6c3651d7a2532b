/* SPDX-License-Identifier: MIT
 * The migration: first the store's own part, then each kind of record; and its end, when no other
 * program uses the store any more. */
#include "internal.h"

#include "core/query.h"
#include "journal/journal.h"

static enum kripa_status remember_finish(struct kp_migration *migration)
{
    bool finished;
    enum kripa_status status = kp_migration_finished(&migration->call, &finished);
    if (status != KRIPA_OK || finished)
        return status;
    struct kp_change change = kp_change_in(&migration->call);
    kp_count_up(&change, KP_COUNTER_FINISHED, 1);
    kp_counted(migration, KP_COUNTED_FINISH, 1);
    return kp_migrate_commit(migration, &change);
}

static bool any(const struct kp_migration *migration, size_t from, size_t to)
{
    while (from < to && migration->done[from] == 0)
        from++;
    return from < to;
}

/* Only when something was done. */
static enum kripa_status write_audit(struct kp_migration *migration, const char *action)
{
    if (!any(migration, 0, KP_COUNTED_ANOMALIES) || migration->dry_run)
        return KRIPA_OK;
    kp_migrate_page_begin(migration);
    struct kp_change change = kp_change_in(&migration->call);
    kp_audit(&change, action, "store", NULL, NULL, NULL);
    return kp_migrate_commit(migration, &change);
}

/* The other program finds its records by these spellings, so this waits until it is gone. */
static enum kripa_status mend_spelling(struct kp_migration *migration)
{
    return migration->beside ? KRIPA_OK : kp_migrate_spelling(migration);
}

typedef enum kripa_status step_fn(struct kp_migration *migration);

static enum kripa_status run(struct kp_migration *migration, step_fn *const *steps,
                             const char *action)
{
    struct kp_tally tally = {.arena = &migration->arena};
    migration->products = migration->ledger = migration->sold = tally;
    migration->buyers = migration->coming = migration->stars = tally;
    migration->sold_paise = tally;
    migration->call.viewer = kripa_viewer_console("migrate");
    migration->call.arena = &migration->page;
    bool finished = false;
    enum kripa_status status = kp_migration_finished(&migration->call, &finished);
    migration->beside = migration->call.kripa->store->shared && !finished;
    for (; status == KRIPA_OK && *steps; steps++) {
        kp_migrate_page_begin(migration);
        status = (*steps)(migration);
    }
    kp_say_counted(migration);
    if (status == KRIPA_OK)
        status = write_audit(migration, action);
    kripa_arena_clear(&migration->page);
    kripa_arena_clear(&migration->arena);
    return status;
}

struct lines {
    kripa_line_fn *say;
    void *ctx;
    size_t count;
};

static void count_line(void *ctx, const char *line)
{
    struct lines *lines = ctx;
    lines->count++;
    lines->say(lines->ctx, line);
}

/* A dry run can't read records of tables that don't exist yet. */
enum kripa_status kripa_migrate(struct kripa *kripa, bool dry_run, kripa_line_fn *say, void *ctx,
                                struct kripa_error *err)
{
    kripa_error_clear(err);
    static step_fn *const steps[] = {kp_migrate_categories, kp_migrate_orders,   kp_migrate_sums,
                                     kp_migrate_products,   mend_spelling,       kp_migrate_reviews,
                                     kp_migrate_stars,      kp_migrate_accounts, kp_migrate_admins,
                                     kp_migrate_media,      kp_migrate_figures,  NULL};
    struct lines lines = {say, ctx, 0};
    struct kp_migration migration = {.call = {.kripa = kripa, .err = err},
                                     .dry_run = dry_run || kripa->dry_run,
                                     .say = say,
                                     .ctx = ctx};
    unsigned what = KRIPA_MIGRATE_RECORDS | (migration.dry_run ? KRIPA_MIGRATE_DRY : 0U);
    enum kripa_status status =
        kripa->store->ops->migrate(kripa->store, what, count_line, &lines, err);
    if (status != KRIPA_OK)
        return status;
    if (migration.dry_run && lines.count > 0 && !kripa->store->shared) {
        say(ctx, "then look at every record");
        return KRIPA_OK;
    }
    status = run(&migration, steps, "store.migrate");
    bool told = migration.anomalies_count > 0 ||
                any(&migration, KP_COUNTED_ANOMALIES, KP_COUNTED_COUNT) ||
                (kripa->store->shared && lines.count > 0);
    if (status == KRIPA_OK && told && !any(&migration, 0, KP_COUNTED_ANOMALIES))
        say(ctx, "nothing else to do: the records are as this version wants them");
    return status;
}

enum kripa_status kripa_migrate_finish(struct kripa *kripa, bool dry_run, kripa_line_fn *say,
                                       void *ctx, struct kripa_error *err)
{
    kripa_error_clear(err);
    static step_fn *const steps[] = {kp_migrate_spelling, kp_migrate_emails, remember_finish, NULL};
    struct kp_migration migration = {.call = {.kripa = kripa, .err = err},
                                     .dry_run = dry_run || kripa->dry_run,
                                     .say = say,
                                     .ctx = ctx};
    return run(&migration, steps, "store.finish");
}

/* Reads one record at each end of an index: that shows whether something is left to do. */
enum kripa_status kripa_migration_pending(struct kripa *kripa, bool *out, struct kripa_error *err)
{
    kripa_error_clear(err);
    struct kripa_arena arena = {0};
    const struct kp_call call = {.kripa = kripa, .arena = &arena, .err = err};
    struct kripa_rows products = {0}, orders = {0};
    struct kp_query unsorted = kp_query_of(&arena, &kripa_product_schema);
    kp_sort(&unsorted, "nameKey", false);
    unsorted.query.limit = 1;
    struct kp_query newest = kp_query_of(&arena, &kripa_order_schema);
    kp_sort(&newest, "createdAt", true);
    newest.query.limit = 1;
    struct kp_query unplaced = kp_query_of(&arena, &kripa_product_place_schema);
    kp_where(&unplaced, "categoryLeaf", KRIPA_ABSENT, (struct kripa_value){0});
    kp_where(&unplaced, "category_id", KRIPA_GE, kp_least_id);
    int64_t count = 0;
    enum kripa_status status = kp_find(&call, &unsorted, &products);
    if (status == KRIPA_OK)
        status = kp_find(&call, &newest, &orders);
    if (status == KRIPA_OK)
        status = kp_count(&call, &unplaced, 1, &count);
    bool old_terms = false;
    for (int last = 0; status == KRIPA_OK && last < 2; last++) {
        status = kp_terms_pending(&call, &kp_searched_products, last, &old_terms);
        if (status == KRIPA_OK)
            status = kp_terms_pending(&call, &kp_searched_accounts, last, &old_terms);
    }
    const struct kripa_product *product = products.at;
    const struct kripa_order *order = orders.at;
    *out = old_terms || count > 0 || (products.count && !product->name_key) ||
           (orders.count && order->number == 0);
    kripa_arena_clear(&arena);
    return status;
}
