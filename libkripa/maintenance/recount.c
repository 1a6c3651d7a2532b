/* SPDX-License-Identifier: MIT
 * See recount.h. */
#include "recount.h"

#include <string.h>

#include "account/account.h"
#include "base/status.h"
#include "base/time.h"
#include "core/context.h"
#include "core/query.h"

#define FIRST_ROOM 64

static const struct kripa_id no_id;

/* Two kinds of ids in one tally: products alone, retailers beside a mark. */
static const struct kripa_id retailers_mark = {{1}};

/* Room for one more of an array of `count`. */
static bool make_room(struct kripa_arena *arena, void **at, size_t size, size_t count, size_t *room)
{
    if (count < *room)
        return true;
    size_t larger = *room ? *room * 2 : FIRST_ROOM;
    void *to = kripa_arena_alloc(arena, size, larger);
    if (!to)
        return false;
    if (count)
        memcpy(to, *at, size * count);
    *at = to;
    *room = larger;
    return true;
}

/* The record of this product, a new one if need be; NULL: out of memory. */
static struct kripa_product_month *product_at(struct kp_recount *recount, struct kripa_id product)
{
    struct kp_tally_slot *slot = kp_tally_at(&recount->places, product, no_id);
    void *all = recount->products;
    if (!slot)
        return NULL;
    if (slot->sum)
        return &recount->products[slot->sum - 1];
    if (!make_room(recount->places.arena, &all, sizeof *recount->products, recount->products_count,
                   &recount->products_room))
        return NULL;
    recount->products = all;
    struct kripa_product_month *made = &recount->products[recount->products_count++];
    slot->sum = (int64_t)recount->products_count;
    *made = (struct kripa_product_month){.id = kp_product_month_id(recount->month, product),
                                         .product = product,
                                         .month = recount->month};
    return made;
}

static struct kripa_retailer_month *retailer_at(struct kp_recount *recount,
                                                struct kripa_id retailer)
{
    struct kp_tally_slot *slot = kp_tally_at(&recount->places, retailer, retailers_mark);
    void *all = recount->retailers;
    if (!slot)
        return NULL;
    if (slot->sum)
        return &recount->retailers[slot->sum - 1];
    if (!make_room(recount->places.arena, &all, sizeof *recount->retailers,
                   recount->retailers_count, &recount->retailers_room))
        return NULL;
    recount->retailers = all;
    struct kripa_retailer_month *made = &recount->retailers[recount->retailers_count++];
    slot->sum = (int64_t)recount->retailers_count;
    *made = (struct kripa_retailer_month){.id = kp_retailer_month_id(recount->month, retailer),
                                          .retailer = retailer,
                                          .month = recount->month};
    return made;
}

const struct kripa_product_month *kp_recount_product(const struct kp_recount *recount,
                                                     struct kripa_id product)
{
    const struct kp_tally_slot *slot = kp_tally_find(&recount->places, product, no_id);
    return slot ? &recount->products[slot->sum - 1] : NULL;
}

const struct kripa_retailer_month *kp_recount_retailer(const struct kp_recount *recount,
                                                       struct kripa_id retailer)
{
    const struct kp_tally_slot *slot = kp_tally_find(&recount->places, retailer, retailers_mark);
    return slot ? &recount->retailers[slot->sum - 1] : NULL;
}

bool kp_same_product_month(const struct kripa_product_month *a, const struct kripa_product_month *b)
{
    static const struct kripa_product_month none;
    a = a ? a : &none;
    b = b ? b : &none;
    return memcmp(&a->total, &b->total, sizeof a->total) == 0 &&
           memcmp(a->days, b->days, sizeof a->days) == 0;
}

bool kp_same_retailer_month(const struct kripa_retailer_month *a,
                            const struct kripa_retailer_month *b)
{
    static const struct kripa_retailer_month none;
    a = a ? a : &none;
    b = b ? b : &none;
    return memcmp(&a->total, &b->total, sizeof a->total) == 0 &&
           memcmp(a->days, b->days, sizeof a->days) == 0;
}

/* What should be */

struct counting {
    const struct kp_call *call;
    const char *zone;
    struct kp_recount *out;
};

/* Which day of the month that is counted it is; 0: of another one. */
static int day_in_month(const struct counting *counting, int64_t at_ms)
{
    int day;
    int64_t month = kp_month_of(kp_day_at(counting->call->kripa, counting->zone, at_ms), &day);
    if (at_ms <= 0)
        return 0;
    return month == counting->out->month ? day : 0;
}

static bool count_products(struct kp_recount *out, int day, const struct kripa_order *order)
{
    for (size_t i = 0; i < order->items_count; i++) {
        struct kripa_product_day sold;
        if (!kp_order_product(order, i, &sold))
            continue;
        struct kripa_product_month *at = product_at(out, order->items[i].product);
        if (!at)
            return false;
        struct kripa_product_day *sums[] = {&at->total, &at->days[day - 1]};
        for (size_t j = 0; j < 2; j++) {
            sums[j]->units += sold.units;
            sums[j]->amount_paise += sold.amount_paise;
        }
    }
    return true;
}

