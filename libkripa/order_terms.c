/* SPDX-License-Identifier: MIT
 * What an order is found by. */
#include "base/text.h"
#include "order.h"

static const char *or_nothing(const char *text)
{
    return text ? text : "";
}

enum kripa_status kp_order_own_terms(struct kripa_arena *arena, const struct kripa_order *order,
                                     struct kripa_terms *out)
{
    char id[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(order->id, id);
    const struct kripa_address *to = &order->shipping_address;
    const char *text = kripa_arena_format(arena, "%lld %s %s %s", (long long)order->number,
                                          id + KRIPA_ID_TEXT_SIZE - 1 - KP_ID_END_SIZE,
                                          or_nothing(to->name), or_nothing(to->phone));
    *out = (struct kripa_terms){.id = order->id};
    out->terms = kripa_arena_alloc(arena, sizeof *out->terms, KRIPA_TERMS_MAX);
    if (!text || !out->terms)
        return KRIPA_NO_MEMORY;
    return kp_text_terms(arena, text, out->terms, KRIPA_TERMS_MAX, &out->terms_count);
}

enum kripa_status kp_order_terms(struct kripa_arena *arena, const struct kripa_order *order,
                                 const struct kripa_buyer *buyer, struct kripa_terms *out)
{
    enum kripa_status status = kp_order_own_terms(arena, order, out);
    if (!buyer)
        return status;
    const char *text = kripa_arena_format(arena, "%s %s %s", or_nothing(buyer->name),
                                          or_nothing(buyer->phone), or_nothing(buyer->email));
    if (!text || status != KRIPA_OK)
        return KRIPA_NO_MEMORY;
    return kp_text_terms(arena, text, out->terms, KRIPA_TERMS_MAX, &out->terms_count);
}
