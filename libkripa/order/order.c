/* SPDX-License-Identifier: MIT
 * One order: reading it, and taking it out of the lists. */
#include "core/query.h"
#include "core/retry.h"
#include "internal.h"
#include "journal/journal.h"

#define DELETE_TRIES_MAX 8

static enum kripa_status not_found(struct kripa_error *err)
{
    return kripa_fail(err, KRIPA_NOT_FOUND, "there is no such order");
}

enum kripa_status kp_order_read(struct kripa *kripa, struct kripa_viewer viewer, struct kripa_id id,
                                struct kripa_arena *arena, struct kripa_order **out,
                                struct kripa_error *err)
{
    void *found = NULL;
    enum kripa_status status = kp_find_id(kripa, &kripa_order_schema, id, arena, &found, err);
    if (status != KRIPA_OK)
        return status;
    *out = found;
    if (viewer.role != KRIPA_ROLE_ADMIN && !kripa_id_equal((*out)->user, viewer.user))
        return not_found(err);
    return KRIPA_OK;
}

enum kripa_status kripa_order_get(struct kripa *kripa, struct kripa_viewer viewer,
                                  struct kripa_id id, struct kripa_arena *arena,
                                  struct kripa_order **out, struct kripa_error *err)
{
    kripa_error_clear(err);
    enum kripa_status status = KRIPA_OK;
    if (viewer.role != KRIPA_ROLE_ADMIN)
        status = kp_need_account(viewer, err);
    if (status == KRIPA_OK)
        status = kp_order_read(kripa, viewer, id, arena, out, err);
    if (status == KRIPA_OK)
        status = kp_orders_show(kripa, viewer, arena, *out, 1, err);
    return status;
}

/* Only a cancelled one without an invoice really goes: the books need every other. */
static bool may_go(const struct kripa_order *order)
{
    return order->delivery_status == KRIPA_DELIVERY_CANCELLED && !order->invoice_url;
}

/* One try, guarded by what decided how it goes. */
static enum kripa_status remove_order(struct kripa *kripa, struct kripa_viewer viewer,
                                      struct kripa_order *order, struct kripa_arena *arena,
                                      struct kripa_error *err)
{
    bool goes = may_go(order);
    struct kp_change change = kp_change_in(arena);
    const char *target = kp_id_text(arena, order->id);
    if (goes) {
        kp_delete(&change, &kripa_order_schema, order->id);
        kp_require(&change, "deliveryStatus", KRIPA_UNCHANGED, kp_member(order));
        kp_require(&change, "invoiceUrl", KRIPA_UNCHANGED, kp_member(order));
        kp_audit(&change, kripa, viewer, "order.delete", target, &kripa_order_schema, order, NULL);
        return kp_commit(kripa, &change, NULL, err);
    }
    kp_update(&change, &kripa_order_schema, order->id);
    kp_require(&change, "revision", KRIPA_EQ, kp_int(order->revision));
    order->archived = true;
    order->updated_at_ms = kp_now_ms(kripa);
    order->revision++;
    kp_set(&change, "archived", kp_int(true));
    kp_touch(&change, order->updated_at_ms);
    kp_audit(&change, kripa, viewer, "order.archive", target, NULL, NULL, NULL);
    return kp_commit(kripa, &change, NULL, err);
}

struct deleting {
    struct kripa *kripa;
    struct kripa_viewer viewer;
    struct kripa_id id;
    struct kripa_arena *arena;
    struct kripa_order *result;
};

static enum kripa_status delete_once(void *ctx, bool *lost, struct kripa_error *err)
{
    struct deleting *deleting = ctx;
    enum kripa_status status = kp_order_read(deleting->kripa, deleting->viewer, deleting->id,
                                             deleting->arena, &deleting->result, err);
    if (status == KRIPA_OK && deleting->result->archived)
        status = kripa_fail(err, KRIPA_CONFLICT, "this order is archived already");
    if (status != KRIPA_OK)
        return status;
    status =
        remove_order(deleting->kripa, deleting->viewer, deleting->result, deleting->arena, err);
    *lost = status == KRIPA_CONFLICT;
    return status;
}

enum kripa_status kripa_order_delete(struct kripa *kripa, struct kripa_viewer viewer,
                                     struct kripa_id id, struct kripa_arena *arena,
                                     struct kripa_order **out, struct kripa_error *err)
{
    kripa_error_clear(err);
    enum kripa_status status = kp_need_admin(viewer, err);
    static const struct kp_patience patience = {DELETE_TRIES_MAX, KRIPA_OK, NULL, 0};
    struct deleting deleting = {kripa, viewer, id, arena, NULL};
    if (status == KRIPA_OK)
        status = kp_retry(&patience, delete_once, &deleting, err);
    *out = deleting.result;
    return status != KRIPA_OK ? status : kp_orders_show(kripa, viewer, arena, *out, 1, err);
}
