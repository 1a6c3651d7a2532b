/* SPDX-License-Identifier: MIT
 * Finding an order for the console, by its number or, if no order has that number, by its id or the
 * last digits of it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/candidates.h"
#include "internal.h"

static void tell(const void *record, struct kripa_error *err)
{
    const struct kripa_order *order = record;
    char id[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(order->id, id);
    kripa_fail_field(err, KRIPA_CONFLICT, id, "%lld, %s", (long long)order->number,
                     order->shipping_address.name ? order->shipping_address.name : "");
}

/* The last eight digits of an id are a search term, so that not every id must be read. */
static enum kripa_status add_by_ending(struct kp_candidates *candidates, const char *name)
{
    char term[KP_ID_END_SIZE + 1] = "";
    struct kp_query among = kp_query_of(candidates->call->arena, &kripa_order_terms_schema);
    size_t size = strlen(name);
    if (size >= KP_ID_END_SIZE) {
        for (size_t i = 0; i < KP_ID_END_SIZE; i++)
            term[i] = name[size - KP_ID_END_SIZE + i] | ' '; /* to lower case */
        kp_where(&among, "terms", KRIPA_HAS, kp_text(term));
    }
    return kp_candidates_by_ending(candidates, &among, name);
}

static enum kripa_status add_by_number(struct kp_candidates *candidates, const char *name)
{
    const char *digits;
    enum kripa_status status =
        kp_order_number_named(candidates->call->arena, name, &digits, candidates->call->err);
    if (status != KRIPA_OK || !digits)
        return status;
    errno = 0;
    long long number = strtoll(digits, NULL, 10);
    if (errno)
        return KRIPA_OK;
    struct kp_query query = kp_query_of(candidates->call->arena, &kripa_order_schema);
    kp_where(&query, "number", KRIPA_EQ, kp_int(number));
    struct kripa_rows rows;
    status = kp_find(candidates->call, &query, &rows);
    if (status == KRIPA_OK && rows.count)
        kp_candidate(candidates, ((struct kripa_order *)rows.at)->id);
    return status;
}

enum kripa_status kripa_order_find(struct kripa *kripa, struct kripa_viewer viewer,
                                   const char *name, struct kripa_arena *arena,
                                   struct kripa_order **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kp_candidates candidates = {
        .call = &call, .of = &kripa_order_schema, .plural = "orders", .tell = tell};
    struct kripa_id id;
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status == KRIPA_OK)
        status = kp_need_text(name, "name", err);
    if (status == KRIPA_OK)
        status = add_by_number(&candidates, name);
    if (status == KRIPA_OK)
        status = add_by_ending(&candidates, name);
    if (status == KRIPA_OK)
        status = kp_candidates_only(&candidates, &id);
    return status == KRIPA_OK ? kripa_order_get(kripa, viewer, id, arena, out, err) : status;
}
