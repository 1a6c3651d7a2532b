/* SPDX-License-Identifier: MIT
 * Placing an order: decided on what the store holds now, written as one change, and done once for a
 * key (domain.md, "Orders"). */
#include <string.h>

#include <kripa/sys/json.h>

#include "core/query.h"
#include "core/retry.h"
#include "internal.h"

#define PLACE_TRIES_MAX 32
#define RETRY_AFTER_S   1

/* *lost: somebody else changed meanwhile what the decision rested on. */
static enum kripa_status attempt(struct kp_checkout *checkout, bool *lost)
{
    enum kripa_status status = kp_checkout_decide(checkout);
    if (status == KRIPA_OK)
        status = kp_checkout_show(checkout);
    if (status != KRIPA_OK)
        return status;
    checkout->order->number = checkout->number;
    status = kp_checkout_show(checkout);
    if (status != KRIPA_OK)
        return status;
    struct kp_change change = kp_change_in(checkout->call);
    kp_order_write(&change, checkout);
    status = kp_commit(checkout->call, &change, NULL);
    *lost = status == KRIPA_CONFLICT || status == KRIPA_EXISTS;
    if (status == KRIPA_EXISTS)
        checkout->number = 0; /* perhaps the number is taken, by an import */
    return status;
}

/* Makes the order look as it did when it was placed, whatever has happened since. */
static void as_placed(struct kripa_order *order)
{
    order->payment_status = KRIPA_PAYMENT_PENDING;
    order->delivery_status = KRIPA_DELIVERY_PENDING;
    order->history_count = order->history_count ? 1 : 0;
    order->invoice_url = NULL;
    order->archived = false;
    order->revision = 1;
    order->updated_at_ms = order->created_at_ms;
}

/* Finds the answer that was given under this key; *out is NULL when there is none. */
static enum kripa_status recall(const struct kp_checkout *checkout, struct kripa_order **out)
{
    *out = NULL;
    if (!checkout->key)
        return KRIPA_OK;
    const struct kripa_idempotency *kept;
    enum kripa_status status = kp_key_read(checkout->call, checkout->key, &kept);
    if (status != KRIPA_OK || !kept)
        return status;
    void *found;
    status = kp_find_id(checkout->call, &kripa_order_schema, kept->order, &found);
    if (status == KRIPA_NOT_FOUND)
        return kripa_fail(checkout->call->err, KRIPA_CONFLICT,
                          "the order placed under this key was deleted");
    if (status != KRIPA_OK)
        return status;
    as_placed(found);
    status = kp_orders_show(checkout->call, found, 1);
    if (status == KRIPA_OK)
        *out = found;
    return status;
}

/* Finds the order of this key, if there is one, and makes it checkout->order. */
static enum kripa_status recall_order(struct kp_checkout *checkout, bool *found)
{
    struct kripa_order *before;
    enum kripa_status status = recall(checkout, &before);
    *found = status == KRIPA_OK && before;
    if (*found)
        checkout->order = before;
    return status;
}

static enum kripa_status place_once(void *ctx, const struct kp_call *call, bool *lost)
{
    struct kp_checkout *checkout = ctx;
    checkout->call = call;
    bool found;
    enum kripa_status status = recall_order(checkout, &found);
    if (status != KRIPA_OK || found)
        return status;
    status = attempt(checkout, lost);
    if (status == KRIPA_OK || *lost)
        return status;
    /* Before a refusal the key is read again: the same request, sent twice, may have been done by
     * now. */
    struct kripa_error problem = {0};
    struct kp_call asking = kp_call_with_err(call, &problem);
    checkout->call = &asking;
    enum kripa_status recalled = recall_order(checkout, &found);
    checkout->call = call;
    if (recalled == KRIPA_OK && !found)
        return status;
    if (call->err)
        *call->err = problem;
    return recalled;
}

static void write_next(struct kripa_writer *writer, const char *text)
{
    kripa_write(writer, ",");
    kripa_write_text(writer, text);
}

/* The request as the text that kp_key_make takes. NULL: out of memory. */
static const char *request_text(const struct kripa_order_request *request,
                                struct kripa_arena *arena)
{
    const struct kripa_address *to = &request->shipping_address;
    struct kripa_writer writer;
    kripa_writer_init(&writer, arena);
    kripa_write(&writer, "[");
    for (size_t i = 0; i < request->items_count; i++)
        kp_key_write_item(&writer, request->items[i].product, request->items[i].qty);
    kripa_write_id(&writer, request->for_user);
    if (request->expected_total_paise.set) {
        kripa_write(&writer, "=");
        kripa_write_int(&writer, request->expected_total_paise.value);
    }
    const char *texts[] = {to->name,
                           to->phone,
                           to->address_line,
                           to->city,
                           to->state,
                           to->pincode,
                           request->payment_method ? request->payment_method : KP_PAY_COD};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        write_next(&writer, texts[i]);
    kripa_write(&writer, ",");
    kp_key_write_mode(&writer, request->purchase_mode);
    kripa_write(&writer, "]");
    return writer.failed ? NULL : writer.at;
}

static enum kripa_status check_request(struct kripa_viewer viewer,
                                       struct kripa_order_request *request,
                                       struct kripa_arena *arena, struct kripa_error *err)
{
    bool for_other = !kripa_id_is_zero(request->for_user);
    enum kripa_status status =
        for_other ? kp_need_admin(viewer, err) : kp_need_account(viewer, err);
    if (status == KRIPA_OK)
        status = kripa_record_check(&kripa_order_request_schema, KRIPA_CREATE, viewer.role, arena,
                                    request, KRIPA_GIVEN_ALL, err);
    if (status != KRIPA_OK)
        return status;
    return kp_payment_check(request->payment_method, err);
}

enum kripa_status kripa_order_place(struct kripa *kripa, struct kripa_viewer viewer,
                                    const struct kripa_order_request *request, const char *route,
                                    const char *key, struct kripa_arena *arena,
                                    struct kripa_order **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    static const struct kp_patience patience = {PLACE_TRIES_MAX, KRIPA_UNAVAILABLE,
                                                "too many want the same just now; try again",
                                                RETRY_AFTER_S};
    struct kripa_order_request checked = *request;
    struct kripa_idempotency *row = NULL;
    enum kripa_status status = check_request(viewer, &checked, arena, err);
    if (status == KRIPA_OK && key)
        status = kp_need_text(route, "route", err);
    if (status == KRIPA_OK && key)
        status = kp_key_make(&call, request_text(&checked, arena), route, key, &row);
    if (status != KRIPA_OK)
        return status;
    struct kp_checkout checkout = {.call = &call, .request = &checked, .key = row};
    status = kp_retry(&call, &patience, place_once, &checkout);
    *out = checkout.order;
    return status;
}
