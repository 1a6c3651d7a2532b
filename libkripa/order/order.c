/* SPDX-License-Identifier: MIT
 * Reading one order, and deleting or archiving it. */
#include "core/query.h"
#include "core/retry.h"
#include "internal.h"
#include "journal/figures.h"
#include "journal/journal.h"
#include "shop/shop.h"

#define DELETE_TRIES_MAX 8

static enum kripa_status not_found(struct kripa_error *err)
{
    return kripa_fail(err, KRIPA_NOT_FOUND, "there is no such order");
}

enum kripa_status kp_order_read(const struct kp_call *call, struct kripa_id id,
                                struct kripa_order **out)
{
    void *found = NULL;
    enum kripa_status status = kp_find_id(call, &kripa_order_schema, id, &found);
    if (status != KRIPA_OK)
        return status;
    *out = found;
    if (call->viewer.role != KRIPA_ROLE_ADMIN && !kripa_id_equal((*out)->user, call->viewer.user))
        return not_found(call->err);
    return KRIPA_OK;
}

enum kripa_status kripa_order_get(struct kripa *kripa, struct kripa_viewer viewer,
                                  struct kripa_id id, struct kripa_arena *arena,
                                  struct kripa_order **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    enum kripa_status status = KRIPA_OK;
    if (viewer.role != KRIPA_ROLE_ADMIN)
        status = kp_need_account(viewer, err);
    if (status == KRIPA_OK)
        status = kp_order_read(&call, id, out);
    if (status == KRIPA_OK)
        status = kp_orders_show(&call, *out, 1);
    return status;
}

/* Only a cancelled order without an invoice may be deleted: the books need all others. */
static bool may_go(const struct kripa_order *order)
{
    return order->delivery_status == KRIPA_DELIVERY_CANCELLED && !order->invoice_url;
}

/* One try, guarded by what decided between deleting and archiving. */
static enum kripa_status remove_order(const struct kp_call *call, struct kripa_order *order)
{
    bool goes = may_go(order);
    struct kripa_settings *settings;
    enum kripa_status status = kp_settings(call, &settings);
    if (status != KRIPA_OK)
        return status;
    struct kp_change change = kp_change_in(call);
    const char *target = kp_id_text(call->arena, order->id);
    if (goes) {
        kp_delete(&change, &kripa_order_schema, order->id);
        kp_require(&change, "deliveryStatus", KRIPA_UNCHANGED, kp_member(order));
        kp_require(&change, "invoiceUrl", KRIPA_UNCHANGED, kp_member(order));
        kp_audit(&change, "order.delete", target, &kripa_order_schema, order, NULL);
        kp_figures_order(&change, kp_figures_zone(settings), order, NULL);
        return kp_commit(call, &change, NULL);
    }
    kp_update(&change, &kripa_order_schema, order->id);
    kp_require(&change, "revision", KRIPA_EQ, kp_int(order->revision));
    order->archived = true;
    order->updated_at_ms = kp_now_ms(call->kripa);
    order->revision++;
    kp_set(&change, "archived", kp_int(true));
    kp_touch(&change, order->updated_at_ms);
    kp_audit(&change, "order.archive", target, NULL, NULL, NULL);
    return kp_commit(call, &change, NULL);
}

struct deleting {
    const struct kp_call *call;
    struct kripa_id id;
    struct kripa_order *result;
};

static enum kripa_status delete_once(void *ctx, const struct kp_call *call, bool *lost)
{
    struct deleting *deleting = ctx;
    deleting->call = call;
    enum kripa_status status = kp_order_read(call, deleting->id, &deleting->result);
    if (status == KRIPA_OK && deleting->result->archived)
        status = kripa_fail(call->err, KRIPA_CONFLICT, "this order is archived already");
    if (status != KRIPA_OK)
        return status;
    status = remove_order(call, deleting->result);
    *lost = status == KRIPA_CONFLICT;
    return status;
}

enum kripa_status kripa_order_delete(struct kripa *kripa, struct kripa_viewer viewer,
                                     struct kripa_id id, struct kripa_arena *arena,
                                     struct kripa_order **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    enum kripa_status status = kp_need_admin(viewer, err);
    static const struct kp_patience patience = {DELETE_TRIES_MAX, KRIPA_OK, NULL, 0};
    struct deleting deleting = {&call, id, NULL};
    if (status == KRIPA_OK)
        status = kp_retry(&call, &patience, delete_once, &deleting);
    *out = deleting.result;
    return status != KRIPA_OK ? status : kp_orders_show(&call, *out, 1);
}
