/* SPDX-License-Identifier: MIT
 * The tables of the reports: how they are asked for, and their rows. */
#include "base/fields.h"
#include "schema.h"

#define RANGE_FIELDS(S)                                                                            \
    TEXT(S, from, "from", 1, 40, .format = KRIPA_FORMAT_DAY,                                       \
         .doc = "The first day (in the shop's time zone), or an instant of it."),                  \
        TEXT(S, to, "to", 1, 40, .format = KRIPA_FORMAT_DAY,                                       \
             .doc = "The last day, included, or an instant of it."),                               \
        INT(S, limit, "limit", 1, INT64_MAX,                                                       \
            .doc = "The most rows that the report has; lowered to its maximum.")

static const struct kripa_field kp_report_filter_fields[] = {RANGE_FIELDS(report_filter)};
SCHEMA(report_filter, NULL, .writable_by = KRIPA_ADMINS, .doc = "Which days a report is about.");

static const char *const top_by_names[] = {"quantity", "revenue", NULL};
static const struct kripa_field kp_top_filter_fields[] = {
    RANGE_FIELDS(top_filter),
    TEXT(top_filter, by, "by", 1, 16, .names = top_by_names,
         .doc = "What counts, the quantity (also if left out) or the revenue."),
};
SCHEMA(top_filter, NULL, .writable_by = KRIPA_ADMINS,
       .doc = "Which days a report of products is about, and what counts.");

static const struct kripa_field kp_overview_figures_fields[] = {
    INT(overview_figures, total_users, "totalUsers", 0, INT64_MAX,
        .doc = "Accounts registered in the range, or all there are."),
    INT(overview_figures, total_orders, "totalOrders", 0, INT64_MAX,
        .doc = "Orders placed in the range, or all there are."),
    INT(overview_figures, total_products, "totalProducts", 0, INT64_MAX,
        .doc = "Products added in the range, or all there are."),
    OPT_INT(overview_figures, low_stock, "lowStock", 0, INT64_MAX,
            .doc = "Products whose stock is low now; it is not known of an earlier time."),
    MONEY(overview_figures, total_revenue, "totalRevenue", INT64_MIN, INT64_MAX,
          .doc = "What the orders of the range that were delivered came to, in rupees."),
};
SCHEMA(overview_figures, NULL, .readable_by = KRIPA_ADMINS,
       .doc = "The figures of some time in one row.");

static const struct kripa_field kp_overview_fields[] = {
    RECORD(overview, now, "now", overview_figures, .flags = KRIPA_FLAT,
           .doc = "The figures of the range."),
    OPT_RECORD(overview, previous, "previous", overview_figures,
               .doc = "The figures of as many days just before the range, if there is one."),
};
SCHEMA(overview, NULL, .readable_by = KRIPA_ADMINS, .doc = "The shop in a few figures.");

static const struct kripa_field kp_revenue_day_fields[] = {
    TEXT(revenue_day, day, "_id", 1, 10, .flags = KRIPA_SHOW_BLANK,
         .doc = "The day as YYYY-MM-DD, in the shop's time zone."),
    MONEY(revenue_day, total, "total", INT64_MIN, INT64_MAX,
          .doc = "What the orders of that day that were delivered came to, in rupees."),
    INT(revenue_day, orders, "orders", 0, INT64_MAX,
        .doc = "How many orders of that day were delivered."),
};
SCHEMA(revenue_day, NULL, .readable_by = KRIPA_ADMINS, .doc = "The revenue of a day.");

static const struct kripa_field kp_state_count_fields[] = {
    ENUM(state_count, status, "_id", delivery_status, .doc = "The state of the orders."),
    INT(state_count, count, "count", 0, INT64_MAX, .doc = "How many orders are in that state."),
};
SCHEMA(state_count, NULL, .readable_by = KRIPA_ADMINS, .doc = "How many orders are in a state.");

