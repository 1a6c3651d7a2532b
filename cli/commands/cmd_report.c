/* SPDX-License-Identifier: MIT
 * The figures of the shop: kripactl report. */
#include <kripa/report.h>

#include "cmd.h"
#include "output/print.h"

/* A report of rows: `filter` and `rows` are structs, `schema` is of one row. */
#define CMD_ROWS(command, filter, rows, call, schema)                                              \
    enum kripa_status command(struct session *s, const struct input *in)                           \
    {                                                                                              \
        struct filter asked = {0};                                                                 \
        kripa_given given;                                                                         \
        struct rows made;                                                                          \
        enum kripa_status status = session_decode(s, in, NULL, 0, &asked, &given);                 \
        if (status == KRIPA_OK)                                                                    \
            status = call(s->kripa, s->viewer, &asked, &s->arena, &made, &s->error);               \
        return status != KRIPA_OK ? status : print_array(s, &(schema), made.at, made.count);       \
    }

enum kripa_status cmd_report_overview(struct session *s, const struct input *in)
{
    struct kripa_report_filter filter = {0};
    kripa_given given;
    struct kripa_overview overview;
    enum kripa_status status = session_decode(s, in, NULL, 0, &filter, &given);
    if (status == KRIPA_OK)
        status =
            kripa_report_overview(s->kripa, s->viewer, &filter, &s->arena, &overview, &s->error);
    return status != KRIPA_OK ? status : print_record(s, &kripa_overview_schema, &overview);
}

CMD_ROWS(cmd_report_revenue, kripa_report_filter, kripa_revenue, kripa_report_revenue,
         kripa_revenue_day_schema)

CMD_ROWS(cmd_report_orders, kripa_report_filter, kripa_state_counts, kripa_report_orders,
         kripa_state_count_schema)

CMD_ROWS(cmd_report_top_products, kripa_top_filter, kripa_top_products, kripa_report_top_products,
         kripa_top_product_schema)

CMD_ROWS(cmd_report_user_growth, kripa_report_filter, kripa_growth, kripa_report_user_growth,
         kripa_growth_month_schema)

CMD_ROWS(cmd_report_low_stock, kripa_report_filter, kripa_low_products, kripa_report_low_stock,
         kripa_low_product_schema)

CMD_ROWS(cmd_report_retailers, kripa_report_filter, kripa_retailer_report, kripa_report_retailers,
         kripa_retailer_report_row_schema)
