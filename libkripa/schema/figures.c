/* SPDX-License-Identifier: MIT
 * The tables of what reports are made of: counters, a record a month with a member for each of its
 * days. Each is written in the change of what it counts (journal/figures.h). */
#include "base/fields.h"
#include "schema.h"

#define DAY(S, of, n) RECORD(S, days[(n)-1], "d" #n, of, .doc = "The counters of day " #n ".")
#define MONTH_OF_DAYS(S, of)                                                                       \
    DAY(S, of, 1), DAY(S, of, 2), DAY(S, of, 3), DAY(S, of, 4), DAY(S, of, 5), DAY(S, of, 6),      \
        DAY(S, of, 7), DAY(S, of, 8), DAY(S, of, 9), DAY(S, of, 10), DAY(S, of, 11),               \
        DAY(S, of, 12), DAY(S, of, 13), DAY(S, of, 14), DAY(S, of, 15), DAY(S, of, 16),            \
        DAY(S, of, 17), DAY(S, of, 18), DAY(S, of, 19), DAY(S, of, 20), DAY(S, of, 21),            \
        DAY(S, of, 22), DAY(S, of, 23), DAY(S, of, 24), DAY(S, of, 25), DAY(S, of, 26),            \
        DAY(S, of, 27), DAY(S, of, 28), DAY(S, of, 29), DAY(S, of, 30), DAY(S, of, 31)
#define MONTH_FIELDS(S)                                                                            \
    ID(S, id, "_id", .doc = "The month, then a hash of what is counted."),                         \
        INT(S, month, "month", 0, INT64_MAX, .doc = "The year times 12, and the month from 0.")

static const struct kripa_field kp_shop_day_fields[] = {
    INT(shop_day, pending, "pending", INT64_MIN, INT64_MAX,
        .doc = "Orders placed that day that are pending."),
    INT(shop_day, shipped, "shipped", INT64_MIN, INT64_MAX,
        .doc = "Orders placed that day that are shipped."),
    INT(shop_day, delivered, "delivered", INT64_MIN, INT64_MAX,
        .doc = "Orders placed that day that are delivered."),
    INT(shop_day, cancelled, "cancelled", INT64_MIN, INT64_MAX,
        .doc = "Orders placed that day that are cancelled."),
    MONEY(shop_day, revenue, "revenue", INT64_MIN, INT64_MAX,
          .doc = "What the delivered ones came to, in rupees."),
    INT(shop_day, registered, "registered", INT64_MIN, INT64_MAX,
        .doc = "Accounts registered that day that were not deleted."),
};
SCHEMA(shop_day, NULL, .doc = "The counters of a day of the shop.");

static const struct kripa_field kp_shop_month_fields[] = {
    MONTH_FIELDS(shop_month),
    INT(shop_month, stripe, "stripe", 0, INT64_MAX,
        .doc = "Which of the records whose sum is the month."),
    INT(shop_month, revision, "revision", 0, INT64_MAX, .doc = "How often it was added to."),
    MONTH_OF_DAYS(shop_month, shop_day),
};
SCHEMA(shop_month, "shop_months", .doc = "The counters of a month of the shop, day by day.");

static const struct kripa_field kp_product_day_fields[] = {
    INT(product_day, units, "units", INT64_MIN, INT64_MAX,
        .doc = "Units in orders that were not cancelled."),
    MONEY(product_day, amount, "amount", INT64_MIN, INT64_MAX,
          .doc = "What they came to, in rupees."),
};
SCHEMA(product_day, NULL, .doc = "What was sold of a product in some time.");

#define PRODUCT_MONTH_FIELDS                                                                       \
    MONTH_FIELDS(product_month),                                                                   \
        ID(product_month, product, "product", .doc = "The id of the product."),                    \
        INT(product_month, revision, "revision", 0, INT64_MAX,                                     \
            .doc = "How often it was added to."),                                                  \
        RECORD(product_month, total, "total", product_day, .doc = "The whole month.")
static const struct kripa_field kp_product_month_fields[] = {
    PRODUCT_MONTH_FIELDS,
    MONTH_OF_DAYS(product_month, product_day),
};
SCHEMA(product_month, "product_months", .doc = "What was sold of a product in a month, by days.");

static const struct kripa_field kp_product_month_total_fields[] = {PRODUCT_MONTH_FIELDS};
const struct kripa_schema kripa_product_month_total_schema = {
    .name = "product_month_total",
    .collection = "product_months",
    .size = sizeof(struct kripa_product_month),
    .count = sizeof kp_product_month_total_fields / sizeof *kp_product_month_total_fields,
    .fields = kp_product_month_total_fields,
    .doc = "What was sold of a product in a month.",
};

static const struct kripa_field kp_retailer_day_fields[] = {
    INT(retailer_day, orders, "orders", INT64_MIN, INT64_MAX,
        .doc = "Orders placed as a retailer that were not cancelled."),
    MONEY(retailer_day, spent, "spent", INT64_MIN, INT64_MAX,
          .doc = "What they came to, in rupees."),
    MONEY(retailer_day, saved, "saved", INT64_MIN, INT64_MAX,
          .doc = "What they would have cost more at retail prices, in rupees."),
};
SCHEMA(retailer_day, NULL, .doc = "What a retailer bought in some time.");

#define RETAILER_MONTH_FIELDS                                                                      \
    MONTH_FIELDS(retailer_month),                                                                  \
        ID(retailer_month, retailer, "retailer", .doc = "The account of the retailer."),           \
        INT(retailer_month, revision, "revision", 0, INT64_MAX,                                    \
            .doc = "How often it was added to."),                                                  \
        RECORD(retailer_month, total, "total", retailer_day,                                       \
               .doc = "The whole month; of month 1, all time.")
static const struct kripa_field kp_retailer_month_fields[] = {
    RETAILER_MONTH_FIELDS,
    MONTH_OF_DAYS(retailer_month, retailer_day),
};
SCHEMA(retailer_month, "retailer_months", .doc = "What a retailer bought in a month, by days.");

static const struct kripa_field kp_retailer_month_total_fields[] = {RETAILER_MONTH_FIELDS};
const struct kripa_schema kripa_retailer_month_total_schema = {
    .name = "retailer_month_total",
    .collection = "retailer_months",
    .size = sizeof(struct kripa_retailer_month),
    .count = sizeof kp_retailer_month_total_fields / sizeof *kp_retailer_month_total_fields,
    .fields = kp_retailer_month_total_fields,
    .doc = "What a retailer bought in a month.",
};

static const struct kripa_field kp_product_sold_fields[] = {
    ID(product_sold, id, "_id", .doc = "The id of the product."),
    INT(product_sold, sold, "sold", INT64_MIN, INT64_MAX, .flags = KRIPA_INDEX,
        .doc = "The number of units sold."),
    MONEY(product_sold, sold, "soldAmount", INT64_MIN, INT64_MAX,
          .doc = "What the units sold came to, in rupees."),
};
SCHEMA(product_sold, "products", .doc = "What was sold of a product in all.");
