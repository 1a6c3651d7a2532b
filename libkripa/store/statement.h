/* SPDX-License-Identifier: MIT
 * What a call of the store says, as a line that people read: a query with its conditions and order,
 * a change with one line an edit. */
#ifndef KP_STATEMENT_H
#define KP_STATEMENT_H

#include <kripa/sys/json.h>
#include <kripa/sys/store.h>

/* Values are of people and their shop: a log gets the names of fields alone. A secret's value is
 * printed in neither. */
enum kp_printed { KP_NAMES_ONLY, KP_WITH_VALUES };

/* "products where stock >= 2 sort -price limit 20". */
void kp_print_query(struct kripa_writer *writer, const struct kripa_query *query,
                    enum kp_printed printed);
/* "update products 65a0... if stock >= 2 set stock += -2, revision += 1", ended by a line's end. */
void kp_print_edit(struct kripa_writer *writer, const struct kripa_edit *edit,
                   enum kp_printed printed);
void kp_print_change(struct kripa_writer *writer, const struct kripa_change *change,
                     enum kp_printed printed);

#endif
