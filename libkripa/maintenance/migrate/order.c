/* SPDX-License-Identifier: MIT
 * Orders that another program placed get a number and search terms; what it did to orders of
 * Kripa's is added to their history and the ledger. */
#include <stdio.h>
#include <string.h>

#include "base/status.h"
#include "catalog/catalog.h"
#include "core/query.h"
#include "core/search.h"
#include "internal.h"
#include "journal/journal.h"
#include "order/order.h"

/* What is read at once for a page of orders. */
struct page {
    struct kripa_rows terms, buyers;
};

static const char *subject_of(struct kp_migration *migration, const struct kripa_order *order)
{
    char number[24];
    snprintf(number, sizeof number, "%lld", (long long)order->number);
    return kp_subject(migration, "order", order->number ? number : NULL, order->id);
}

/* The counter must never be behind a number that is taken. */
static enum kripa_status move_counter_on(struct kp_migration *migration)
{
    struct kripa_rows rows = {0};
    struct kripa_id id = kp_id_of_name(KP_COUNTER_ORDER_NUMBER);
    void *found = NULL;
    struct kp_query query = kp_query_of(&migration->page, &kripa_order_schema);
    kp_sort(&query, "number", true);
    query.query.limit = 1;
    enum kripa_status status = kp_find(&migration->call, &query, &rows);
    if (status != KRIPA_OK)
        return status;
    struct kp_call quiet = migration->call;
    quiet.err = NULL;
    status = kp_find_id(&quiet, &kripa_counter_schema, id, &found);
    if (status != KRIPA_OK && status != KRIPA_NOT_FOUND)
        return kripa_fail(migration->call.err, status, "the order numbers could not be read");
    int64_t last = rows.count ? ((const struct kripa_order *)rows.at)->number : 0;
    int64_t at = found ? ((const struct kripa_counter *)found)->value : 0;
    if (last <= at)
        return KRIPA_OK;
    struct kp_change change = kp_change_in(&migration->call);
    kp_count_up(&change, KP_COUNTER_ORDER_NUMBER, last - at);
    kp_counted(migration, KP_COUNTED_NUMBER_COUNTER, 1);
    return kp_migrate_commit(migration, &change);
}

static const struct kripa_buyer *buyer_of(const struct page *page, struct kripa_id id)
{
    const struct kripa_buyer *buyers = page->buyers.at;
    for (size_t i = 0; i < page->buyers.count; i++)
        if (kripa_id_equal(buyers[i].id, id))
            return &buyers[i];
    return NULL;
}

static bool is_there(const struct kp_migration *migration, struct kripa_id product)
{
    return kp_tally_find(&migration->products, product, (struct kripa_id){{0}});
}

static enum kripa_status read_page(struct kp_migration *migration, const struct kripa_order *orders,
                                   size_t count, struct page *out)
{
    struct kripa_arena *arena = &migration->page;
    struct kripa_id *ids = kripa_arena_alloc(arena, sizeof *ids, count);
    struct kripa_id *users = kripa_arena_alloc(arena, sizeof *users, count);
    if (!ids || !users)
        return kp_no_memory(migration->call.err);
    for (size_t i = 0; i < count; i++) {
        ids[i] = orders[i].id;
        users[i] = orders[i].user;
    }
    enum kripa_status status =
        kp_find_ids(&migration->call, &kripa_order_terms_schema, ids, count, &out->terms);
    if (status == KRIPA_OK)
        status = kp_find_ids(&migration->call, &kripa_buyer_schema, users, count, &out->buyers);
    return status;
}

static void tell_anomalies(struct kp_migration *migration, const struct page *page,
                           const struct kripa_order *order)
{
    int64_t sum = order->delivery_charge_paise;
    bool gone = false;
    for (size_t i = 0; i < order->items_count; i++) {
        sum += order->items[i].qty * order->items[i].price_paise;
        gone = gone || !is_there(migration, order->items[i].product);
    }
    kp_counted(migration, KP_ANOMALY_PRODUCT_GONE, gone);
    kp_counted(migration, KP_ANOMALY_BUYER_GONE, !buyer_of(page, order->user));
    if (!kp_order_is_external(order) || sum == order->total_paise)
        return;
    char total[KRIPA_MONEY_TEXT_SIZE], lines[KRIPA_MONEY_TEXT_SIZE];
    kripa_money_format(order->total_paise, total);
    kripa_money_format(sum, lines);
    kp_anomaly(migration, "%s: its total is %s, its lines come to %s: both are kept",
               subject_of(migration, order), total, lines);
}

static const struct kripa_order_event *last_event(const struct kripa_order *order)
{
    return order->history_count ? &order->history[order->history_count - 1] : NULL;
}

/* Whether another program changed the status of an order that has a history here. */
static bool was_changed_elsewhere(const struct kp_migration *migration,
                                  const struct kripa_order *order)
{
    const struct kripa_order_event *last = last_event(order);
    const char *now = kripa_delivery_status_name(order->delivery_status);
    return migration->beside && last && last->to && strcmp(last->to, now) != 0;
}

/* Adds to the ledger what the order moved. The stock itself was the other program's to change, and
 * is compared with the ledger later. */
