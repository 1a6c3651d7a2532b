/* SPDX-License-Identifier: MIT
 * Verification of orders: totals, history, and what the ledger says they moved. */
#include <string.h>

#include "base/status.h"
#include "catalog/catalog.h"
#include "internal.h"
#include "order/order.h"

static const struct kripa_id no_id;

static enum kripa_status add_movement(void *ctx, const void *record)
{
    struct kp_verify *verify = ctx;
    const struct kripa_ledger_entry *entry = record;
    verify->found.checked++;
    struct kp_tally_slot *product = kp_tally_at(&verify->ledger, entry->product, no_id);
    bool kept = product != NULL;
    if (product) {
        product->sum += entry->delta;
        product->seen |= kp_ledger_oversold(entry);
    }
    if (kept && !kripa_id_is_zero(entry->order))
        kept = kp_tally_add(&verify->moved, entry->order, entry->product, entry->delta);
    return kept ? KRIPA_OK : kp_no_memory(verify->call.err);
}

enum kripa_status kp_verify_ledger(struct kp_verify *verify)
{
    struct kp_query all = kp_query_of(verify->arena, &kripa_ledger_entry_schema);
    return kp_scan(&verify->call, &all, add_movement, verify);
}

/* The quantity of this line's product in the whole order; 0 if an earlier line has the same
 * product. */
static int64_t demand_at(const struct kripa_order *order, size_t line)
{
    int64_t qty = 0;
    for (size_t i = 0; i < order->items_count; i++) {
        if (!kripa_id_equal(order->items[i].product, order->items[line].product))
            continue;
        if (i < line)
            return 0;
        qty += order->items[i].qty;
    }
    return qty;
}

static void check_lines(const struct kripa_order *order, struct kp_findings *findings)
{
    int64_t sum = order->delivery_charge_paise;
    if (order->items_count == 0)
        kp_finding(findings, "it has no lines");
    for (size_t i = 0; i < order->items_count; i++) {
        const struct kripa_order_line *line = &order->items[i];
        if (line->qty < 1 || line->price_paise < 0)
            kp_finding(findings, "items[%zu] has a quantity below 1, or a price below 0", i);
        sum += line->qty * line->price_paise;
    }
    char total[KRIPA_MONEY_TEXT_SIZE], lines[KRIPA_MONEY_TEXT_SIZE];
    kripa_money_format(order->total_paise, total);
    kripa_money_format(sum, lines);
    if (sum != order->total_paise)
        kp_finding(findings, "totalAmount is %s, lines and charge come to %s", total, lines);
    if (order->total_paise < 0 || order->delivery_charge_paise < 0)
        kp_finding(findings, "an amount is below 0");
}

static bool same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static void check_history(const struct kripa_order *order, struct kp_findings *findings)
{
    const char *state = kp_order_first_state(order);
    for (size_t i = 0; i < order->history_count; i++) {
        if (!same(order->history[i].from, state))
            kp_finding(findings, "history[%zu] does not go on from \"%s\"", i, state ? state : "");
        state = order->history[i].to;
    }
    const char *now = kripa_delivery_status_name(order->delivery_status);
    if (!same(state, now))
        kp_finding(findings, "it is %s, its history ends with \"%s\"", now, state ? state : "");
}

static void check_movements(const struct kripa_order *order, const struct kp_tally *moved,
                            struct kp_findings *findings)
{
    for (size_t i = 0; i < order->items_count; i++) {
        int64_t qty = demand_at(order, i), should = kp_order_moved(order, qty);
        int64_t is = kp_tally_sum(moved, order->id, order->items[i].product);
        if (qty != 0 && is != should)
            kp_finding(findings, "it should have moved %lld of %s, the ledger says %lld",
                       (long long)should, order->items[i].name, (long long)is);
    }
}

