/* SPDX-License-Identifier: MIT
 * The days of a report, and the counters of those days. */
#include <string.h>

#include "base/time.h"
#include "core/context.h"
#include "internal.h"
#include "shop/shop.h"

/* The first and the last day that can be written as YYYY-MM-DD. */
#define DAY_FIRST (kp_civil_days((struct kp_civil){1, 1, 1}))
#define DAY_LAST  (kp_civil_days((struct kp_civil){9999, 12, 31}))

static enum kripa_status day_of(const struct kp_call *call, const char *param, const char *text,
                                const char *zone, int64_t *day)
{
    int64_t time_ms;
    if (!text || kp_day_parse(text, day))
        return KRIPA_OK;
    if (!kp_time_parse(text, &time_ms))
        return kripa_fail_field(call->err, KRIPA_INVALID, param,
                                "must be YYYY-MM-DD or an RFC 3339 time");
    *day = kp_day_at(call->kripa, zone, time_ms);
    return KRIPA_OK;
}

enum kripa_status kp_report_period(const struct kp_call *call,
                                   const struct kripa_report_filter *filter, int64_t days,
                                   struct kp_period *out)
{
    struct kripa_settings *settings;
    enum kripa_status status = kp_need_admin(call->viewer, call->err);
    if (status == KRIPA_OK)
        status = kp_settings(call, &settings);
    if (status != KRIPA_OK)
        return status;
    const char *zone = kp_figures_zone(settings);
    int64_t today = kp_day_at(call->kripa, zone, kp_now_ms(call->kripa));
    *out = (struct kp_period){.from = DAY_FIRST, .to = DAY_LAST, .today = today, .zone = zone};
    out->all = days == 0 && !filter->from && !filter->to;
    if (!out->all)
        out->to = today;
    status = day_of(call, "to", filter->to, zone, &out->to);
    if (days)
        out->from = out->to - days + 1;
    if (status == KRIPA_OK)
        status = day_of(call, "from", filter->from, zone, &out->from);
    if (status != KRIPA_OK)
        return status;
    if (!filter->to && out->to < out->from)
        out->to = out->from;
    return out->from <= out->to
               ? KRIPA_OK
               : kripa_fail_field(call->err, KRIPA_INVALID, "from", "must not be after to");
}

int64_t kp_report_day_start(const struct kp_period *period, int64_t day)
{
    char text[11];
    int64_t start_ms;
    kp_day_format(day, text);
    return kp_day_start(text, period->zone, &start_ms) ? start_ms : day * KP_DAY_MS;
}

int64_t kp_report_limit(int64_t asked, int64_t usual, int64_t most)
{
    int64_t limit = asked > 0 ? asked : usual;
    return limit < most ? limit : most;
}

static void add_days(const struct kripa_shop_month *month, const struct kp_period *period,
                     kp_shop_day_fn *add, void *ctx)
{
    int64_t first = kp_month_start(month->month);
    int64_t count = kp_month_start(month->month + 1) - first;
    for (int64_t i = 0; i < count; i++)
        if (first + i >= period->from && first + i <= period->to)
            add(ctx, first + i, &month->days[i]);
}

enum kripa_status kp_report_days(const struct kp_call *call, const struct kp_period *period,
                                 kp_shop_day_fn *add, void *ctx)
{
    int day;
    struct kripa_rows rows = {0};
    struct kp_query query = kp_query_of(call->arena, &kripa_shop_month_schema);
    kp_where(&query, "_id", KRIPA_GE, kp_id(kp_month_id(kp_month_of(period->from, &day))));
    kp_where(&query, "_id", KRIPA_LT, kp_id(kp_month_id(kp_month_of(period->to, &day) + 1)));
    enum kripa_status status;
    do {
        status = kp_find(call, &query, &rows);
        const struct kripa_shop_month *months = rows.at;
        for (size_t i = 0; status == KRIPA_OK && i < rows.count; i++)
            add_days(&months[i], period, add, ctx);
        query.query.after = (struct kripa_text){rows.next, strlen(rows.next)};
    } while (status == KRIPA_OK && rows.next[0]);
    return status;
}
