/* SPDX-License-Identifier: MIT
 * What a unit costs whom, as a table of cases. */
#include <check.h>

#include <kripa/pricing.h>

#include "suite.h"

#define NONE                                                                                       \
    {                                                                                              \
        0, false                                                                                   \
    }
#define PAISE(n)                                                                                   \
    {                                                                                              \
        (n), true                                                                                  \
    }

static const struct {
    const char *what;
    int64_t price;
    struct kripa_int retailer, bulk, min_qty;
    enum kripa_role role;
    int64_t qty;
    int64_t unit;
    bool is_bulk;
} cases[] = {
    {"a guest pays the price", 10000, PAISE(9000), PAISE(8000), PAISE(10), KRIPA_ROLE_GUEST, 50,
     10000, false},
    {"so does a customer, however many", 10000, PAISE(9000), PAISE(8000), PAISE(10),
     KRIPA_ROLE_CUSTOMER, 5000, 10000, false},
    {"so does an admin", 10000, PAISE(9000), PAISE(8000), PAISE(10), KRIPA_ROLE_ADMIN, 50, 10000,
     false},
    {"a retailer pays the trade price", 10000, PAISE(9000), PAISE(8000), PAISE(10),
     KRIPA_ROLE_RETAILER, 9, 9000, false},
    {"and the bulk price from its quantity on", 10000, PAISE(9000), PAISE(8000), PAISE(10),
     KRIPA_ROLE_RETAILER, 10, 8000, true},
    {"a wholesaler is in the trade as well", 10000, PAISE(9000), PAISE(8000), PAISE(10),
     KRIPA_ROLE_WHOLESALER, 10, 8000, true},
    {"without a trade price a retailer pays the price", 10000, NONE, PAISE(8000), PAISE(10),
     KRIPA_ROLE_RETAILER, 9, 10000, false},
    {"without prices of their own too", 10000, NONE, NONE, NONE, KRIPA_ROLE_RETAILER, 100, 10000,
     false},
    {"bulk from 0 is from the first unit", 10000, PAISE(9000), PAISE(8000), PAISE(0),
     KRIPA_ROLE_RETAILER, 1, 8000, true},
    {"bulk from 1 too", 10000, PAISE(9000), PAISE(8000), PAISE(1), KRIPA_ROLE_RETAILER, 1, 8000,
     true},
    {"bulk without a quantity too", 10000, PAISE(9000), PAISE(8000), NONE, KRIPA_ROLE_RETAILER, 1,
     8000, true},
    {"an imported trade price above the price is cut", 10000, PAISE(12000), NONE, NONE,
     KRIPA_ROLE_RETAILER, 1, 10000, false},
    {"an imported bulk price above the price too", 10000, PAISE(9000), PAISE(15000), PAISE(2),
     KRIPA_ROLE_RETAILER, 2, 10000, true},
};

START_TEST(each_viewer_gets_his_price)
{
    struct kripa_product product = {.price_paise = cases[_i].price,
                                    .retailer_price_paise = cases[_i].retailer,
                                    .price_bulk_paise = cases[_i].bulk,
                                    .min_bulk_qty = cases[_i].min_qty};
    struct kripa_price price = kripa_price_of(&product, cases[_i].role, cases[_i].qty);
    ck_assert_msg(price.unit_paise == cases[_i].unit, "%s: %lld", cases[_i].what,
                  (long long)price.unit_paise);
    ck_assert_msg(price.is_bulk == cases[_i].is_bulk, "%s: bulk", cases[_i].what);
}
END_TEST

START_TEST(rules_are_only_those_the_product_has)
{
    struct kripa_price_rule rules[KRIPA_PRICE_RULES_MAX];
    struct kripa_product product = {.price_paise = 10000};
    ck_assert_uint_eq(kripa_price_rules(&product, rules), 1);
    ck_assert_uint_eq(rules[0].roles, KRIPA_ANYONE);
    product.price_bulk_paise = (struct kripa_int){8000, true};
    product.min_bulk_qty = (struct kripa_int){12, true};
    ck_assert_uint_eq(kripa_price_rules(&product, rules), 2);
    ck_assert_int_eq(rules[1].qty_min, 12);
    ck_assert_int_eq(rules[1].unit_paise, 8000);
    ck_assert(rules[1].bulk && !(rules[1].roles & KRIPA_MASK(KRIPA_ROLE_CUSTOMER)));
}
END_TEST

int main(void)
{
    TCase *tests = new_cases("pricing", NULL, NULL);
    tcase_add_loop_test(tests, each_viewer_gets_his_price, 0, sizeof cases / sizeof *cases);
    return RUN_CASES(tests, "pricing", rules_are_only_those_the_product_has);
}
