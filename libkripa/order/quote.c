/* SPDX-License-Identifier: MIT
 * What an order would be: a checkout that is decided and not written, and that gathers what would
 * be refused (domain.md, "Orders"). */
#include "internal.h"

static enum kripa_status check_request(const struct kp_call *call,
                                       struct kripa_quote_request *request)
{
    bool for_other = !kripa_id_is_zero(request->for_user);
    enum kripa_status status = for_other ? kp_need_admin(call->viewer, call->err)
                                         : kp_need_account(call->viewer, call->err);
    if (status != KRIPA_OK)
        return status;
    return kripa_record_check(&kripa_quote_request_schema, KRIPA_CREATE, call->viewer.role,
                              call->arena, request, KRIPA_GIVEN_ALL, call->err);
}

static enum kripa_status decide(struct kp_checkout *checkout)
{
    struct kripa_error refusal = {0};
    enum kripa_status status = KRIPA_OK;
    if (kp_payment_check(checkout->request->payment_method, &refusal) != KRIPA_OK)
        status = kp_problems_add(checkout, &refusal);
    if (status == KRIPA_OK)
        status = kp_checkout_decide(checkout);
    return status == KRIPA_OK ? kp_checkout_show(checkout) : status;
}

enum kripa_status kripa_order_quote(struct kripa *kripa, struct kripa_viewer viewer,
                                    const struct kripa_quote_request *request,
                                    struct kripa_arena *arena, struct kripa_quote *out,
                                    struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kripa_quote_request asked = *request;
    struct kp_problems problems = {0};
    *out = (struct kripa_quote){0};
    enum kripa_status status = check_request(&call, &asked);
    if (status != KRIPA_OK)
        return status;
    const struct kripa_order_request order = {
        .items = asked.items,
        .items_count = asked.items_count,
        .shipping_address = {.pincode = asked.shipping_address.pincode},
        .payment_method = asked.payment_method,
        .purchase_mode = asked.purchase_mode,
        .for_user = asked.for_user,
        .expected_total_paise = asked.expected_total_paise,
    };
    struct kp_checkout checkout = {.call = &call, .request = &order, .problems = &problems};
    status = decide(&checkout);
    if (status != KRIPA_OK)
        return status;
    out->problems = problems.at;
    out->problems_count = problems.count;
    out->items = checkout.order->items;
    out->items_count = checkout.order->items_count;
    if (out->items_count == 0) /* nothing to deliver */
        return KRIPA_OK;
    out->delivery_charge_paise = checkout.order->delivery_charge_paise;
    out->total_paise = checkout.order->total_paise;
    return KRIPA_OK;
}
