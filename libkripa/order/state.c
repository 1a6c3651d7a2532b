/* SPDX-License-Identifier: MIT
 * The states of an order as a table, and moving an order between them (domain.md, "Orders"). */
#include <string.h>

#include "base/status.h"
#include "base/text.h"
#include "core/query.h"
#include "core/retry.h"
#include "internal.h"
#include "journal/figures.h"
#include "journal/journal.h"
#include "shop/shop.h"

#define MOVE_TRIES_MAX 16

#define BY_BUYER 1U
#define BY_SHOP  2U

static const struct {
    enum kripa_delivery_status from, to;
    unsigned roles;
} transitions[] = {
    {KRIPA_DELIVERY_PENDING, KRIPA_DELIVERY_SHIPPED, BY_SHOP},
    {KRIPA_DELIVERY_SHIPPED, KRIPA_DELIVERY_DELIVERED, BY_SHOP},
    {KRIPA_DELIVERY_PENDING, KRIPA_DELIVERY_CANCELLED, BY_SHOP | BY_BUYER},
    {KRIPA_DELIVERY_SHIPPED, KRIPA_DELIVERY_CANCELLED, BY_SHOP}, /* the parcel came back */
};

/* Whether `who` may move an order between these states. */
static bool may_move(enum kripa_delivery_status from, enum kripa_delivery_status to, unsigned who)
{
    for (size_t i = 0; i < sizeof transitions / sizeof *transitions; i++)
        if (transitions[i].from == from && transitions[i].to == to)
            return transitions[i].roles & who;
    return false;
}

/* A request to bring an order into a state. */
struct move {
    const struct kp_call *call;
    struct kripa_id id;
    enum kripa_delivery_status to;
    const char *note;
    struct kripa_int if_revision;
    struct kripa_order *result;
};

static enum kripa_status check(const struct move *move, const struct kripa_order *order)
{
    unsigned who = move->call->viewer.role == KRIPA_ROLE_ADMIN ? BY_SHOP : BY_BUYER;
    if (move->if_revision.set && move->if_revision.value != order->revision)
        return kripa_fail(move->call->err, KRIPA_STALE, "the order has changed since then");
    if (order->archived)
        return kripa_fail(move->call->err, KRIPA_CONFLICT, "an archived order takes no change");
    if (order->delivery_status == move->to || may_move(order->delivery_status, move->to, who))
        return KRIPA_OK;
    return kripa_fail_field(
        move->call->err, KRIPA_CONFLICT, "status", "an order that is %s can't become %s%s",
        kripa_delivery_status_name(order->delivery_status), kripa_delivery_status_name(move->to),
        who == BY_BUYER ? " any more; ask the shop" : "");
}

bool kp_order_record(const struct kp_call *call, struct kripa_order *order,
                     enum kripa_delivery_status to, const char *note)
{
    size_t count = order->history_count;
    struct kripa_order_event *history = kripa_arena_alloc(call->arena, sizeof *history, count + 1);
    const char *by = kp_actor(call->arena, call->viewer);
    if (!history || !by)
        return false;
    if (count)
        memcpy(history, order->history, count * sizeof *history);
    order->updated_at_ms = kp_now_ms(call->kripa);
    history[count] = (struct kripa_order_event){
        .at_ms = order->updated_at_ms,
        .by = by,
        .from = kripa_delivery_status_name(order->delivery_status),
        .to = kripa_delivery_status_name(to),
        .note = note,
    };
    order->history = history;
    order->history_count = count + 1;
    order->delivery_status = to;
    order->revision++;
    return true;
}

/* Changes the order in memory. */
static bool advance(const struct move *move, struct kripa_order *order)
{
    if (!kp_order_record(move->call, order, move->to, move->note))
        return false;
    if (move->to == KRIPA_DELIVERY_DELIVERED && kp_text_equal(order->payment_method, KP_PAY_COD))
        order->payment_status = KRIPA_PAYMENT_PAID;
    return true;
}

/* The edit of the order guards that it is in the state that was read: so nothing else of the change
 * is done twice. */
static void write_state(struct kp_change *change, const struct move *move,
                        const struct kripa_order *before, const struct kripa_order *after)
{
    kp_update(change, &kripa_order_schema, after->id);
    kp_require(change, "deliveryStatus", KRIPA_UNCHANGED, kp_member(before));
    kp_require(change, "archived", KRIPA_NE, kp_int(true));
    if (move->if_revision.set)
        kp_require(change, "revision", KRIPA_EQ, kp_int(move->if_revision.value));
    kp_set(change, "deliveryStatus", kp_member(after));
    if (after->payment_status != before->payment_status)
        kp_set(change, "paymentStatus", kp_member(after));
    kp_push(change, "history", &after->history[after->history_count - 1]);
    kp_touch(change, after->updated_at_ms);
}

