/* SPDX-License-Identifier: MIT
 * Lists of orders: one's own, and for admins everybody's (api.md, "Exact answers"). */
#include <stdio.h>
#include <string.h>

#include "base/time.h"
#include "core/paging.h"
#include "internal.h"
#include "journal/journal.h"
#include "shop/shop.h"

/* reaches into the next day, however long this one is in its zone */
#define DAY_AND_HALF_MS (KP_DAY_MS + KP_DAY_MS / 2)

static const struct kp_paging_rules rules = {
    .limit_default = KRIPA_PAGE_LIMIT_MAX,
    .limit_max = KRIPA_PAGE_LIMIT_MAX,
    .sorts = kp_newest_first,
};

/* A date is the start of that day in the shop's zone or, as `to`, its end; an instant is itself. */
static bool instant_of(const char *text, const char *zone, bool end, int64_t *time_ms)
{
    if (kp_time_parse(text, time_ms))
        return true;
    if (!kp_day_start(text, zone, time_ms))
        return false;
    char next[11];
    return !end ||
           (kp_day_of(*time_ms + DAY_AND_HALF_MS, zone, next) && kp_day_start(next, zone, time_ms));
}

static enum kripa_status where_time(const struct kp_call *call, struct kp_query *query,
                                    const struct kripa_order_filter *filter)
{
    if (!filter->from && !filter->to)
        return KRIPA_OK;
    struct kripa_settings *settings;
    enum kripa_status status = kp_settings(call, &settings);
    if (status != KRIPA_OK)
        return status;
    const struct {
        const char *param, *text;
        enum kripa_op op;
    } ends[] = {{"from", filter->from, KRIPA_GE}, {"to", filter->to, KRIPA_LT}};
    for (size_t i = 0; i < 2; i++) {
        int64_t time_ms;
        if (!ends[i].text)
            continue;
        if (!instant_of(ends[i].text, settings->time_zone, ends[i].op == KRIPA_LT, &time_ms))
            return kripa_fail_field(call->err, KRIPA_INVALID, ends[i].param,
                                    "must be YYYY-MM-DD or an RFC 3339 time");
        kp_where(query, "createdAt", ends[i].op, kp_int(time_ms));
    }
    return KRIPA_OK;
}

static enum kripa_status where_scope(struct kp_query *query, struct kripa_viewer viewer,
                                     enum kripa_order_scope scope,
                                     const struct kripa_order_filter *filter,
                                     struct kripa_error *err)
{
    kp_where(query, "archived", KRIPA_EQ, kp_int(false));
    if (scope == KRIPA_ORDERS_ALL) {
        if (!kripa_id_is_zero(filter->user))
            kp_where(query, "user", KRIPA_EQ, kp_id(filter->user));
        return kp_need_admin(viewer, err);
    }
    kp_where(query, "user", KRIPA_EQ, kp_id(viewer.user));
    if (scope == KRIPA_ORDERS_MINE_RETAILER)
        kp_where(query, "purchaseMode", KRIPA_EQ, kp_int(KRIPA_MODE_RETAILER));
    return kp_need_account(viewer, err);
}

static enum kripa_status where_all(const struct kp_call *call, struct kp_query *query,
                                   enum kripa_order_scope scope,
                                   const struct kripa_order_filter *filter)
{
    enum kripa_status status = where_scope(query, call->viewer, scope, filter, call->err);
    if (status == KRIPA_OK)
        status = kp_where_name(query, "status", "deliveryStatus", kp_delivery_status_names,
                               filter->status, call->err);
    if (status == KRIPA_OK)
        status = kp_where_name(query, "paymentStatus", "paymentStatus", kp_payment_status_names,
                               filter->payment_status, call->err);
    if (status == KRIPA_OK)
        status = kp_where_name(query, "mode", "purchaseMode", kp_purchase_mode_names, filter->mode,
                               call->err);
    if (status == KRIPA_OK)
        status = where_time(call, query, filter);
    return status == KRIPA_OK ? kp_order_where_words(query, filter->q, call->err) : status;
}

enum kripa_status kripa_order_list(struct kripa *kripa, struct kripa_viewer viewer,
                                   enum kripa_order_scope scope,
                                   const struct kripa_order_filter *filter,
                                   struct kripa_arena *arena, struct kripa_orders *out,
                                   struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    filter = filter ? filter : &(const struct kripa_order_filter){0};
    struct kp_query query = kp_query_of(arena, &kripa_order_schema);
    enum kripa_status status = where_all(&call, &query, scope, filter);
    if (status == KRIPA_OK)
        status = kp_page_begin(&filter->paging, &rules, &query, &out->page, err);
    struct kripa_rows rows;
    if (status == KRIPA_OK)
        status = kp_page_find(&call, &query, &rows, &out->page);
    if (status != KRIPA_OK)
        return status;
    out->at = rows.at;
    out->count = rows.count;
    return kp_orders_show(&call, out->at, out->count);
}