/* Of a day of 0: of all time. */
static bool count_retailer(struct kp_recount *out, int day, const struct kripa_order *order)
{
    struct kripa_retailer_month *at = retailer_at(out, order->user);
    if (!at)
        return false;
    struct kripa_retailer_day *sums[] = {&at->total, day ? &at->days[day - 1] : NULL};
    for (size_t i = 0; i < 2 && sums[i]; i++) {
        sums[i]->orders++;
        sums[i]->spent_paise += order->total_paise;
        sums[i]->saved_paise += order->saved_paise.value;
    }
    return true;
}

static enum kripa_status count_order(void *ctx, const void *record)
{
    const struct counting *counting = ctx;
    const struct kripa_order *order = record;
    int day = day_in_month(counting, order->created_at_ms);
    if (day == 0)
        return KRIPA_OK;
    struct kripa_shop_day *shop = &counting->out->shop.days[day - 1];
    (*kp_shop_day_state(shop, order->delivery_status))++;
    if (order->delivery_status == KRIPA_DELIVERY_DELIVERED)
        shop->revenue_paise += order->total_paise;
    bool kept = !kp_order_counts(order) || count_products(counting->out, day, order);
    if (kept && kp_order_counts(order) && kp_order_is_retailers(order))
        kept = count_retailer(counting->out, day, order);
    return kept ? KRIPA_OK : kp_no_memory(counting->call->err);
}

static enum kripa_status count_all_time(void *ctx, const void *record)
{
    const struct counting *counting = ctx;
    const struct kripa_order *order = record;
    bool kept = !kp_order_counts(order) || !kp_order_is_retailers(order) ||
                count_retailer(counting->out, 0, order);
    return kept ? KRIPA_OK : kp_no_memory(counting->call->err);
}

static enum kripa_status count_account(void *ctx, const void *record)
{
    const struct counting *counting = ctx;
    const struct kripa_account *account = record;
    int day = day_in_month(counting, account->created_at_ms);
    if (day && !kp_account_gone(account->email))
        counting->out->shop.days[day - 1].registered++;
    return KRIPA_OK;
}

/* The instants of a month in any zone. */
static struct kp_query in_month(const struct kp_call *call, const struct kripa_schema *of,
                                int64_t month)
{
    struct kp_query query = kp_query_of(call->arena, of);
    kp_where(&query, "createdAt", KRIPA_GE, kp_int((kp_month_start(month) - 1) * KP_DAY_MS));
    kp_where(&query, "createdAt", KRIPA_LT, kp_int((kp_month_start(month + 1) + 1) * KP_DAY_MS));
    kp_sort(&query, "createdAt", false);
    return query;
}

static struct kp_recount empty(const struct kp_call *call, int64_t month)
{
    return (struct kp_recount){
        .month = month, .shop = {.month = month}, .places = {.arena = call->arena}};
}

enum kripa_status kp_recount_month(const struct kp_call *call, const char *zone, int64_t month,
                                   struct kp_recount *out)
{
    *out = empty(call, month);
    struct counting counting = {call, zone, out};
    struct kp_query orders = kp_query_of(call->arena, &kripa_order_schema);
    if (month == KP_MONTH_ALL_TIME) {
        kp_where(&orders, "purchaseMode", KRIPA_EQ, kp_int(KRIPA_MODE_RETAILER));
        return kp_scan(call, &orders, count_all_time, &counting);
    }
    orders = in_month(call, &kripa_order_schema, month);
    struct kp_query accounts = in_month(call, &kripa_account_schema, month);
    enum kripa_status status = kp_scan(call, &orders, count_order, &counting);
    return status == KRIPA_OK ? kp_scan(call, &accounts, count_account, &counting) : status;
}

/* What is */

static struct kp_query records_of(const struct kp_call *call, const struct kripa_schema *of,
                                  int64_t month)
{
    struct kp_query query = kp_query_of(call->arena, of);
    kp_where(&query, "_id", KRIPA_GE, kp_id(kp_month_id(month)));
    kp_where(&query, "_id", KRIPA_LT, kp_id(kp_month_id(month + 1)));
    return query;
}

static enum kripa_status take_product(void *ctx, const void *record)
{
    const struct kripa_product_month *month = record;
    struct kripa_product_month *at = product_at(ctx, month->product);
    if (at)
        *at = *month;
    return at ? KRIPA_OK : KRIPA_NO_MEMORY;
}

static enum kripa_status take_retailer(void *ctx, const void *record)
{
    const struct kripa_retailer_month *month = record;
    struct kripa_retailer_month *at = retailer_at(ctx, month->retailer);
    if (at)
        *at = *month;
    return at ? KRIPA_OK : KRIPA_NO_MEMORY;
}

