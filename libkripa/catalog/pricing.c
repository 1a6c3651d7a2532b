/* SPDX-License-Identifier: MIT
 * What a unit costs a buyer: the rules as data, and the one function that picks a price. */
#include <kripa/pricing.h>
#include <kripa/viewer.h>

static int64_t at_most(int64_t value, int64_t limit)
{
    return value < limit ? value : limit;
}

size_t kripa_price_rules(const struct kripa_product *product,
                         struct kripa_price_rule rules[KRIPA_PRICE_RULES_MAX])
{
    const struct {
        unsigned roles;
        struct kripa_int unit_paise, qty_min;
        bool bulk;
    } tiers[] = {
        {KRIPA_ANYONE, {product->price_paise, true}, {1, true}, false},
        {KRIPA_RETAILERS, product->retailer_price_paise, {1, true}, false},
        {KRIPA_RETAILERS, product->price_bulk_paise, product->min_bulk_qty, true},
    };
    size_t count = 0;
    for (size_t i = 0; i < sizeof tiers / sizeof *tiers; i++)
        if (tiers[i].unit_paise.set && (i == 0 || tiers[i].unit_paise.value > 0))
            rules[count++] = (struct kripa_price_rule){
                .roles = tiers[i].roles,
                .qty_min = tiers[i].qty_min.set ? tiers[i].qty_min.value : 1,
                .unit_paise = at_most(tiers[i].unit_paise.value, product->price_paise),
                .bulk = tiers[i].bulk,
            };
    return count;
}

struct kripa_price kripa_price_of(const struct kripa_product *product, enum kripa_role role,
                                  int64_t qty)
{
    struct kripa_price_rule rules[KRIPA_PRICE_RULES_MAX];
    size_t count = kripa_price_rules(product, rules);
    struct kripa_price price = {.unit_paise = product->price_paise};
    for (size_t i = 0; i < count; i++)
        if ((rules[i].roles & KRIPA_MASK(role)) && qty >= rules[i].qty_min)
            price = (struct kripa_price){rules[i].unit_paise, rules[i].bulk};
    return price;
}
