/* SPDX-License-Identifier: MIT
 * Who buys as a retailer: their orders, what they spent and what they saved. */
#include <string.h>

#include "base/status.h"
#include "core/context.h"
#include "internal.h"

#define RETAILERS_DEFAULT 20

enum { ORDERS, SPENT, SAVED };

static struct kripa_id add_bought(const void *record, int first, int last, int64_t *figures)
{
    const struct kripa_retailer_month *month = record;
    const struct kripa_retailer_day *days = first == KP_RANK_WHOLE ? &month->total : month->days;
    int from = first == KP_RANK_WHOLE ? 0 : first - 1, to = first == KP_RANK_WHOLE ? 1 : last;
    for (int i = from; i < to; i++) {
        figures[ORDERS] += days[i].orders;
        figures[SPENT] += days[i].spent_paise;
        figures[SAVED] += days[i].saved_paise;
    }
    return month->retailer;
}

static enum kripa_status take_retailer(void *ctx, const void *record)
{
    struct kp_ranked retailer = {0};
    retailer.id = add_bought(record, KP_RANK_WHOLE, 0, retailer.figures);
    return retailer.figures[ORDERS] > 0 ? kp_rank_add(ctx, &retailer) : KRIPA_OK;
}

static enum kripa_status find_retailers(struct kp_ranking *ranking)
{
    struct kp_query query = kp_query_of(ranking->call->arena, &kripa_retailer_month_total_schema);
    kp_where(&query, "_id", KRIPA_GE, kp_id(kp_month_id(KP_MONTH_ALL_TIME)));
    kp_where(&query, "_id", KRIPA_LT, kp_id(kp_month_id(KP_MONTH_ALL_TIME + 1)));
    return kp_scan(ranking->call, &query, take_retailer, ranking);
}

/* Reads the newest order of the range; an index leads to it. */
static enum kripa_status read_last(const struct kp_call *call, const struct kp_period *period,
                                   struct kripa_retailer_report_row *row)
{
    struct kp_query query = kp_query_of(call->arena, &kripa_order_schema);
    struct kripa_rows rows = {0};
    kp_where(&query, "user", KRIPA_EQ, kp_id(row->retailer.id));
    kp_where(&query, "purchaseMode", KRIPA_NE, kp_int(KRIPA_MODE_CUSTOMER));
    kp_where(&query, "deliveryStatus", KRIPA_NE, kp_int(KRIPA_DELIVERY_CANCELLED));
    if (!period->all)
        kp_where(&query, "createdAt", KRIPA_LT,
                 kp_int(kp_report_day_start(period, period->to + 1)));
    kp_sort(&query, "createdAt", true);
    query.query.limit = 1;
    enum kripa_status status = kp_find(call, &query, &rows);
    if (status == KRIPA_OK && rows.count)
        row->last_ms = ((const struct kripa_order *)rows.at)->created_at_ms;
    return status;
}

static enum kripa_status show(const struct kp_ranking *ranking, struct kripa_retailer_report *out)
{
    const struct kp_call *call = ranking->call;
    struct kripa_rows rows;
    out->at = kripa_arena_alloc(call->arena, sizeof *out->at, ranking->count);
    if (!out->at)
        return kp_no_memory(call->err);
    enum kripa_status status = kp_rank_read(ranking, &kripa_account_schema, &rows);
    for (size_t i = 0; status == KRIPA_OK && i < ranking->count; i++) {
        const struct kp_ranked *ranked = &ranking->at[i];
        const struct kripa_account *account =
            kp_record_in(&rows, &kripa_account_schema, ranked->id);
        const struct kripa_retailer_details *shop = account ? account->retailer_details : NULL;
        struct kripa_retailer_report_row *row = &out->at[out->count++];
        *row = (struct kripa_retailer_report_row){
            .retailer = {ranked->id, account ? account->name : NULL, shop ? shop->shop_name : NULL},
            .orders = ranked->figures[ORDERS],
            .spent_paise = ranked->figures[SPENT],
            .saved_paise = ranked->figures[SAVED]};
        status = read_last(call, ranking->period, row);
    }
    return status;
}

enum kripa_status kripa_report_retailers(struct kripa *kripa, struct kripa_viewer viewer,
                                         const struct kripa_report_filter *filter,
                                         struct kripa_arena *arena,
                                         struct kripa_retailer_report *out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    static const struct kripa_report_filter no_filter;
    filter = filter ? filter : &no_filter;
    struct kp_period period;
    struct kp_ranking ranking = {.call = &call,
                                 .period = &period,
                                 .by = SPENT,
                                 .month_id = kp_retailer_month_id,
                                 .month = &kripa_retailer_month_schema,
                                 .month_total = &kripa_retailer_month_total_schema,
                                 .add = add_bought};
    int64_t limit = kp_report_limit(filter->limit, RETAILERS_DEFAULT, KRIPA_REPORT_ROWS_MAX);
    *out = (struct kripa_retailer_report){0};
    enum kripa_status status = kp_report_period(&call, filter, 0, &period);
    if (status == KRIPA_OK)
        status = find_retailers(&ranking);
    if (status == KRIPA_OK)
        status = kp_rank(&ranking, (size_t)limit);
    return status == KRIPA_OK ? show(&ranking, out) : status;
}
