/* SPDX-License-Identifier: MIT
 * Reports from the shop's daily counters: the overview, revenue, orders by state, new accounts. */
#include "base/status.h"
#include "base/time.h"
#include "core/context.h"
#include "core/paging.h"
#include "internal.h"
#include "stock/stock.h"

#define REVENUE_DAYS  30
#define GROWTH_MONTHS 12

static const struct kripa_report_filter no_filter;

static int64_t orders_of(const struct kripa_shop_day *day)
{
    return day->pending + day->shipped + day->delivered + day->cancelled;
}

/* The overview */

struct halves {
    struct kp_period now;
    struct kripa_overview_figures *figures, *previous;
};

static void add_overview(void *ctx, int64_t day, const struct kripa_shop_day *counted)
{
    const struct halves *halves = ctx;
    struct kripa_overview_figures *to =
        day >= halves->now.from ? halves->figures : halves->previous;
    to->total_users += counted->registered;
    to->total_orders += orders_of(counted);
    to->total_revenue_paise += counted->revenue_paise;
}

static enum kripa_status count_products(const struct kp_call *call, const struct kp_period *period,
                                        int64_t *count)
{
    struct kp_query query = kp_query_of(call->arena, &kripa_product_schema);
    if (!period->all) {
        int64_t from_ms = kp_report_day_start(period, period->from);
        kp_where(&query, "createdAt", KRIPA_GE, kp_int(from_ms));
        kp_where(&query, "createdAt", KRIPA_LT,
                 kp_int(kp_report_day_start(period, period->to + 1)));
    }
    return kp_total(call, &query, count);
}

static enum kripa_status read_overview(const struct kp_call *call, const struct kp_period *period,
                                       struct kripa_overview *out)
{
    struct halves halves = {*period, &out->now, out->previous};
    struct kp_period both = *period, before = *period;
    before.to = period->from - 1;
    before.from = period->from - (period->to - period->from + 1);
    if (out->previous)
        both.from = before.from;
    enum kripa_status status = kp_report_days(call, &both, add_overview, &halves);
    if (status == KRIPA_OK)
        status = count_products(call, period, &out->now.total_products);
    if (status == KRIPA_OK && out->previous)
        status = count_products(call, &before, &out->previous->total_products);
    if (status != KRIPA_OK)
        return status;
    out->now.low_stock.set = true;
    return kp_stock_low_count(call, &out->now.low_stock.value);
}

enum kripa_status kripa_report_overview(struct kripa *kripa, struct kripa_viewer viewer,
                                        const struct kripa_report_filter *filter,
                                        struct kripa_arena *arena, struct kripa_overview *out,
                                        struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kp_period period;
    *out = (struct kripa_overview){0};
    enum kripa_status status = kp_report_period(&call, filter ? filter : &no_filter, 0, &period);
    if (status != KRIPA_OK)
        return status;
    bool has_begin = filter && filter->from;
    if (has_begin)
        out->previous = kripa_arena_alloc(arena, sizeof *out->previous, 1);
    if (has_begin && !out->previous)
        return kp_no_memory(err);
    return read_overview(&call, &period, out);
}

/* Revenue */

struct days {
    struct kripa_revenue_day *at;
    int64_t first;
};

static void add_revenue(void *ctx, int64_t day, const struct kripa_shop_day *counted)
{
    const struct days *days = ctx;
    struct kripa_revenue_day *to = &days->at[day - days->first];
    to->total_paise += counted->revenue_paise;
    to->orders += counted->delivered;
}

static enum kripa_status make_days(const struct kp_call *call, struct kp_period *period,
                                   struct kripa_revenue *out)
{
    int64_t count = period->to - period->from + 1;
    if (count > KRIPA_REPORT_DAYS_MAX)
        return kripa_fail_field(call->err, KRIPA_INVALID, "from", "at most %d days at once",
                                KRIPA_REPORT_DAYS_MAX);
    out->count = (size_t)count;
    out->at = kripa_arena_alloc(call->arena, sizeof *out->at, out->count);
    for (size_t i = 0; out->at && i < out->count; i++) {
        char text[11];
        kp_day_format(period->from + (int64_t)i, text);
        out->at[i].day = kripa_arena_text(call->arena, text, sizeof text - 1);
        if (!out->at[i].day)
            return kp_no_memory(call->err);
    }
    return out->at ? KRIPA_OK : kp_no_memory(call->err);
}