static void add_stripe(struct kripa_shop_month *sum, const struct kripa_shop_month *stripe)
{
    sum->revision += stripe->revision;
    for (size_t i = 0; i < KP_MONTH_DAYS; i++) {
        sum->days[i].pending += stripe->days[i].pending;
        sum->days[i].shipped += stripe->days[i].shipped;
        sum->days[i].delivered += stripe->days[i].delivered;
        sum->days[i].cancelled += stripe->days[i].cancelled;
        sum->days[i].revenue_paise += stripe->days[i].revenue_paise;
        sum->days[i].registered += stripe->days[i].registered;
    }
}

static enum kripa_status take_shop(const struct kp_call *call, struct kp_recount *out)
{
    struct kp_query query = records_of(call, &kripa_shop_month_schema, out->month);
    struct kripa_rows rows = {0};
    enum kripa_status status = kp_find(call, &query, &rows);
    if (status != KRIPA_OK)
        return status;
    out->stripes = rows.at;
    out->stripes_count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        add_stripe(&out->shop, &out->stripes[i]);
    return KRIPA_OK;
}

enum kripa_status kp_recount_stored(const struct kp_call *call, int64_t month,
                                    struct kp_recount *out)
{
    *out = empty(call, month);
    struct kp_query products = records_of(call, &kripa_product_month_schema, month);
    struct kp_query retailers = records_of(call, &kripa_retailer_month_schema, month);
    enum kripa_status status = take_shop(call, out);
    if (status == KRIPA_OK)
        status = kp_scan(call, &products, take_product, out);
    return status == KRIPA_OK ? kp_scan(call, &retailers, take_retailer, out) : status;
}

static enum kripa_status add_revision(void *ctx, const void *record)
{
    *(int64_t *)ctx += ((const struct kripa_retailer_month *)record)->revision;
    return KRIPA_OK;
}

/* Whatever adds to a month adds to the shop's record of it. */
enum kripa_status kp_recount_revision(const struct kp_call *call, int64_t month, int64_t *revision)
{
    struct kp_recount now = empty(call, month);
    struct kp_query all_time = records_of(call, &kripa_retailer_month_total_schema, month);
    *revision = 0;
    if (month == KP_MONTH_ALL_TIME)
        return kp_scan(call, &all_time, add_revision, revision);
    enum kripa_status status = take_shop(call, &now);
    *revision = now.shop.revision;
    return status;
}

/* The months there are */

static int64_t sooner(int64_t a, int64_t b)
{
    return !a || (b && b < a) ? b : a;
}

/* Of the first record from the month on, by when it was made. */
static enum kripa_status next_made(const struct kp_call *call, const struct kripa_schema *of,
                                   const char *zone, int64_t month, int64_t *next)
{
    struct kp_query query = kp_query_of(call->arena, of);
    struct kripa_rows rows = {0};
    int64_t from_ms = (kp_month_start(month) - 1) * KP_DAY_MS;
    kp_where(&query, "createdAt", KRIPA_GE, kp_int(from_ms > 0 ? from_ms : 1)); /* all that count */
    kp_sort(&query, "createdAt", false);
    query.query.limit = 1;
    enum kripa_status status = kp_find(call, &query, &rows);
    if (status != KRIPA_OK || rows.count == 0)
        return status;
    bool is_order = of == &kripa_order_schema;
    int64_t at_ms = is_order ? ((struct kripa_order *)rows.at)->created_at_ms
                             : ((struct kripa_account *)rows.at)->created_at_ms;
    int day;
    int64_t found = kp_month_of(kp_day_at(call->kripa, zone, at_ms), &day);
    *next = sooner(*next, found < month ? month : found);
    return KRIPA_OK;
}

static enum kripa_status next_kept(const struct kp_call *call, const struct kripa_schema *of,
                                   size_t month_at, int64_t month, int64_t *next)
{
    struct kp_query query = kp_query_of(call->arena, of);
    struct kripa_rows rows = {0};
    kp_where(&query, "_id", KRIPA_GE, kp_id(kp_month_id(month)));
    query.query.limit = 1;
    enum kripa_status status = kp_find(call, &query, &rows);
    if (status == KRIPA_OK && rows.count)
        *next = sooner(*next, *(int64_t *)(void *)((char *)rows.at + month_at));
    return status;
}

enum kripa_status kp_recount_next(const struct kp_call *call, const char *zone, int64_t month,
                                  int64_t *next)
{
    *next = 0;
    enum kripa_status status = next_made(call, &kripa_order_schema, zone, month, next);
    if (status == KRIPA_OK)
        status = next_made(call, &kripa_account_schema, zone, month, next);
    if (status == KRIPA_OK)
        status = next_kept(call, &kripa_shop_month_schema, offsetof(struct kripa_shop_month, month),
                           month, next);
    if (status == KRIPA_OK)
        status = next_kept(call, &kripa_product_month_total_schema,
                           offsetof(struct kripa_product_month, month), month, next);
    if (status == KRIPA_OK)
        status = next_kept(call, &kripa_retailer_month_total_schema,
                           offsetof(struct kripa_retailer_month, month), month, next);
    return status;
}