static void check(const struct kripa_order *order, const struct kp_tally *moved,
                  struct kp_findings *findings)
{
    char id[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(order->id, id);
    findings->subject =
        order->number ? kripa_arena_format(findings->arena, "order %lld", (long long)order->number)
                      : kripa_arena_format(findings->arena, "order %s, without a number", id);
    if (!kp_order_is_external(order))
        check_lines(order, findings);
    check_history(order, findings);
    check_movements(order, moved, findings);
}

/* Adds to the tallies that products and accounts are compared with later. */
static bool count(struct kp_verify *verify, const struct kripa_order *order)
{
    bool cancelled = order->delivery_status == KRIPA_DELIVERY_CANCELLED;
    for (size_t i = 0; i < order->items_count; i++) {
        const struct kripa_order_line *line = &order->items[i];
        if (!kp_tally_add(&verify->sold, line->product, no_id, cancelled ? 0 : line->qty) ||
            !kp_tally_add(&verify->sold_paise, line->product, no_id,
                          cancelled ? 0 : line->qty * line->price_paise))
            return false;
        struct kp_tally_slot *moved = kp_tally_find(&verify->moved, order->id, line->product);
        if (moved)
            moved->seen = true;
    }
    return kp_tally_at(&verify->buyers, order->user, no_id) != NULL;
}

static enum kripa_status own_terms(struct kp_verify *verify, const struct kripa_order *order,
                                   struct kripa_terms *out)
{
    enum kripa_status status = kp_order_own_terms(&verify->scratch, order, out);
    return status == KRIPA_OK
               ? KRIPA_OK
               : kripa_fail(verify->call.err, status, "an order's words can't be read");
}

static enum kripa_status check_scanned(void *ctx, const void *record)
{
    struct kp_verify *verify = ctx;
    const struct kripa_order *order = record;
    struct kp_findings findings = kp_findings_of(verify);
    struct kripa_terms terms;
    check(order, &verify->moved, &findings);
    if (!count(verify, order))
        return kp_no_memory(verify->call.err);
    enum kripa_status status = own_terms(verify, order, &terms);
    if (status == KRIPA_OK)
        status = kp_terms_expect(verify, &terms);
    return status == KRIPA_OK ? kp_checked(verify, order->id, &findings) : status;
}

/* Reads what the ledger now says about the order's lines. A deleted product took nothing back,
 * which is no difference. */
static enum kripa_status read_movement(struct kp_verify *verify, const struct kripa_order *order,
                                       size_t line, struct kp_tally *moved)
{
    struct kripa_id product = order->items[line].product;
    void *there;
    enum kripa_status status = kp_verify_read(verify, &kripa_product_schema, product, &there);
    if (status != KRIPA_OK)
        return status;
    if (!there && order->delivery_status == KRIPA_DELIVERY_CANCELLED) {
        int64_t should = kp_order_moved(order, demand_at(order, line));
        return kp_tally_add(moved, order->id, product, should) ? KRIPA_OK
                                                               : kp_no_memory(verify->call.err);
    }
    struct kp_query query = kp_query_of(&verify->scratch, &kripa_ledger_entry_schema);
    kp_where(&query, "product", KRIPA_EQ, kp_id(product));
    kp_where(&query, "order", KRIPA_EQ, kp_id(order->id));
    struct kripa_rows rows;
    status = kp_find(&verify->call, &query, &rows);
    if (status != KRIPA_OK)
        return status;
    const struct kripa_ledger_entry *at = rows.at;
    for (size_t i = 0; i < rows.count; i++) {
        if (!kp_tally_add(moved, order->id, product, at[i].delta))
            return kp_no_memory(verify->call.err);
    }
    return KRIPA_OK;
}

/* The order's own terms come first; those of the buyer's name at that time follow. */
static enum kripa_status read_terms(struct kp_verify *verify, const struct kripa_order *order,
                                    bool *right)
{
    struct kripa_terms terms;
    enum kripa_status status = own_terms(verify, order, &terms);
    if (status != KRIPA_OK)
        return status;
    return kp_terms_read(verify, &kripa_order_terms_schema, &terms, true, right);
}

static enum kripa_status recheck(struct kp_verify *verify, struct kripa_id id,
                                 struct kp_findings *findings, bool *settled)
{
    void *before, *after;
    bool found_by;
    struct kp_tally moved = {.arena = &verify->scratch};
    enum kripa_status status = kp_verify_read(verify, &kripa_order_schema, id, &before);
    if (status != KRIPA_OK || !before)
        return status;
    const struct kripa_order *order = before;
    for (size_t i = 0; i < order->items_count && status == KRIPA_OK; i++) {
        if (demand_at(order, i) != 0)
            status = read_movement(verify, order, i, &moved);
    }
    if (status == KRIPA_OK)
        status = read_terms(verify, order, &found_by);
    if (status == KRIPA_OK)
        status = kp_verify_read(verify, &kripa_order_schema, id, &after);
    if (status != KRIPA_OK || !after)
        return status;
    *settled = order->revision == ((const struct kripa_order *)after)->revision;
    check(order, &moved, findings);
    if (!found_by)
        kp_finding(findings, KP_TERMS_FINDING);
    return KRIPA_OK;
}

static enum kripa_status add_orphan(void *ctx, const void *record)
{
    const struct kripa_ledger_entry *entry = record;
    return kp_tally_add(ctx, entry->product, no_id, entry->delta) ? KRIPA_OK : KRIPA_NO_MEMORY;
}

/* Only a cancelled order may have been deleted, so what it moved must have come back. */
static enum kripa_status look_orphan(struct kp_verify *verify, struct kripa_id id,
                                     struct kp_findings *findings, bool *settled)
{
    (void)settled;
    void *order, *product;
    enum kripa_status status = kp_verify_read(verify, &kripa_order_schema, id, &order);
    if (status != KRIPA_OK || order)
        return status;
    char text[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(id, text);
    findings->subject = kripa_arena_format(&verify->scratch, "order %s", text);
    struct kp_tally moved = {.arena = &verify->scratch};
    struct kp_query query = kp_query_of(&verify->scratch, &kripa_ledger_entry_schema);
    kp_where(&query, "order", KRIPA_EQ, kp_id(id));
    status = kp_scan(&verify->call, &query, add_orphan, &moved);
    for (size_t i = 0; i < moved.capacity && status == KRIPA_OK; i++) {
        if (moved.slots[i].sum == 0)
            continue;
        status = kp_verify_read(verify, &kripa_product_schema, moved.slots[i].a, &product);
        if (product)
            kp_finding(findings, "it is gone, and the ledger says that it moved %lld of %s",
                       (long long)moved.slots[i].sum, ((struct kripa_product *)product)->name);
    }
    return status;
}

static enum kripa_status suspect_orphans(struct kp_verify *verify)
{
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; i < verify->moved.capacity && status == KRIPA_OK; i++) {
        const struct kp_tally_slot *slot = &verify->moved.slots[i];
        if (slot->used && !slot->seen && slot->sum != 0)
            status = kp_suspect(verify, slot->a);
    }
    return status;
}

enum kripa_status kp_verify_orders(struct kp_verify *verify)
{
    struct kp_query all = kp_query_of(verify->arena, &kripa_order_schema);
    enum kripa_status status = kp_scan(&verify->call, &all, check_scanned, verify);
    if (status == KRIPA_OK)
        status = kp_terms_compare(verify, &kripa_order_terms_schema, true);
    if (status == KRIPA_OK)
        status = kp_recheck_suspects(verify, recheck);
    if (status == KRIPA_OK)
        status = suspect_orphans(verify);
    return status == KRIPA_OK ? kp_recheck_suspects(verify, look_orphan) : status;
}
