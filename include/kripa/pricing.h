/* SPDX-License-Identifier: MIT
 * The unit price for (viewer, product, qty): one pure function used by list, cart, order and
 * invoice, so they agree. */
#ifndef KRIPA_PRICING_H
#define KRIPA_PRICING_H

#include <kripa/catalog.h>

/* A price as data: who may have it, from which quantity, how much a unit. A further tier is one
 * more rule. */
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

/* The rules of a product, the dearest first; returns how many. */
KRIPA_API size_t kripa_price_rules(const struct kripa_product *product,
                                   struct kripa_price_rule rules[KRIPA_PRICE_RULES_MAX]);
/* The last rule that fits role and qty; never above the product's price (an imported product may
 * break the order of its prices). Customer, guest and admin: `price`. Retailer: price_bulk from
 * min_bulk_qty on (0, 1 or absent: from the first unit), else retailer_price, else price. */
KRIPA_API struct kripa_price kripa_price_of(const struct kripa_product *product,
                                            enum kripa_role role, int64_t qty);

KRIPA_END
#endif
