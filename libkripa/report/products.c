/* SPDX-License-Identifier: MIT
 * Products in reports: those that sell best, and those that run low. */
#include <string.h>

#include <kripa/stock.h>

#include "base/status.h"
#include "catalog/catalog.h"
#include "core/context.h"
#include "internal.h"
#include "shop/shop.h"

#define TOP_DEFAULT 10

enum { UNITS, AMOUNT };

static enum kripa_status take_seller(void *ctx, const void *record)
{
    const struct kripa_product_sold *product = record;
    const struct kp_ranked seller = {.id = product->id,
                                     .figures = {product->sold, product->sold_paise}};
    return product->sold > 0 ? kp_rank_add(ctx, &seller) : KRIPA_OK;
}

/* Adds all products that ever sold. For all time by quantity only the first are read, since
 * there is an index. */
static enum kripa_status find_sellers(struct kp_ranking *ranking, int64_t limit)
{
    struct kp_query query = kp_query_of(ranking->call->arena, &kripa_product_sold_schema);
    struct kripa_rows rows = {0};
    kp_where(&query, "sold", KRIPA_GT, kp_int(0));
    if (!ranking->period->all || ranking->by != UNITS)
        return kp_scan(ranking->call, &query, take_seller, ranking);
    kp_sort(&query, "sold", true);
    query.query.limit = limit;
    enum kripa_status status = kp_find(ranking->call, &query, &rows);
    const struct kripa_product_sold *products = rows.at;
    for (size_t i = 0; status == KRIPA_OK && i < rows.count; i++)
        status = take_seller(ranking, &products[i]);
    return status;
}

static struct kripa_id add_sold(const void *record, int first, int last, int64_t *figures)
{
    const struct kripa_product_month *month = record;
    if (first == KP_RANK_WHOLE) {
        figures[UNITS] = month->total.units;
        figures[AMOUNT] = month->total.amount_paise;
    }
    for (int day = first; first != KP_RANK_WHOLE && day <= last; day++) {
        figures[UNITS] += month->days[day - 1].units;
        figures[AMOUNT] += month->days[day - 1].amount_paise;
    }
    return month->product;
}

static enum kripa_status show_top(const struct kp_ranking *ranking, struct kripa_top_products *out)
{
    const struct kp_call *call = ranking->call;
    struct kripa_rows rows;
    out->at = kripa_arena_alloc(call->arena, sizeof *out->at, ranking->count);
    if (!out->at)
        return kp_no_memory(call->err);
    enum kripa_status status = kp_rank_read(ranking, &kripa_product_schema, &rows);
    for (size_t i = 0; status == KRIPA_OK && i < ranking->count; i++) {
        const struct kripa_product *product = kp_product_in(&rows, ranking->at[i].id);
        if (!product) /* it was deleted just now */
            continue;
        out->at[out->count++] = (struct kripa_top_product){
            .product = {product->id, product->name, product->images, product->images_count,
                        product->price_paise},
            .sold = ranking->at[i].figures[UNITS],
            .revenue_paise = ranking->at[i].figures[AMOUNT],
        };
    }
    return status;
}

static enum kripa_status top_by(const struct kp_call *call, const char *by, size_t *out)
{
    *out = by && strcmp(by, "revenue") == 0 ? AMOUNT : UNITS;
    if (!by || *out == AMOUNT || strcmp(by, "quantity") == 0)
        return KRIPA_OK;
    return kripa_fail_field(call->err, KRIPA_INVALID, "by", "must be quantity or revenue");
}

enum kripa_status kripa_report_top_products(struct kripa *kripa, struct kripa_viewer viewer,
                                            const struct kripa_top_filter *filter,
                                            struct kripa_arena *arena,
                                            struct kripa_top_products *out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    static const struct kripa_top_filter no_filter;
    filter = filter ? filter : &no_filter;
    const struct kripa_report_filter range = {filter->from, filter->to, filter->limit};
    struct kp_period period;
    struct kp_ranking ranking = {.call = &call,
                                 .period = &period,
                                 .month_id = kp_product_month_id,
                                 .month = &kripa_product_month_schema,
                                 .month_total = &kripa_product_month_total_schema,
                                 .add = add_sold};
    int64_t limit = kp_report_limit(filter->limit, TOP_DEFAULT, KRIPA_REPORT_ROWS_MAX);
    *out = (struct kripa_top_products){0};
    enum kripa_status status = kp_report_period(&call, &range, 0, &period);
    if (status == KRIPA_OK)
        status = top_by(&call, filter->by, &ranking.by);
    if (status == KRIPA_OK)
        status = find_sellers(&ranking, limit);
    if (status == KRIPA_OK)
        status = kp_rank(&ranking, (size_t)limit);
    return status == KRIPA_OK ? show_top(&ranking, out) : status;
}

enum kripa_status kripa_report_low_stock(struct kripa *kripa, struct kripa_viewer viewer,
                                         const struct kripa_report_filter *filter,
                                         struct kripa_arena *arena, struct kripa_low_products *out,
                                         struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kripa_products products;
    struct kripa_settings *settings;
    int64_t limit =
        kp_report_limit(filter ? filter->limit : 0, KRIPA_REPORT_ROWS_MAX, KRIPA_PAGE_LIMIT_MAX);
    *out = (struct kripa_low_products){0};
    enum kripa_status status = kripa_stock_low(kripa, viewer, limit, arena, &products, err);
    if (status == KRIPA_OK)
        status = kp_settings(&call, &settings);
    if (status != KRIPA_OK)
        return status;
    out->at = kripa_arena_alloc(arena, sizeof *out->at, products.count);
    if (!out->at)
        return kp_no_memory(err);
    for (size_t i = 0; i < products.count; i++) {
        const struct kripa_product *product = &products.at[i];
        out->at[out->count++] = (struct kripa_low_product){product->id,
                                                           product->name,
                                                           product->stock,
                                                           product->price_paise,
                                                           product->images,
                                                           product->images_count,
                                                           kp_stock_threshold(product, settings)};
    }
    return KRIPA_OK;
}