enum kripa_status kripa_report_revenue(struct kripa *kripa, struct kripa_viewer viewer,
                                       const struct kripa_report_filter *filter,
                                       struct kripa_arena *arena, struct kripa_revenue *out,
                                       struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kp_period period;
    *out = (struct kripa_revenue){0};
    filter = filter ? filter : &no_filter;
    enum kripa_status status = kp_report_period(&call, filter, REVENUE_DAYS, &period);
    if (status != KRIPA_OK)
        return status;
    if (filter->limit > 0 && period.to - period.from >= filter->limit)
        period.from = period.to - filter->limit + 1;
    status = make_days(&call, &period, out);
    struct days days = {out->at, period.from};
    return status == KRIPA_OK ? kp_report_days(&call, &period, add_revenue, &days) : status;
}

/* Orders by their state */

static void add_states(void *ctx, int64_t day, const struct kripa_shop_day *counted)
{
    (void)day;
    struct kripa_state_counts *counts = ctx;
    struct kripa_shop_day copy = *counted;
    for (size_t i = 0; i < counts->count; i++)
        counts->at[i].count += *kp_shop_day_state(&copy, counts->at[i].status);
}

enum kripa_status kripa_report_orders(struct kripa *kripa, struct kripa_viewer viewer,
                                      const struct kripa_report_filter *filter,
                                      struct kripa_arena *arena, struct kripa_state_counts *out,
                                      struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kp_period period;
    *out = (struct kripa_state_counts){.count = KRIPA_STATES_COUNT};
    for (size_t i = 0; i < KRIPA_STATES_COUNT; i++)
        out->at[i].status = (enum kripa_delivery_status)i;
    enum kripa_status status = kp_report_period(&call, filter ? filter : &no_filter, 0, &period);
    return status == KRIPA_OK ? kp_report_days(&call, &period, add_states, out) : status;
}

/* New accounts */

struct months {
    struct kripa_growth_month *at;
    int64_t first;
};

static void add_growth(void *ctx, int64_t day, const struct kripa_shop_day *counted)
{
    const struct months *months = ctx;
    int of;
    months->at[kp_month_of(day, &of) - months->first].count += counted->registered;
}

/* The first month: without a range the last months, whole ones, up to this one. */
static int64_t first_month(const struct kp_period *period, const struct kripa_report_filter *filter,
                           int64_t last)
{
    int day;
    int64_t first = filter->from ? kp_month_of(period->from, &day) : last - GROWTH_MONTHS + 1;
    bool cuts = filter->limit > 0 && filter->limit < last - first + 1;
    return cuts || (!filter->from && filter->limit > 0) ? last - filter->limit + 1 : first;
}

static enum kripa_status make_months(const struct kp_call *call,
                                     const struct kripa_report_filter *filter,
                                     struct kp_period *period, struct kripa_growth *out)
{
    int day;
    int64_t last = kp_month_of(period->to, &day), first = first_month(period, filter, last);
    if (last - first + 1 > KRIPA_REPORT_MONTHS_MAX)
        return kripa_fail_field(call->err, KRIPA_INVALID, "from", "at most %d months at once",
                                KRIPA_REPORT_MONTHS_MAX);
    if (kp_month_start(first) > period->from || !filter->from)
        period->from = kp_month_start(first);
    out->count = (size_t)(last - first + 1);
    out->at = kripa_arena_alloc(call->arena, sizeof *out->at, out->count);
    for (size_t i = 0; out->at && i < out->count; i++) {
        int64_t month = first + (int64_t)i;
        out->at[i].month = (struct kripa_calendar_month){month % 12 + 1, month / 12};
    }
    return out->at ? KRIPA_OK : kp_no_memory(call->err);
}

enum kripa_status kripa_report_user_growth(struct kripa *kripa, struct kripa_viewer viewer,
                                           const struct kripa_report_filter *filter,
                                           struct kripa_arena *arena, struct kripa_growth *out,
                                           struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kp_period period;
    *out = (struct kripa_growth){0};
    filter = filter ? filter : &no_filter;
    enum kripa_status status = kp_report_period(&call, filter, 1, &period);
    if (status == KRIPA_OK)
        status = make_months(&call, filter, &period, out);
    if (status != KRIPA_OK)
        return status;
    int day;
    struct months months = {out->at, kp_month_of(period.from, &day)};
    return kp_report_days(&call, &period, add_growth, &months);
}