static const struct kripa_field kp_sold_product_fields[] = {
    ID(sold_product, id, "_id", .doc = "The id of the product."),
    TEXT(sold_product, name, "name", 1, KRIPA_PRODUCT_NAME_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "The name of the product now."),
    LIST(sold_product, images, "images", 0, KRIPA_IMAGES_MAX, image,
         .doc = "Pictures of the product."),
    MONEY(sold_product, price, "price", 0, KRIPA_PRICE_PAISE_MAX,
          .doc = "The retail price now, in rupees."),
};
SCHEMA(sold_product, NULL, .readable_by = KRIPA_ADMINS,
       .doc = "A product of a report, as it is now.");

static const struct kripa_field kp_top_product_fields[] = {
    RECORD(top_product, product, "_id", sold_product, .doc = "The product as it is now."),
    INT(top_product, sold, "totalSold", 0, INT64_MAX, .doc = "The number of units sold."),
    MONEY(top_product, revenue, "revenue", 0, INT64_MAX,
          .doc = "What the units came to, in rupees."),
};
SCHEMA(top_product, NULL, .readable_by = KRIPA_ADMINS, .doc = "A product that sells well.");

static const struct kripa_field kp_calendar_month_fields[] = {
    INT(calendar_month, month, "month", 1, 12, .doc = "The month, from 1 to 12."),
    INT(calendar_month, year, "year", 0, INT64_MAX, .doc = "The year of the month."),
};
SCHEMA(calendar_month, NULL, .readable_by = KRIPA_ADMINS, .doc = "A month of the calendar.");

static const struct kripa_field kp_growth_month_fields[] = {
    RECORD(growth_month, month, "_id", calendar_month, .doc = "The month and its year."),
    INT(growth_month, count, "count", 0, INT64_MAX,
        .doc = "How many accounts were registered in that month."),
};
SCHEMA(growth_month, NULL, .readable_by = KRIPA_ADMINS, .doc = "The new accounts of a month.");

static const struct kripa_field kp_low_product_fields[] = {
    ID(low_product, id, "_id", .doc = "The id of the product."),
    TEXT(low_product, name, "name", 1, KRIPA_PRODUCT_NAME_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "The name of the product."),
    INT(low_product, stock, "stock", INT64_MIN, KRIPA_STOCK_MAX,
        .doc = "The number of units on hand."),
    MONEY(low_product, price, "price", 0, KRIPA_PRICE_PAISE_MAX,
          .doc = "The retail price in rupees."),
    LIST(low_product, images, "images", 0, KRIPA_IMAGES_MAX, image,
         .doc = "Pictures of the product."),
    INT(low_product, threshold, "threshold", 0, KRIPA_STOCK_MAX,
        .doc = "The number below which the stock is low."),
};
SCHEMA(low_product, NULL, .readable_by = KRIPA_ADMINS, .doc = "A product that runs low.");

static const struct kripa_field kp_buying_retailer_fields[] = {
    ID(buying_retailer, id, "_id", .doc = "The id of the account."),
    TEXT(buying_retailer, name, "name", 1, KRIPA_PERSON_NAME_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "The name of the retailer."),
    TEXT(buying_retailer, shop_name, "shopName", 1, KRIPA_SHOP_NAME_MAX,
         .doc = "The name of the retailer's shop."),
};
SCHEMA(buying_retailer, NULL, .readable_by = KRIPA_ADMINS, .doc = "A retailer of a report.");

static const struct kripa_field kp_retailer_report_row_fields[] = {
    RECORD(retailer_report_row, retailer, "_id", buying_retailer,
           .doc = "The retailer who bought."),
    INT(retailer_report_row, orders, "orders", 0, INT64_MAX,
        .doc = "How many orders they placed as a retailer."),
    MONEY(retailer_report_row, spent, "spent", 0, INT64_MAX,
          .doc = "What these came to, in rupees."),
    MONEY(retailer_report_row, saved, "saved", 0, INT64_MAX,
          .doc = "What the goods would have cost more at retail prices, in rupees."),
    TIME(retailer_report_row, last, "last", .doc = "When the last of these was placed."),
};
SCHEMA(retailer_report_row, NULL, .readable_by = KRIPA_ADMINS, .doc = "What a retailer bought.");
