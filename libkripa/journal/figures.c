/* SPDX-License-Identifier: MIT
 * See figures.h. */
#include "figures.h"

#include <stdio.h>
#include <string.h>

#include "base/time.h"
#include "core/context.h"

#define MONTH_MAX                                                                                  \
    (UINT16_MAX - 1) /* an id holds this number and the next; it is a month of the year 5461 */

int64_t kp_month_of(int64_t day, int *day_of_month)
{
    struct kp_civil civil = kp_days_civil(day);
    int64_t month = civil.year * 12 + civil.month - 1;
    *day_of_month = (int)civil.day;
    return month <= KP_MONTH_ALL_TIME ? KP_MONTH_ALL_TIME + 1
           : month > MONTH_MAX        ? MONTH_MAX
                                      : month;
}

int64_t kp_month_start(int64_t month)
{
    return kp_civil_days((struct kp_civil){month / 12, (unsigned)(month % 12) + 1, 1});
}

static void put_month(struct kripa_id *id, int64_t month)
{
    id->bytes[0] = (unsigned char)(month >> 8);
    id->bytes[1] = (unsigned char)month;
}

struct kripa_id kp_month_id(int64_t month)
{
    struct kripa_id id = {0};
    put_month(&id, month);
    return id;
}

struct kripa_id kp_shop_month_id(int64_t month, unsigned stripe)
{
    struct kripa_id id = kp_month_id(month);
    id.bytes[sizeof id.bytes - 1] = (unsigned char)stripe;
    return id;
}

