/* SPDX-License-Identifier: MIT
 * The goods of a checkout: lines added up by product, and checked against the stock. */
#include <stdio.h>

#include "base/status.h"
#include "core/query.h"
#include "internal.h"

/* Returns the demand for this product, and makes it for the first line of it. */
static size_t demand_for(struct kp_basket *basket, struct kripa_id id)
{
    for (size_t i = 0; i < basket->demands_count; i++)
        if (kripa_id_equal(basket->demands[i].id, id))
            return i;
    basket->demands[basket->demands_count] = (struct kp_demand){.id = id};
    return basket->demands_count++;
}

static bool bring_together(struct kp_basket *basket, struct kripa_arena *arena)
{
    basket->demands = kripa_arena_alloc(arena, sizeof *basket->demands, basket->items_count);
    basket->demand_of = kripa_arena_alloc(arena, sizeof *basket->demand_of, basket->items_count);
    if (!basket->demands || !basket->demand_of)
        return false;
    for (size_t i = 0; i < basket->items_count; i++) {
        basket->demand_of[i] = demand_for(basket, basket->items[i].product);
        basket->demands[basket->demand_of[i]].qty += basket->items[i].qty;
    }
    return true;
}

enum kripa_status kp_basket_read(const struct kp_call *call, const struct kripa_order_item *items,
                                 size_t items_count, struct kp_basket *out)
{
    *out = (struct kp_basket){.items = items, .items_count = items_count};
    struct kripa_id *ids = kripa_arena_alloc(call->arena, sizeof *ids, items_count);
    if (!ids || !bring_together(out, call->arena))
        return kp_no_memory(call->err);
    for (size_t i = 0; i < out->demands_count; i++)
        ids[i] = out->demands[i].id;
    struct kripa_rows rows;
    enum kripa_status status =
        kp_find_ids(call, &kripa_product_schema, ids, out->demands_count, &rows);
    if (status != KRIPA_OK)
        return status;
    for (size_t i = 0; i < out->demands_count; i++)
        out->demands[i].product = kp_product_in(&rows, ids[i]);
    return KRIPA_OK;
}

static bool is_for_sale(const struct kp_demand *demand)
{
    return kp_product_sells(demand->product);
}

static bool is_met(const struct kp_demand *demand)
{
    return is_for_sale(demand) && demand->qty <= demand->product->stock;
}

static void fail_line(struct kripa_error *err, enum kripa_status status, size_t line,
                      const struct kp_demand *demand)
{
    char path[KRIPA_ERROR_PATH_SIZE];
    snprintf(path, sizeof path, "items[%zu].%s", line, is_for_sale(demand) ? "qty" : "product");
    if (is_for_sale(demand))
        kripa_fail_field(err, status, path, "only %lld left",
                         (long long)kp_stock_shown(demand->product));
    else
        kripa_fail_field(err, status, path, "is no longer available");
}

enum kripa_status kp_basket_check_line(const struct kp_basket *basket, size_t line,
                                       struct kripa_error *err)
{
    const struct kp_demand *demand = &basket->demands[basket->demand_of[line]];
    if (is_met(demand))
        return KRIPA_OK;
    enum kripa_status status = is_for_sale(demand) ? KRIPA_OUT_OF_STOCK : KRIPA_CONFLICT;
    fail_line(err, status, line, demand);
    return status;
}

enum kripa_status kp_basket_check(const struct kp_basket *basket, struct kripa_error *err)
{
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; i < basket->demands_count; i++) {
        if (!is_for_sale(&basket->demands[i]))
            status = KRIPA_CONFLICT;
        else if (status == KRIPA_OK && !is_met(&basket->demands[i]))
            status = KRIPA_OUT_OF_STOCK;
    }
    for (size_t i = 0; status != KRIPA_OK && i < basket->items_count; i++) {
        const struct kp_demand *demand = &basket->demands[basket->demand_of[i]];
        if (!is_met(demand))
            fail_line(err, status, i, demand);
    }
    return status;
}

static int64_t at_most(int64_t value, int64_t limit)
{
    return value < limit ? value : limit;
}

/* If the cart has several lines of a product, what was bought is taken from one after the other. */
size_t kp_basket_leave(const struct kp_basket *basket, const struct kripa_cart_entry *cart,
                       size_t count, struct kripa_cart_entry *left)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        left[i] = cart[i];
    for (size_t i = 0; i < basket->demands_count; i++) {
        int64_t bought = basket->demands[i].qty;
        for (size_t j = 0; j < count; j++) {
            if (left[j].qty <= 0 || !kripa_id_equal(left[j].product, basket->demands[i].id))
                continue;
            int64_t taken = at_most(bought, left[j].qty);
            left[j].qty -= taken;
            bought -= taken;
        }
    }
    for (size_t i = 0; i < count; i++)
        if (left[i].qty > 0)
            left[kept++] = left[i];
    return kept;
}
