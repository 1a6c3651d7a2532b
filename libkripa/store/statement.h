/* SPDX-License-Identifier: MIT
 * Queries and changes as lines to be read by people: a query with conditions and order, a change
 * with a line for each edit. */
#ifndef KP_STATEMENT_H
#define KP_STATEMENT_H

#include <kripa/sys/json.h>
#include <kripa/sys/store.h>

/* Values are data of people and their shop, so a log has only the names of fields. The values of
 * secrets are never printed. */
enum kp_printed { KP_NAMES_ONLY, KP_WITH_VALUES };

/* "products where stock >= 2 sort -price limit 20". */
void kp_print_query(struct kripa_writer *writer, const struct kripa_query *query,
                    enum kp_printed printed);
/* A line for each edit: "update products 65a0... if stock >= 2 set stock += -2, revision += 1". */
void kp_print_change(struct kripa_writer *writer, const struct kripa_change *change,
                     enum kp_printed printed);

#endif
