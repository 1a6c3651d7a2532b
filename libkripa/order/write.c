/* SPDX-License-Identifier: MIT
 * Placing an order as one change: all of it, or nothing (domain.md, "Orders"). */
#include "internal.h"
#include "journal/figures.h"
#include "journal/journal.h"
#include "shop/shop.h"

/* The first edit, so that a key in use is told from other failures. */
static void write_key(struct kp_change *change, const struct kp_checkout *checkout)
{
    if (!checkout->key)
        return;
    struct kripa_idempotency *row = kripa_arena_alloc(change->call->arena, sizeof *row, 1);
    if (!row) {
        change->failed = true;
        return;
    }
    *row = *checkout->key;
    row->order = checkout->order->id;
    kp_insert(change, &kripa_idempotency_schema, row);
}

/* The cart without what was ordered. NULL when nothing of the cart was ordered. */
static const struct kripa_buyer *after_checkout(struct kp_change *change,
                                                const struct kp_checkout *checkout)
{
    const struct kripa_buyer *before = checkout->buyer;
    struct kripa_buyer *after = kripa_arena_alloc(change->call->arena, sizeof *after, 1);
    struct kripa_cart_entry *left =
        kripa_arena_alloc(change->call->arena, sizeof *left, before->cart_count);
    if (!after || !left) {
        change->failed = true;
        return NULL;
    }
    *after = *before;
    after->cart = left;
    after->cart_count = kp_basket_leave(&checkout->basket, before->cart, before->cart_count, left);
    for (size_t i = 0; i < before->cart_count; i++)
        if (after->cart_count != before->cart_count || left[i].qty != before->cart[i].qty)
            return after;
    return NULL;
}

/* Guards that the account may still buy in this role, and takes what was ordered out of its cart,
 * guarded by the cart that was read. */
static void write_buyer(struct kp_change *change, const struct kp_checkout *checkout)
{
    const struct kripa_buyer *buyer = checkout->buyer;
    kp_update(change, &kripa_buyer_schema, buyer->id);
    kp_require(change, "isBlocked", KRIPA_NE, kp_int(true));
    kp_require(change, "role", KRIPA_UNCHANGED, kp_member(buyer));
    if (!buyer->ordered)
        kp_set(change, "ordered", kp_int(true));
    kp_add(change, "checkouts", 1);
    const struct kripa_buyer *after = after_checkout(change, checkout);
    if (!after)
        return;
    kp_require(change, "cart", KRIPA_UNCHANGED, kp_member(buyer));
    if (after->cart_count)
        kp_set(change, "cart", kp_member(after));
    else
        kp_unset(change, "cart");
}

static void insert_order(struct kp_change *change, const struct kp_checkout *checkout)
{
    struct kripa_arena *arena = change->call->arena;
    struct kripa_placed_order *placed = kripa_arena_alloc(arena, sizeof *placed, 1);
    struct kripa_terms terms;
    if (!placed || kp_order_terms(arena, checkout->order, checkout->buyer, &terms) != KRIPA_OK) {
        change->failed = true;
        return;
    }
    *placed = (struct kripa_placed_order){*checkout->order, terms.terms, terms.terms_count};
    kp_insert(change, &kripa_placed_order_schema, placed);
}

/* The last edits, so that records that many want at once are locked for the shortest time. */
static void write_goods(struct kp_change *change, const struct kp_checkout *checkout)
{
    const struct kp_demand *demands = checkout->basket.demands;
    for (size_t i = 0; i < checkout->basket.demands_count; i++)
        kp_stock_sold(change, checkout, &demands[i]);
    kp_figures_order(change, kp_figures_zone(checkout->settings), NULL, checkout->order);
    for (size_t i = 0; i < checkout->basket.demands_count; i++)
        kp_stock_sell(change, checkout, &demands[i]);
}

void kp_order_write(struct kp_change *change, const struct kp_checkout *checkout)
{
    const struct kripa_order *order = checkout->order;
    write_key(change, checkout);
    write_buyer(change, checkout);
    insert_order(change, checkout);
    kp_message_placed(change, order, checkout->buyer->email);
    kp_audit(change, "order.place", kp_id_text(change->call->arena, order->id), NULL, NULL, NULL);
    write_goods(change, checkout);
}