static void write_event(struct kp_migration *migration, const struct kripa_order *order,
                        struct kp_change *change)
{
    struct kripa_order_event *event = kripa_arena_alloc(change->call->arena, sizeof *event, 1);
    const char *by = kp_actor(change->call->arena, migration->call.viewer);
    if (!event || !by) {
        change->failed = true;
        return;
    }
    const char *was = last_event(order)->to,
               *now = kripa_delivery_status_name(order->delivery_status);
    const char *cancelled = kripa_delivery_status_name(KRIPA_DELIVERY_CANCELLED);
    *event = (struct kripa_order_event){
        .at_ms = order->updated_at_ms, .by = by, .from = was, .to = now, .note = "done elsewhere"};
    kp_require(change, "deliveryStatus", KRIPA_UNCHANGED, kp_member(order));
    kp_require(change, "history", KRIPA_UNCHANGED, kp_member(order));
    kp_push(change, "history", event);
    kp_counted(migration, KP_COUNTED_ORDER_STATES, 1);
    int came = (strcmp(now, cancelled) == 0) - (strcmp(was, cancelled) == 0);
    for (size_t i = 0; came && i < order->items_count; i++)
        if (is_there(migration, order->items[i].product))
            kp_ledger(change, order->items[i].product, came * order->items[i].qty,
                      came > 0 ? KRIPA_LEDGER_CANCEL : KRIPA_LEDGER_ORDER, "done elsewhere",
                      order->id);
}

/* Whether a term is not folded as this version does it. */
static bool is_folded_otherwise(struct kp_migration *migration, const struct kripa_terms *stored)
{
    for (size_t i = 0; i < stored->terms_count; i++) {
        const char *folded[1];
        size_t count = 0;
        const char *term = stored->terms[i];
        if (kp_text_terms(&migration->page, term, KP_WRITTEN, folded, 1, &count) == KRIPA_OK &&
            (count == 0 || !kp_text_equal(folded[0], term)))
            return true;
    }
    return false;
}

/* Looks for the terms of the order's own texts: those of the buyer's name may be older than the
 * account is now. */
static bool has_own_terms(struct kp_migration *migration, const struct kripa_terms *stored,
                          const struct kripa_order *order)
{
    struct kripa_terms own;
    return stored && kp_order_own_terms(&migration->page, order, &own) == KRIPA_OK &&
           kp_terms_within(&own, stored) && !is_folded_otherwise(migration, stored);
}

static enum kripa_status write_terms(struct kp_migration *migration, const struct page *page,
                                     const struct kripa_order *order, struct kp_change *change)
{
    if (has_own_terms(migration, kp_record_in(&page->terms, &kripa_order_terms_schema, order->id),
                      order))
        return KRIPA_OK;
    struct kripa_terms *terms = kripa_arena_alloc(change->call->arena, sizeof *terms, 1);
    if (!terms ||
        kp_order_terms(change->call->arena, order, buyer_of(page, order->user), terms) != KRIPA_OK)
        return kp_no_memory(migration->call.err);
    kp_update(change, &kripa_order_terms_schema, order->id);
    kp_set(change, "terms", kp_member(terms));
    kp_counted(migration, KP_COUNTED_ORDER_TERMS, 1);
    return KRIPA_OK;
}

/* The number is lost if the page is then decided again: gaps are allowed. */
static enum kripa_status number(struct kp_migration *migration, struct kripa_order *order,
                                struct kp_change *change)
{
    kp_counted(migration, KP_COUNTED_NUMBERS, 1);
    if (migration->dry_run)
        return KRIPA_OK;
    kp_require(change, "number", KRIPA_ABSENT, (struct kripa_value){0});
    enum kripa_status status = kp_order_number(&migration->call, &order->number);
    kp_set(change, "number", kp_member(order));
    return status;
}

static enum kripa_status bring_forward(struct kp_migration *migration, const struct page *page,
                                       struct kripa_order *order, struct kp_change *change)
{
    bool unnumbered = order->number == 0, moved = was_changed_elsewhere(migration, order);
    enum kripa_status status = KRIPA_OK;
    tell_anomalies(migration, page, order);
    if (unnumbered || moved)
        kp_update(change, &kripa_order_schema, order->id);
    if (unnumbered)
        status = number(migration, order, change);
    if (moved && status == KRIPA_OK)
        write_event(migration, order, change);
    return status == KRIPA_OK ? write_terms(migration, page, order, change) : status;
}

static enum kripa_status migrate_page(struct kp_migration *migration, const struct kripa_rows *rows,
                                      struct kp_change *change)
{
    struct page page = {0};
    struct kripa_order *orders = rows->at;
    enum kripa_status status = read_page(migration, orders, rows->count, &page);
    for (size_t i = 0; status == KRIPA_OK && i < rows->count; i++)
        status = bring_forward(migration, &page, &orders[i], change);
    return status;
}

static enum kripa_status keep_product(void *ctx, const void *record)
{
    struct kp_migration *migration = ctx;
    const struct kripa_terms *row = record;
    return kp_tally_at(&migration->products, row->id, (struct kripa_id){{0}})
               ? KRIPA_OK
               : kp_no_memory(migration->call.err);
}

/* In the order of placing, so that numbers follow it. */
enum kripa_status kp_migrate_orders(struct kp_migration *migration)
{
    struct kp_query products = kp_query_of(&migration->page, &kripa_product_terms_schema);
    enum kripa_status status = kp_scan(&migration->call, &products, keep_product, migration);
    if (status == KRIPA_OK)
        status = move_counter_on(migration);
    if (status != KRIPA_OK)
        return status;
    return kp_migrate_pages(migration, &kripa_order_schema, "createdAt", migrate_page);
}