static void write_audit(struct kp_change *change, const struct move *move,
                        const struct kripa_order *before, const struct kripa_order *after)
{
    struct kripa_status_body was = {kripa_delivery_status_name(before->delivery_status), NULL};
    struct kripa_status_body is = {kripa_delivery_status_name(after->delivery_status), move->note};
    kp_audit(change, "order.status", kp_id_text(change->call->arena, after->id),
             &kripa_status_body_schema, &was, &is);
}

/* Puts what was sold back into stock, once for each product; deleted products are skipped. */
static enum kripa_status write_return(struct kp_change *change, const struct move *move,
                                      const struct kripa_order *order)
{
    struct kripa_order_item *items =
        kripa_arena_alloc(move->call->arena, sizeof *items, order->items_count);
    if (!items)
        return kp_no_memory(move->call->err);
    for (size_t i = 0; i < order->items_count; i++)
        items[i] = (struct kripa_order_item){order->items[i].product, order->items[i].qty};
    struct kp_basket basket;
    enum kripa_status status = kp_basket_read(move->call, items, order->items_count, &basket);
    for (size_t i = 0; status == KRIPA_OK && i < basket.demands_count; i++)
        if (basket.demands[i].product)
            kp_stock_return(change, basket.demands[i].product, basket.demands[i].qty, order);
    return status;
}

/* *lost: somebody else changed the order, or one of its products, meanwhile. */
static enum kripa_status attempt(void *ctx, const struct kp_call *call, bool *lost)
{
    struct move *move = ctx;
    move->call = call;
    struct kripa_order **out = &move->result;
    enum kripa_status status = kp_order_read(call, move->id, out);
    if (status == KRIPA_OK)
        status = check(move, *out);
    if (status != KRIPA_OK)
        return status;
    struct kripa_order *after = *out, before = *after;
    bool stays = before.delivery_status == move->to;
    if (!stays && !advance(move, after))
        return kp_no_memory(call->err);
    struct kripa_user_ref *buyer;
    struct kripa_settings *settings;
    status = kp_order_buyer(call, after, &buyer);
    if (status == KRIPA_OK)
        status = kp_settings(call, &settings);
    if (status == KRIPA_OK)
        status = kp_order_show(call, after, buyer);
    if (status != KRIPA_OK || stays)
        return status;
    struct kp_change change = kp_change_in(call);
    write_state(&change, move, &before, after);
    if (move->to == KRIPA_DELIVERY_CANCELLED)
        status = write_return(&change, move, after);
    if (status != KRIPA_OK)
        return status;
    kp_message_status(&change, after, buyer ? buyer->email : NULL);
    write_audit(&change, move, &before, after);
    kp_figures_order(&change, kp_figures_zone(settings), &before, after);
    status = kp_commit(call, &change, NULL);
    *lost = status == KRIPA_CONFLICT;
    return status;
}

static enum kripa_status carry_out(struct move *move, struct kripa_order **out)
{
    static const struct kp_patience patience = {
        MOVE_TRIES_MAX, KRIPA_CONFLICT, "somebody else is changing this order; try again", 0};
    enum kripa_status status = kp_retry(move->call, &patience, attempt, move);
    *out = move->result;
    return status;
}

enum kripa_status kripa_order_set_status(struct kripa *kripa, struct kripa_viewer viewer,
                                         struct kripa_id id, const char *status_name,
                                         const char *note, struct kripa_int if_revision,
                                         struct kripa_arena *arena, struct kripa_order **out,
                                         struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kripa_status_body body = {status_name, note};
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status == KRIPA_OK)
        status = kripa_record_check(&kripa_status_body_schema, KRIPA_CREATE, viewer.role, arena,
                                    &body, KRIPA_GIVEN_ALL, err);
    if (status != KRIPA_OK)
        return status;
    int to = kp_name_index(kp_delivery_status_names, body.status);
    if (to < 0)
        return kripa_fail_field(err, KRIPA_INVALID, "status",
                                "must be pending, shipped, delivered or cancelled");
    struct move move = {&call, id, (enum kripa_delivery_status)to, body.note, if_revision, NULL};
    return carry_out(&move, out);
}

enum kripa_status kripa_order_cancel(struct kripa *kripa, struct kripa_viewer viewer,
                                     struct kripa_id id, const char *note,
                                     struct kripa_int if_revision, struct kripa_arena *arena,
                                     struct kripa_order **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kripa_note_body body = {note};
    enum kripa_status status = KRIPA_OK;
    if (viewer.role != KRIPA_ROLE_ADMIN)
        status = kp_need_account(viewer, err);
    if (status == KRIPA_OK)
        status = kripa_record_check(&kripa_note_body_schema, KRIPA_CREATE, viewer.role, arena,
                                    &body, KRIPA_GIVEN_ALL, err);
    if (status != KRIPA_OK)
        return status;
    struct move move = {&call, id, KRIPA_DELIVERY_CANCELLED, body.note, if_revision, NULL};
    return carry_out(&move, out);
}
