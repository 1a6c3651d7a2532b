/* SPDX-License-Identifier: MIT
 * When a buyer's account goes, their orders stay for the books, but are found by name and phone no
 * more. */
#include "base/status.h"
#include "core/fill.h"
#include "internal.h"

static enum kripa_status write_order(struct kp_change *change, const struct kripa_order *order)
{
    struct kripa_terms *terms = kripa_arena_alloc(change->call->arena, sizeof *terms, 1);
    struct kripa_order nameless = *order;
    nameless.anonymised = true;
    if (!terms || kp_order_own_terms(change->call->arena, &nameless, terms) != KRIPA_OK)
        return kp_no_memory(change->call->err);
    kp_update(change, &kripa_order_schema, order->id);
    kp_set(change, "anonymised", kp_int(true));
    kp_update(change, &kripa_order_terms_schema, order->id);
    kp_set(change, "terms", kp_member(terms));
    return KRIPA_OK;
}

static enum kripa_status write_some(void *ctx, struct kp_change *change, size_t *count)
{
    const struct kp_call *call = change->call;
    struct kp_query query = kp_query_of(call->arena, &kripa_order_schema);
    struct kripa_rows rows;
    kp_where(&query, "user", KRIPA_EQ, kp_id(*(const struct kripa_id *)ctx));
    kp_where(&query, "anonymised", KRIPA_EQ, kp_int(false));
    query.query.limit = KP_FILL_MAX;
    enum kripa_status status = kp_find(call, &query, &rows);
    const struct kripa_order *orders = rows.at;
    for (size_t i = 0; status == KRIPA_OK && i < rows.count; i++)
        status = write_order(change, &orders[i]);
    *count = status == KRIPA_OK ? rows.count : 0;
    return status;
}

/* Where the change fails after some were written, it is asked for again. */
enum kripa_status kp_orders_anonymise(const struct kp_call *call, struct kp_change *change,
                                      struct kripa_id user)
{
    return kp_fill(call, change, write_some, &user);
}
