/* SPDX-License-Identifier: MIT
 * A shop's orders and settings, by the library. */
#ifndef ORDERS_H
#define ORDERS_H

#include "shop.h"

/* A request for these lines, to an address in Pachore. */
struct kripa_order_request shop_request(struct kripa_order_item *items, size_t count);
/* Places one line; shop->err tells what went wrong. */
enum kripa_status shop_buy(struct shop *shop, struct kripa_viewer viewer, struct kripa_id product,
                           int64_t qty, struct kripa_order **out);
/* As the store has it now, or NULL. */
struct kripa_order *shop_read_order(struct shop *shop, struct kripa_id id);
/* A checkout's body: `lines` items of the products, `qty` each, to an address in Pachore. */
char *shop_order_body(struct shop *shop, struct kripa_product *const *products, size_t lines,
                      int64_t qty);
/* By the names of its table, as JSON. */
void shop_edit_settings(struct shop *shop, const char *json);

#endif
