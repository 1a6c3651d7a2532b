/* SPDX-License-Identifier: MIT
 * The unit price for a viewer, product and quantity: one pure function that lists, cart and order
 * all use, so that they agree. */
#ifndef KRIPA_PRICING_H
#define KRIPA_PRICING_H

#include <kripa/catalog.h>

/* A price as data: who gets it, from which quantity, and what a unit costs. Another tier would be
 * one more rule. */
struct kripa_price_rule {
    unsigned roles; /* mask of roles */
    int64_t qty_min;
    int64_t unit_paise;
    bool bulk;
};
#define KRIPA_PRICE_RULES_MAX 4

struct kripa_price {
    int64_t unit_paise;
    bool is_bulk;
};

KRIPA_BEGIN

/* The rules of a product, the highest price first; returns their number. */
KRIPA_API size_t kripa_price_rules(const struct kripa_product *product,
                                   struct kripa_price_rule rules[KRIPA_PRICE_RULES_MAX]);
/* The price by the last rule that matches role and qty, but never more than the product's price
 * (the prices of an imported product may be out of order). Customer, guest and admin: `price`.
 * Retailer: price_bulk from min_bulk_qty on (0, 1 or absent: from the first unit), else
 * retailer_price, else price. */
KRIPA_API struct kripa_price kripa_price_of(const struct kripa_product *product,
                                            enum kripa_role role, int64_t qty);

KRIPA_END
#endif
