/* SPDX-License-Identifier: MIT
 * Orders, as their files share them: a checkout on its way to one change, and what is shown of an
 * order. */
#ifndef KP_ORDER_INTERNAL_H
#define KP_ORDER_INTERNAL_H

#include "catalog/catalog.h"
#include "core/change.h"
#include "core/context.h"
#include "core/query.h"
#include "journal/idempotency.h"
#include "order.h"
#include "schema/schema.h"

#define KP_PAY_COD     "COD"
#define KP_ID_END_SIZE 8 /* digits of an id that people read to each other */

/* A product of a checkout, with the quantity of all its lines together. */
struct kp_demand {
    struct kripa_id id;
    struct kripa_product *product; /* NULL: gone */
    int64_t qty;
};
/* What is to be bought: the lines, and what they ask of each product (basket.c). */
struct kp_basket {
    const struct kripa_order_item *items;
    size_t items_count;
    struct kp_demand *demands;
    size_t demands_count;
    size_t *demand_of; /* of each line */
};
/* All products in one read. */
enum kripa_status kp_basket_read(const struct kp_call *call, const struct kripa_order_item *items,
                                 size_t items_count, struct kp_basket *out);
/* CONFLICT on items[i].product (gone), OUT_OF_STOCK on items[i].qty ("only N left"): each line that
 * fails. */
enum kripa_status kp_basket_check(const struct kp_basket *basket, struct kripa_error *err);
/* What is left of a cart when these goods are bought, into `left`, which has room for all of it.
 * Returns how many lines. */
size_t kp_basket_leave(const struct kp_basket *basket, const struct kripa_cart_entry *cart,
                       size_t count, struct kripa_cart_entry *left);

/* A checkout while it is decided. What is read is read again at every try. */
struct kp_checkout {
    const struct kp_call *call;
    const struct kripa_order_request *request;
    const struct kripa_idempotency *key; /* NULL: none was sent */
    struct kripa_buyer *buyer;
    enum kripa_role role; /* as which they buy */
    struct kripa_settings *settings;
    struct kp_basket basket;
    int64_t number, now_ms;
    struct kripa_order *order;
};
/* Reads, checks and prices: checkout->order is the order as it would be (decide.c).
 * FORBIDDEN, NOT_FOUND, INVALID, CONFLICT, OUT_OF_STOCK. */
enum kripa_status kp_checkout_decide(struct kp_checkout *checkout);
/* The one change that places checkout->order (write.c). */
void kp_order_write(struct kp_change *change, const struct kp_checkout *checkout);

/* Stock that goes with an order: the guarded edit; and what tells of it, its ledger row and a word
 * when it has become low (stock.c). */
void kp_stock_sell(struct kp_change *change, const struct kp_checkout *checkout,
                   const struct kp_demand *demand);
void kp_stock_sold(struct kp_change *change, const struct kp_checkout *checkout,
                   const struct kp_demand *demand);
/* And comes back, with its ledger row. */
void kp_stock_return(struct kp_change *change, const struct kripa_product *product, int64_t qty,
                     struct kripa_id order);

/* Outbox rows (message.c). */
void kp_message_placed(struct kp_change *change, const struct kripa_order *order,
                       const char *buyer_email);
/* `buyer_email` NULL: the account is gone. */
void kp_message_status(struct kp_change *change, const struct kripa_order *order,
                       const char *buyer_email);

/* Fills user_shown and product_shown of orders: one read of users and one of products a page
 * (show.c). */
enum kripa_status kp_orders_show(const struct kp_call *call, struct kripa_order *orders,
                                 size_t count);
/* The buyer as they are now; NULL when the account is gone. */
enum kripa_status kp_order_buyer(const struct kp_call *call, const struct kripa_order *order,
                                 struct kripa_user_ref **out);
/* Shows an order of which the buyer was read. */
enum kripa_status kp_order_show(const struct kp_call *call, struct kripa_order *order,
                                struct kripa_user_ref *buyer);
/* The same from what a checkout has read already. */
enum kripa_status kp_checkout_show(const struct kp_checkout *checkout);

/* The viewer's own order or, for an admin, anybody's; not shown yet. NOT_FOUND. */
enum kripa_status kp_order_read(const struct kp_call *call, struct kripa_id id,
                                struct kripa_order **out);
/* The order as it is once this row is in its history: in state `to`, a revision on. False: out of
 * memory. */
bool kp_order_record(const struct kp_call *call, struct kripa_order *order,
                     enum kripa_delivery_status to, const char *note);
/* The number in "1001", "#1001", "Order No. 1001", in digits of any script; NULL: it says
 * another thing. */
enum kripa_status kp_order_number_named(struct kripa_arena *arena, const char *name,
                                        const char **digits, struct kripa_error *err);
/* Asks for orders by what an admin calls them; NULL: by nothing. */
enum kripa_status kp_order_where_words(struct kp_query *query, const char *q,
                                       struct kripa_error *err);
/* Whether the shop delivers there (decide.c). */
bool kp_pincode_served(const struct kripa_settings *settings, const char *pincode);

#endif
