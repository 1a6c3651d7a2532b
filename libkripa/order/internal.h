/* SPDX-License-Identifier: MIT
 * What the files about orders share: a checkout until it becomes a change, and showing orders. */
#ifndef KP_ORDER_INTERNAL_H
#define KP_ORDER_INTERNAL_H

#include "catalog/catalog.h"
#include "core/change.h"
#include "core/context.h"
#include "core/query.h"
#include "journal/journal.h"
#include "order.h"
#include "schema/schema.h"

#define KP_PAY_COD     "COD"
#define KP_ID_END_SIZE 8 /* the last digits of an id, which people read to each other */

/* A product of a checkout, with the total quantity of its lines. */
struct kp_demand {
    struct kripa_id id;
    struct kripa_product *product; /* NULL: gone */
    int64_t qty;
};
/* The goods of a checkout: the lines, and the demand for each product (basket.c). */
struct kp_basket {
    const struct kripa_order_item *items;
    size_t items_count;
    struct kp_demand *demands;
    size_t demands_count;
    size_t *demand_of; /* for each line, the index of its demand */
};
/* Reads all products at once. */
enum kripa_status kp_basket_read(const struct kp_call *call, const struct kripa_order_item *items,
                                 size_t items_count, struct kp_basket *out);
/* Reports every line that fails: CONFLICT on items[i].product (gone), OUT_OF_STOCK on items[i].qty
 * ("only N left"). */
enum kripa_status kp_basket_check(const struct kp_basket *basket, struct kripa_error *err);
/* The same for one line. */
enum kripa_status kp_basket_check_line(const struct kp_basket *basket, size_t line,
                                       struct kripa_error *err);
/* Puts into `left` what is left of a cart after the purchase; it has room for the whole cart.
 * Returns the number of lines. */
size_t kp_basket_leave(const struct kp_basket *basket, const struct kripa_cart_entry *cart,
                       size_t count, struct kripa_cart_entry *left);

/* What stands in the way of an order that is only asked about (problems.c). */
struct kp_problems {
    struct kripa_quote_problem *at;
    size_t count, room;
};

/* A checkout while it is decided; everything is read again at each try. */
struct kp_checkout {
    const struct kp_call *call;
    const struct kripa_order_request *request;
    const struct kripa_idempotency *key; /* NULL: none was sent */
    struct kripa_buyer *buyer;
    enum kripa_role role; /* the role whose prices they pay */
    struct kripa_settings *settings;
    struct kp_basket basket;
    int64_t number, now_ms;
    struct kripa_order *order;
    struct kp_problems *problems; /* a quote gathers refusals; NULL: the first one ends it */
};
/* Puts the fields of a refusal to the problems. NO_MEMORY. */
enum kripa_status kp_problems_add(const struct kp_checkout *checkout,
                                  const struct kripa_error *refusal);
/* Looks at each line; what can't be bought at all leaves the basket. */
enum kripa_status kp_problems_basket(struct kp_checkout *checkout);
/* INVALID on paymentMethod unless it is set up; NULL: the usual one. */
enum kripa_status kp_payment_check(const char *method, struct kripa_error *err);
/* Reads, checks and prices: checkout->order is the order as it would be (decide.c).
 * FORBIDDEN, NOT_FOUND, INVALID, CONFLICT, OUT_OF_STOCK. */
enum kripa_status kp_checkout_decide(struct kp_checkout *checkout);
/* Adds to the change everything that places checkout->order (write.c). */
void kp_order_write(struct kp_change *change, const struct kp_checkout *checkout);

/* The sale's edit of stock with its guard, and separately its ledger entry and the message that
 * stock became low (stock.c). */
void kp_stock_sell(struct kp_change *change, const struct kp_checkout *checkout,
                   const struct kp_demand *demand);
void kp_stock_sold(struct kp_change *change, const struct kp_checkout *checkout,
                   const struct kp_demand *demand);
/* Puts stock back, with its ledger entry. */
void kp_stock_return(struct kp_change *change, const struct kripa_product *product, int64_t qty,
                     const struct kripa_order *order);

/* Messages in the outbox (message.c). */
void kp_message_placed(struct kp_change *change, const struct kripa_order *order,
                       const char *buyer_email);
/* `buyer_email` NULL: the account is gone. */
void kp_message_status(struct kp_change *change, const struct kripa_order *order,
                       const char *buyer_email);

/* Reads the buyer as they are now; NULL when the account is gone. */
enum kripa_status kp_order_buyer(const struct kp_call *call, const struct kripa_order *order,
                                 struct kripa_user_ref **out);
/* Shows an order whose buyer was already read. */
enum kripa_status kp_order_show(const struct kp_call *call, struct kripa_order *order,
                                struct kripa_user_ref *buyer);
/* The same with what a checkout already read. */
enum kripa_status kp_checkout_show(const struct kp_checkout *checkout);

/* Reads the viewer's own order or, for an admin, anybody's, without show. NOT_FOUND. */
enum kripa_status kp_order_read(const struct kp_call *call, struct kripa_id id,
                                struct kripa_order **out);
/* Adds an entry to the order's history: the order is then in state `to`, with the next revision.
 * False: out of memory. */
bool kp_order_record(const struct kp_call *call, struct kripa_order *order,
                     enum kripa_delivery_status to, const char *note);
/* Reads the number of "1001", "#1001" or "Order No. 1001", in digits of any script; NULL: the text
 * is something else. */
enum kripa_status kp_order_number_named(struct kripa_arena *arena, const char *name,
                                        const char **digits, struct kripa_error *err);
/* Adds conditions for the words by which an admin searches orders; NULL adds none. */
enum kripa_status kp_order_where_words(struct kp_query *query, const char *q,
                                       struct kripa_error *err);

#endif
