/* SPDX-License-Identifier: MIT
 * The figures of the shop, for admins (domain.md, "Reports"). Days are those of the shop's time
 * zone; an order counts on the day it was placed. A report takes the same time however many
 * orders there are, since its figures are counted when something happens. Money is in paise. */
#ifndef KRIPA_REPORT_H
#define KRIPA_REPORT_H

#include <kripa/catalog.h>
#include <kripa/order.h>

struct kripa_report_filter {
    /* The first and the last day, both included: a day in the shop's zone or an instant,
     * which means its day. NULL: the default range of the report. */
    const char *from, *to;
    int64_t limit; /* the most rows; 0: the default of the report */
};
struct kripa_top_filter {
    const char *from, *to;
    int64_t limit;
    const char *by; /* "quantity" (the default, also for NULL) or "revenue" */
};

struct kripa_overview_figures {
    int64_t total_users, total_orders, total_products;
    struct kripa_int low_stock; /* products that are low now; not set for a range in the past */
    int64_t total_revenue_paise;
};
struct kripa_overview {
    struct kripa_overview_figures now;
    struct kripa_overview_figures
        *previous; /* the same number of days just before; NULL if the range is all time */
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
struct kripa_sold_product { /* the product as it is now */
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
    const char *name,
        *shop_name; /* name: NULL if the account was deleted; shop_name: NULL if it has none */
};
struct kripa_retailer_report_row {
    struct kripa_buying_retailer retailer;
    int64_t orders, spent_paise, saved_paise;
    int64_t last_ms; /* when the last of these orders was placed */
};
struct kripa_retailer_report {
    struct kripa_retailer_report_row *at;
    size_t count;
};

KRIPA_BEGIN

/* For all reports: FORBIDDEN unless the viewer is an admin; INVALID on `from` or `to` if that
 * is no day, or if the range ends before it begins or is too long. A NULL filter means the
 * defaults. Lists are in the arena. */

/* Counts the accounts registered, orders placed and products added in the range (without a
 * range: those that exist), and sums up the revenue of orders that were placed in it and have
 * been delivered. */
KRIPA_API enum kripa_status kripa_report_overview(struct kripa *kripa, struct kripa_viewer viewer,
                                                  const struct kripa_report_filter *filter,
                                                  struct kripa_arena *arena,
                                                  struct kripa_overview *out,
                                                  struct kripa_error *err);
/* Lists every day of the range, also those without sales: at most KRIPA_REPORT_DAYS_MAX, the
 * last 30 without a range. With a limit: only the last days of it. */
KRIPA_API enum kripa_status kripa_report_revenue(struct kripa *kripa, struct kripa_viewer viewer,
                                                 const struct kripa_report_filter *filter,
                                                 struct kripa_arena *arena,
                                                 struct kripa_revenue *out,
                                                 struct kripa_error *err);
/* Counts the orders of the range by the state that they are in now. */
KRIPA_API enum kripa_status kripa_report_orders(struct kripa *kripa, struct kripa_viewer viewer,
                                                const struct kripa_report_filter *filter,
                                                struct kripa_arena *arena,
                                                struct kripa_state_counts *out,
                                                struct kripa_error *err);
/* Lists the products that sold best, 10 unless there is a limit. Cancelled orders do not
 * count. INVALID on `by`. */
KRIPA_API enum kripa_status
kripa_report_top_products(struct kripa *kripa, struct kripa_viewer viewer,
                          const struct kripa_top_filter *filter, struct kripa_arena *arena,
                          struct kripa_top_products *out, struct kripa_error *err);
/* Counts accounts by the month in which they registered, the oldest month first: at most
 * KRIPA_REPORT_MONTHS_MAX months, the last 12 without a range. With a limit: only the last
 * months of it. */
KRIPA_API enum kripa_status
kripa_report_user_growth(struct kripa *kripa, struct kripa_viewer viewer,
                         const struct kripa_report_filter *filter, struct kripa_arena *arena,
                         struct kripa_growth *out, struct kripa_error *err);
/* Lists the active products whose stock is below their threshold, the lowest stock first, as
 * they are now: the range does not matter. */
KRIPA_API enum kripa_status kripa_report_low_stock(struct kripa *kripa, struct kripa_viewer viewer,
                                                   const struct kripa_report_filter *filter,
                                                   struct kripa_arena *arena,
                                                   struct kripa_low_products *out,
                                                   struct kripa_error *err);
/* Lists who bought as a retailer, those who spent most first, 20 unless there is a limit.
 * Cancelled orders do not count. */
KRIPA_API enum kripa_status kripa_report_retailers(struct kripa *kripa, struct kripa_viewer viewer,
                                                   const struct kripa_report_filter *filter,
                                                   struct kripa_arena *arena,
                                                   struct kripa_retailer_report *out,
                                                   struct kripa_error *err);

KRIPA_END
#endif
