/* SPDX-License-Identifier: MIT
 * Lists about stock: a product's ledger, and products whose stock is low. */
#include "base/status.h"
#include "catalog/catalog.h"
#include "core/paging.h"
#include "journal/journal.h"
#include "shop/shop.h"
#include "stock.h"

/* A deleted product keeps its entries. */
static enum kripa_status check_known(const struct kp_call *call, struct kripa_id product)
{
    void *found;
    return kp_find_id(call, &kripa_product_schema, product, &found);
}

enum kripa_status kripa_stock_ledger(struct kripa *kripa, struct kripa_viewer viewer,
                                     struct kripa_id product,
                                     const struct kripa_ledger_filter *filter,
                                     struct kripa_arena *arena, struct kripa_ledger *out,
                                     struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    filter = filter ? filter : &(const struct kripa_ledger_filter){0};
    static const struct kp_paging_rules rules = {KRIPA_PAGE_LIMIT_MAX, KRIPA_PAGE_LIMIT_MAX,
                                                 kp_newest_first};
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status != KRIPA_OK)
        return status;
    struct kp_query query = kp_query_of(arena, &kripa_ledger_entry_schema);
    struct kripa_rows rows = {0};
    *out = (struct kripa_ledger){0};
    kp_where(&query, "product", KRIPA_EQ, kp_id(product));
    status = kp_page_list(&call, &filter->paging, &rules, &query, &rows, &out->page);
    if (status == KRIPA_OK && out->page.total == 0)
        status = check_known(&call, product);
    if (status != KRIPA_OK)
        return status;
    out->at = rows.at;
    out->count = rows.count;
    return KRIPA_OK;
}

/* A query for active products whose `field` is below a bound, those with the lowest stock first. */
static struct kp_query low_query(struct kripa_arena *arena, const char *field, int64_t below,
                                 int64_t limit)
{
    struct kp_query query = kp_query_of(arena, &kripa_product_schema);
    kp_where(&query, "active", KRIPA_EQ, kp_int(true));
    kp_where(&query, field, KRIPA_LT, kp_int(below));
    kp_sort(&query, "stock", false);
    query.query.limit = limit;
    return query;
}

/* Those with a threshold of their own, and those without. */
static enum kripa_status low_queries(const struct kp_call *call, int64_t limit,
                                     struct kp_query queries[2])
{
    struct kripa_settings *settings;
    enum kripa_status status = kp_settings(call, &settings);
    if (status != KRIPA_OK)
        return status;
    queries[0] = low_query(call->arena, "stock_spare", 0, limit);
    queries[1] = low_query(call->arena, "stock", settings->low_stock_threshold, limit);
    kp_where(&queries[1], "low_stock_threshold", KRIPA_ABSENT, (struct kripa_value){0});
    return KRIPA_OK;
}

enum kripa_status kp_stock_low_count(const struct kp_call *call, int64_t *count)
{
    struct kp_query queries[2];
    int64_t counts[2] = {0};
    enum kripa_status status = low_queries(call, 0, queries);
    for (size_t i = 0; status == KRIPA_OK && i < 2; i++)
        status = kp_total(call, &queries[i], &counts[i]);
    *count = counts[0] + counts[1];
    return status;
}

/* Merges two sorted lists into a sorted one. */
static void merge(const struct kripa_rows *own, const struct kripa_rows *shop, int64_t limit,
                  struct kripa_products *out)
{
    const struct kripa_product *left = own->at, *left_end = left + own->count;
    const struct kripa_product *right = shop->at, *right_end = right + shop->count;
    while ((int64_t)out->count < limit && (left < left_end || right < right_end)) {
        bool take_left = left < left_end && (right == right_end || left->stock <= right->stock);
        out->at[out->count++] = take_left ? *left++ : *right++;
    }
}

enum kripa_status kripa_stock_low(struct kripa *kripa, struct kripa_viewer viewer, int64_t limit,
                                  struct kripa_arena *arena, struct kripa_products *out,
                                  struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status != KRIPA_OK)
        return status;
    if (limit <= 0 || limit > KRIPA_PAGE_LIMIT_MAX)
        limit = KRIPA_PAGE_LIMIT_MAX;
    struct kp_query queries[2];
    struct kripa_rows own_rows = {0}, shop_rows = {0};
    status = low_queries(&call, limit, queries);
    if (status == KRIPA_OK)
        status = kp_find(&call, &queries[0], &own_rows);
    if (status == KRIPA_OK)
        status = kp_find(&call, &queries[1], &shop_rows);
    if (status != KRIPA_OK)
        return status;
    *out = (struct kripa_products){0};
    out->at = kripa_arena_alloc(arena, sizeof *out->at, own_rows.count + shop_rows.count);
    if (!out->at)
        return kp_no_memory(err);
    merge(&own_rows, &shop_rows, limit, out);
    for (size_t i = 0; i < out->count; i++)
        kp_product_mask(&out->at[i], viewer.role);
    return kp_products_show(&call, out->at, out->count);
}
