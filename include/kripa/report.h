/* SPDX-License-Identifier: MIT
 * The figures of the shop (domain.md, "Reports"), for admins. Days are those of the shop's time
 * zone; an order counts on the day it was placed. Each costs the same however many orders there
 * are: what it shows is counted when it happens. */
#ifndef KRIPA_REPORT_H
#define KRIPA_REPORT_H

#include <kripa/catalog.h>
#include <kripa/order.h>

struct kripa_report_filter {
    /* days in the shop's zone, both included, or instants, which stand for their day; NULL: each
     * report has a range of its own */
    const char *from, *to;
    int64_t limit; /* of rows; 0: each report's own */
};
struct kripa_top_filter {
    const char *from, *to;
    int64_t limit;
    const char *by; /* "quantity" (NULL, too) or "revenue" */
};

struct kripa_overview_figures {
    int64_t total_users, total_orders, total_products;
    struct kripa_int low_stock; /* products that are low now; nobody knows it of an earlier time */
    int64_t total_revenue_paise;
};
struct kripa_overview {
    struct kripa_overview_figures now;
    struct kripa_overview_figures *previous; /* of as many days before; NULL: of all time */
};
struct kripa_revenue_day {
    const char *day; /* YYYY-MM-DD */
    int64_t total_paise, orders;
};
struct kripa_revenue {
    struct kripa_revenue_day *at;
    size_t count;
};
struct kripa_state_count {
    enum kripa_delivery_status status;
    int64_t count;
};
#define KRIPA_STATES_COUNT 4
struct kripa_state_counts {
    struct kripa_state_count at[KRIPA_STATES_COUNT];
    size_t count;
};
struct kripa_sold_product { /* as it is now */
    struct kripa_id id;
    const char *name;
    struct kripa_image *images;
    size_t images_count;
    int64_t price_paise;
};
struct kripa_top_product {
    struct kripa_sold_product product;
    int64_t sold, revenue_paise;
};
struct kripa_top_products {
    struct kripa_top_product *at;
    size_t count;
};
struct kripa_calendar_month {
    int64_t month, year; /* month: 1 to 12 */
};
struct kripa_growth_month {
    struct kripa_calendar_month month;
    int64_t count;
};
struct kripa_growth {
    struct kripa_growth_month *at;
    size_t count;
};
struct kripa_low_product {
    struct kripa_id id;
    const char *name;
    int64_t stock, price_paise;
    struct kripa_image *images;
    size_t images_count;
    int64_t threshold;
};
struct kripa_low_products {
    struct kripa_low_product *at;
    size_t count;
};
struct kripa_buying_retailer {
    struct kripa_id id;
    const char *name, *shop_name; /* NULL: the account was deleted; there is none */
};
struct kripa_retailer_report_row {
    struct kripa_buying_retailer retailer;
    int64_t orders, spent_paise, saved_paise;
    int64_t last_ms; /* when the last of them was placed */
};
struct kripa_retailer_report {
    struct kripa_retailer_report_row *at;
    size_t count;
};

KRIPA_BEGIN

/* All of them: FORBIDDEN unless an admin; INVALID on `from` or `to` for what is no day, a range
 * that ends before it begins or is too long; a filter of NULL is none. Lists are in the arena. */

/* Accounts registered, orders placed, products added in the range (without one: that there are),
 * the revenue of what was placed in it and delivered. */
KRIPA_API enum kripa_status kripa_report_overview(struct kripa *kripa, struct kripa_viewer viewer,
                                                  const struct kripa_report_filter *filter,
                                                  struct kripa_arena *arena,
                                                  struct kripa_overview *out,
                                                  struct kripa_error *err);
/* Each day of at most KRIPA_REPORT_DAYS_MAX, those without sales, too; the last 30 without a
 * range. With a limit: the last ones of them. */
KRIPA_API enum kripa_status kripa_report_revenue(struct kripa *kripa, struct kripa_viewer viewer,
                                                 const struct kripa_report_filter *filter,
                                                 struct kripa_arena *arena,
                                                 struct kripa_revenue *out,
                                                 struct kripa_error *err);
/* How many orders of the range are in each state now. */
KRIPA_API enum kripa_status kripa_report_orders(struct kripa *kripa, struct kripa_viewer viewer,
                                                const struct kripa_report_filter *filter,
                                                struct kripa_arena *arena,
                                                struct kripa_state_counts *out,
                                                struct kripa_error *err);
/* The best sold, the first 10 without a limit; cancelled orders do not count. INVALID on `by`. */
KRIPA_API enum kripa_status
kripa_report_top_products(struct kripa *kripa, struct kripa_viewer viewer,
                          const struct kripa_top_filter *filter, struct kripa_arena *arena,
                          struct kripa_top_products *out, struct kripa_error *err);
/* Accounts by the month they were registered in, the oldest first: of the range, at most
 * KRIPA_REPORT_MONTHS_MAX, or the last 12. With a limit: the last ones of them. */
KRIPA_API enum kripa_status
kripa_report_user_growth(struct kripa *kripa, struct kripa_viewer viewer,
                         const struct kripa_report_filter *filter, struct kripa_arena *arena,
                         struct kripa_growth *out, struct kripa_error *err);
/* Shown products whose stock is below their threshold, the fewest first; as they are now, whatever
 * the range. */
KRIPA_API enum kripa_status kripa_report_low_stock(struct kripa *kripa, struct kripa_viewer viewer,
                                                   const struct kripa_report_filter *filter,
                                                   struct kripa_arena *arena,
                                                   struct kripa_low_products *out,
                                                   struct kripa_error *err);
/* Who bought as a retailer, who spent most first: the first 20 without a limit; cancelled orders do
 * not count. */
KRIPA_API enum kripa_status kripa_report_retailers(struct kripa *kripa, struct kripa_viewer viewer,
                                                   const struct kripa_report_filter *filter,
                                                   struct kripa_arena *arena,
                                                   struct kripa_retailer_report *out,
                                                   struct kripa_error *err);

KRIPA_END
#endif
