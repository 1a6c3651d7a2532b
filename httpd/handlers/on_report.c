/* SPDX-License-Identifier: MIT
 * The figures of the shop. */
#include <kripa/report.h>

#include "alike.h"

/* All the rows of a report (`struct rows`) that `call` makes by the query. */
#define ON_ROWS(handler, rows, call)                                                               \
    enum kripa_status handler(struct request *r)                                                   \
    {                                                                                              \
        struct rows made;                                                                          \
        enum kripa_status status = call(r->kripa, r->viewer, r->query, r->arena, &made, r->err);   \
        return status != KRIPA_OK ? status : reply_array(r, made.at, made.count);                  \
    }

enum kripa_status on_report_overview(struct request *r)
{
    struct kripa_overview overview;
    enum kripa_status status =
        kripa_report_overview(r->kripa, r->viewer, r->query, r->arena, &overview, r->err);
    return status != KRIPA_OK ? status : reply_record(r, &overview);
}

ON_ROWS(on_report_revenue, kripa_revenue, kripa_report_revenue)

ON_ROWS(on_report_orders, kripa_state_counts, kripa_report_orders)

ON_ROWS(on_report_top_products, kripa_top_products, kripa_report_top_products)

ON_ROWS(on_report_user_growth, kripa_growth, kripa_report_user_growth)

ON_ROWS(on_report_low_stock, kripa_low_products, kripa_report_low_stock)

ON_ROWS(on_report_retailers, kripa_retailer_report, kripa_report_retailers)