/* Made by a hash, since ids that other programs made may differ in any byte. */
static struct kripa_id id_of(int64_t month, struct kripa_id subject)
{
    char name[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(subject, name);
    struct kripa_id id = kp_id_of_name(name);
    put_month(&id, month);
    return id;
}

struct kripa_id kp_product_month_id(int64_t month, struct kripa_id product)
{
    return id_of(month, product);
}

struct kripa_id kp_retailer_month_id(int64_t month, struct kripa_id retailer)
{
    return id_of(month, retailer);
}

bool kp_order_counts(const struct kripa_order *order)
{
    return order && order->created_at_ms > 0 && order->delivery_status != KRIPA_DELIVERY_CANCELLED;
}

bool kp_order_is_retailers(const struct kripa_order *order)
{
    return order->purchase_mode == KRIPA_MODE_RETAILER;
}

bool kp_order_product(const struct kripa_order *order, size_t line, struct kripa_product_day *sold)
{
    struct kripa_id product = order->items[line].product;
    *sold = (struct kripa_product_day){0};
    for (size_t i = 0; i < order->items_count; i++) {
        if (!kripa_id_equal(order->items[i].product, product))
            continue;
        if (i < line)
            return false;
        sold->units += order->items[i].qty;
        sold->amount_paise += order->items[i].qty * order->items[i].price_paise;
    }
    return true;
}

int64_t *kp_shop_day_state(struct kripa_shop_day *day, enum kripa_delivery_status status)
{
    switch (status) {
    case KRIPA_DELIVERY_SHIPPED:
        return &day->shipped;
    case KRIPA_DELIVERY_DELIVERED:
        return &day->delivered;
    case KRIPA_DELIVERY_CANCELLED:
        return &day->cancelled;
    case KRIPA_DELIVERY_PENDING:
        break;
    }
    return &day->pending;
}

/* Adds to a member of the record of the edit that was begun last: "d17.units", or
 * "total.units" for day 0. */
static void add(struct kp_change *change, int day, const char *member, int64_t number)
{
    if (number == 0)
        return;
    const char *name = day ? kripa_arena_format(change->call->arena, "d%d.%s", day, member)
                           : kripa_arena_format(change->call->arena, "total.%s", member);
    if (name)
        kp_add(change, name, number);
    else
        change->failed = true;
}

static void *begin(struct kp_change *change, const struct kripa_schema *of, const void *first)
{
    void *record = kripa_arena_alloc(change->call->arena, of->size, 1);
    if (!record) {
        change->failed = true;
        return NULL;
    }
    memcpy(record, first, of->size);
    kp_upsert_increment(change, of, record);
    kp_add(change, "revision", 1);
    return record;
}

/* MongoDB makes changes that write to one document wait for each other, so each change adds
 * to its own stripe. SQLite has one writer and needs one stripe only. */
static void begin_shop(struct kp_change *change, int64_t month)
{
    struct kripa *kripa = change->call->kripa;
    if (kripa->store->shared && !change->stripe.held)
        change->stripe = kp_stripe_acquire(&kripa->stripes);
    const struct kripa_shop_month first = {.id = kp_shop_month_id(month, change->stripe.number),
                                           .month = month,
                                           .stripe = change->stripe.number};
    begin(change, &kripa_shop_month_schema, &first);
}

static void add_shop(struct kp_change *change, int64_t month, int day,
                     const struct kripa_shop_day *by)
{
    begin_shop(change, month);
    add(change, day, "pending", by->pending);
    add(change, day, "shipped", by->shipped);
    add(change, day, "delivered", by->delivered);
    add(change, day, "cancelled", by->cancelled);
    add(change, day, "revenue", by->revenue_paise);
    add(change, day, "registered", by->registered);
}

static void count_state(struct kripa_shop_day *day, const struct kripa_order *order, int64_t by)
{
    if (!order)
        return;
    *kp_shop_day_state(day, order->delivery_status) += by;
    if (order->delivery_status == KRIPA_DELIVERY_DELIVERED)
        day->revenue_paise += by * order->total_paise;
}

static void add_products(struct kp_change *change, int64_t month, int day,
                         const struct kripa_order *order, int64_t by)
{
    for (size_t i = 0; i < order->items_count; i++) {
        struct kripa_product_day sold;
        struct kripa_id product = order->items[i].product;
        if (!kp_order_product(order, i, &sold))
            continue;
        const struct kripa_product_month first = {
            .id = kp_product_month_id(month, product), .product = product, .month = month};
        begin(change, &kripa_product_month_schema, &first);
        const int at[] = {0, day};
        for (size_t j = 0; j < 2; j++) {
            add(change, at[j], "units", by * sold.units);
            add(change, at[j], "amount", by * sold.amount_paise);
        }
    }
}

static void add_retailer_month(struct kp_change *change, int64_t month, int day,
                               const struct kripa_order *order, int64_t by)
{
    const struct kripa_retailer_month first = {
        .id = kp_retailer_month_id(month, order->user), .retailer = order->user, .month = month};
    begin(change, &kripa_retailer_month_schema, &first);
    const int at[] = {0, day};
    for (size_t i = 0; i < (day ? 2 : 1); i++) {
        add(change, at[i], "orders", by);
        add(change, at[i], "spent", by * order->total_paise);
        add(change, at[i], "saved", by * order->saved_paise.value);
    }
}

void kp_figures_order(struct kp_change *change, const char *zone, const struct kripa_order *before,
                      const struct kripa_order *after)
{
    const struct kripa_order *order = after ? after : before;
    int day;
    if (order->created_at_ms <= 0) /* an order of another program, without a time */
        return;
    int64_t month = kp_month_of(kp_day_at(change->call->kripa, zone, order->created_at_ms), &day);
    int64_t by = kp_order_counts(after) - kp_order_counts(before);
    struct kripa_shop_day counted = {0};
    count_state(&counted, before, -1);
    count_state(&counted, after, 1);
    add_shop(change, month, day, &counted);
    if (by == 0)
        return;
    if (kp_order_is_retailers(order)) {
        add_retailer_month(change, month, day, order, by);
        add_retailer_month(change, KP_MONTH_ALL_TIME, 0, order, by);
    }
    add_products(change, month, day, order, by);
}

void kp_figures_registered(struct kp_change *change, const char *zone, int64_t at_ms, int64_t by)
{
    int day;
    if (at_ms <= 0)
        return;
    int64_t month = kp_month_of(kp_day_at(change->call->kripa, zone, at_ms), &day);
    const struct kripa_shop_day counted = {.registered = by};
    add_shop(change, month, day, &counted);
}
