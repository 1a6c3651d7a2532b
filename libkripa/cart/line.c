/* SPDX-License-Identifier: MIT
 * The lines of a cart as they are now for this viewer: a cart does not store prices (domain.md,
 * "Cart"). */
#include <string.h>

#include <kripa/pricing.h>

#include "base/status.h"
#include "catalog/catalog.h"
#include "core/query.h"
#include "internal.h"

/* Returns why the line can't be bought, or NULL; *failed when out of memory. */
static const char *problem_of(struct kripa_arena *arena, const struct kripa_product *product,
                              int64_t qty, bool *failed)
{
    if (!product)
        return "This product is no longer available.";
    if (product->stock >= qty)
        return NULL;
    if (product->stock <= 0)
        return "This product is out of stock.";
    const char *text =
        kripa_arena_format(arena, "Only %lld left in stock.", (long long)product->stock);
    *failed |= !text;
    return text;
}

/* Retailers also see the retail price, and so what they save. */
static void show_trade_prices(struct kripa_cart_line *line, const struct kripa_product *product,
                              struct kripa_price price)
{
    line->regular_price_paise = (struct kripa_int){product->price_paise, true};
    line->bulk_price_paise = product->price_bulk_paise;
    line->min_bulk_qty = product->min_bulk_qty;
    line->is_bulk_price = price.is_bulk;
}

enum kripa_status kp_cart_line(struct kripa_arena *arena, enum kripa_role role,
                               const struct kripa_cart_entry *entry,
                               const struct kripa_product *product, struct kripa_cart_line *line,
                               struct kripa_error *err)
{
    bool failed = false;
    *line = (struct kripa_cart_line){.product = entry->product, .qty = entry->qty, .role = role};
    line->problem = problem_of(arena, product, entry->qty, &failed);
    line->available = !line->problem && !failed;
    if (failed)
        return kp_no_memory(err);
    if (!product)
        return KRIPA_OK;
    struct kripa_price price = kripa_price_of(product, role, entry->qty);
    line->name = product->name;
    line->price_paise = price.unit_paise;
    line->image = product->images_count ? product->images[0].url : NULL;
    line->stock = kp_stock_shown(product);
    if (KRIPA_MASK(role) & KRIPA_RETAILERS)
        show_trade_prices(line, product, price);
    return KRIPA_OK;
}

enum kripa_status kp_cart_products(const struct kp_call *call,
                                   const struct kripa_cart_entry *entries, size_t count,
                                   struct kripa_rows *rows)
{
    struct kripa_id *ids = kripa_arena_alloc(call->arena, sizeof *ids, count);
    if (!ids)
        return kp_no_memory(call->err);
    for (size_t i = 0; i < count; i++)
        ids[i] = entries[i].product;
    return kp_find_ids(call, &kripa_product_schema, ids, count, rows);
}

enum kripa_status kp_cart_lines(const struct kp_call *call, enum kripa_role role,
                                const struct kripa_cart *cart, struct kripa_cart_lines *out)
{
    struct kripa_rows rows;
    enum kripa_status status = kp_cart_products(call, cart->cart, cart->cart_count, &rows);
    if (status != KRIPA_OK)
        return status;
    out->count = cart->cart_count;
    out->at = kripa_arena_alloc(call->arena, sizeof *out->at, out->count);
    if (!out->at)
        return kp_no_memory(call->err);
    for (size_t i = 0; status == KRIPA_OK && i < out->count; i++) {
        const struct kripa_product *product = kp_product_in(&rows, cart->cart[i].product);
        if (!kp_product_sells(product))
            product = NULL;
        status = kp_cart_line(call->arena, role, &cart->cart[i], product, &out->at[i], call->err);
    }
    return status;
}
