/* SPDX-License-Identifier: MIT
 * Orders, from the checkout to the delivered parcel (domain.md, "Orders"). */
#ifndef KRIPA_ORDER_H
#define KRIPA_ORDER_H

#include <kripa/account.h>
#include <kripa/catalog.h>

enum kripa_delivery_status {
    KRIPA_DELIVERY_PENDING,
    KRIPA_DELIVERY_SHIPPED,
    KRIPA_DELIVERY_DELIVERED,
    KRIPA_DELIVERY_CANCELLED,
};
enum kripa_payment_status { KRIPA_PAYMENT_PENDING, KRIPA_PAYMENT_PAID, KRIPA_PAYMENT_FAILED };

/* What is shown with an order of its buyer and its products as they are now; NULL when they were
 * deleted. */
struct kripa_user_ref {
    struct kripa_id id;
    const char *name, *email, *phone;
    enum kripa_role role;
};
struct kripa_product_ref {
    struct kripa_id id;
    const char *name;
    int64_t price_paise;
    struct kripa_image *images;
    size_t images_count;
    const char *description;
    struct kripa_category_ref *category;
};
struct kripa_order_line { /* a snapshot */
    struct kripa_id product;
    struct kripa_product_ref *product_shown;
    const char *name, *sku, *hsn;
    struct kripa_int gst_rate_bp;
    int64_t qty, price_paise;
};
struct kripa_order_event {
    int64_t at_ms;
    const char *by; /* an account's id, or "console:<unix user>" */
    const char *from, *to, *note;
};
struct kripa_order {
    struct kripa_id id;
    int64_t number; /* from 1001, never used twice; there may be gaps */
    struct kripa_id user;
    struct kripa_user_ref *user_shown;
    const char *placed_by; /* who placed it, if not the buyer */
    struct kripa_order_line *items;
    size_t items_count;
    int64_t delivery_charge_paise, total_paise;
    const char *payment_method;
    enum kripa_payment_status payment_status;
    enum kripa_delivery_status delivery_status;
    struct kripa_address shipping_address;
    bool is_bulk_order;
    enum kripa_purchase_mode purchase_mode;
    const char *invoice_url;
    struct kripa_order_event *history;
    size_t history_count;
    bool archived;
    int64_t revision, created_at_ms, updated_at_ms;
    bool anonymised; /* the buyer's account is gone: it is found by name and phone no more */
    /* of a retailer's: what the same goods cost more at retail prices */
    struct kripa_int saved_paise;
};
struct kripa_orders {
    struct kripa_order *at;
    size_t count;
    struct kripa_page page;
};

struct kripa_order_item {
    struct kripa_id product;
    int64_t qty;
};
struct kripa_order_request {
    struct kripa_order_item *items; /* none: the goods of the cart */
    size_t items_count;
    struct kripa_address shipping_address;
    const char *payment_method; /* NULL: COD */
    const char *purchase_mode;
    struct kripa_id for_user; /* for an order that an admin places for somebody */
    /* the total that the buyer was shown; CONFLICT when it is another one now */
    struct kripa_int expected_total_paise;
};
/* What an order would be; the address decides by its PIN code alone. */
struct kripa_quote_address {
    const char *pincode; /* NULL: not known yet */
};
struct kripa_quote_request {
    struct kripa_order_item *items; /* none: the cart */
    size_t items_count;
    struct kripa_quote_address shipping_address;
    const char *payment_method, *purchase_mode;
    struct kripa_id for_user;
    struct kripa_int expected_total_paise;
};
struct kripa_quote_problem {
    const char *field, *message; /* as the refused checkout would name it */
};
struct kripa_quote {
    struct kripa_order_line *items; /* what can be bought of it */
    size_t items_count;
    int64_t delivery_charge_paise, total_paise;
    struct kripa_quote_problem *problems; /* none: it could be placed */
    size_t problems_count;
};
struct kripa_order_filter {
    struct kripa_paging paging;
    const char *status, *payment_status; /* names */
    const char *from, *to;               /* days in the shop's zone (to inclusive), or instants */
    struct kripa_id user;
    const char *mode; /* "customer", "retailer" */
    const char *q;    /* number, last 8 digits of the id, name, phone, e-mail */
};
/* Whose orders a list is of. */
enum kripa_order_scope { KRIPA_ORDERS_MINE, KRIPA_ORDERS_MINE_RETAILER, KRIPA_ORDERS_ALL };

KRIPA_BEGIN

/* Places an order once: everything is checked against what the store holds at that moment, and then
 * done in one change, which also takes the goods out of the buyer's cart. With a `key` (NULL: none)
 * it is idempotent: the same request returns the order as it was placed, another one is KEY_REUSED.
 * A key belongs to the buyer and to a `route`, which names how requests come ("console", a path,
 * your program), so that two front ends can't use each other's keys. INVALID, NOT_FOUND (forUser),
 * OUT_OF_STOCK (each line and how many are left), CONFLICT (an empty cart, a deleted product),
 * FORBIDDEN. */
KRIPA_API enum kripa_status kripa_order_place(struct kripa *kripa, struct kripa_viewer viewer,
                                              const struct kripa_order_request *request,
                                              const char *route, const char *key,
                                              struct kripa_arena *arena, struct kripa_order **out,
                                              struct kripa_error *err);
/* What kripa_order_place would make of it, decided the same way; all that stands in its way, where
 * that tells the first of it. Nothing is written. FORBIDDEN, NOT_FOUND (forUser), INVALID. */
KRIPA_API enum kripa_status kripa_order_quote(struct kripa *kripa, struct kripa_viewer viewer,
                                              const struct kripa_quote_request *request,
                                              struct kripa_arena *arena, struct kripa_quote *out,
                                              struct kripa_error *err);
/* The viewer's own order or, for an admin, anybody's; also archived ones. NOT_FOUND. */
KRIPA_API enum kripa_status kripa_order_get(struct kripa *kripa, struct kripa_viewer viewer,
                                            struct kripa_id id, struct kripa_arena *arena,
                                            struct kripa_order **out, struct kripa_error *err);
/* Finds an order by number, id or the end of an id, for admins. CONFLICT, with the candidates as
 * fields, when several match. */
KRIPA_API enum kripa_status kripa_order_find(struct kripa *kripa, struct kripa_viewer viewer,
                                             const char *name, struct kripa_arena *arena,
                                             struct kripa_order **out, struct kripa_error *err);
/* Lists orders without archived ones. FORBIDDEN for KRIPA_ORDERS_ALL unless the viewer is an
 * admin. */
KRIPA_API enum kripa_status kripa_order_list(struct kripa *kripa, struct kripa_viewer viewer,
                                             enum kripa_order_scope scope,
                                             const struct kripa_order_filter *filter,
                                             struct kripa_arena *arena, struct kripa_orders *out,
                                             struct kripa_error *err);
/* Moves an order to the state named `status`, by the table of states. The state that it has already
 * changes nothing. CONFLICT names both states; with `if_revision` set, STALE when the order has
 * another one by now. */
KRIPA_API enum kripa_status kripa_order_set_status(struct kripa *kripa, struct kripa_viewer viewer,
                                                   struct kripa_id id, const char *status,
                                                   const char *note, struct kripa_int if_revision,
                                                   struct kripa_arena *arena,
                                                   struct kripa_order **out,
                                                   struct kripa_error *err);
/* For its owner while it is pending, for an admin until it is delivered. The stock comes back
 * exactly once. CONFLICT, STALE as above. */
KRIPA_API enum kripa_status kripa_order_cancel(struct kripa *kripa, struct kripa_viewer viewer,
                                               struct kripa_id id, const char *note,
                                               struct kripa_int if_revision,
                                               struct kripa_arena *arena, struct kripa_order **out,
                                               struct kripa_error *err);
/* For admins: adds a note to its history, in any state. CONFLICT for an archived order, and when
 * its history has KRIPA_HISTORY_MAX entries, less those that its next states need. */
KRIPA_API enum kripa_status kripa_order_note(struct kripa *kripa, struct kripa_viewer viewer,
                                             struct kripa_id id, const char *note,
                                             struct kripa_arena *arena, struct kripa_order **out,
                                             struct kripa_error *err);
/* For admins: changes the address of a pending order, with a note in its history (`note` NULL:
 * "another address"). The address that it already has changes nothing, and adds no note. INVALID,
 * CONFLICT as above. */
KRIPA_API enum kripa_status
kripa_order_readdress(struct kripa *kripa, struct kripa_viewer viewer, struct kripa_id id,
                      const struct kripa_address *address, const char *note,
                      struct kripa_arena *arena, struct kripa_order **out, struct kripa_error *err);
/* For admins: deletes a cancelled order without an invoice, and archives any other
 * (out->archived). */
KRIPA_API enum kripa_status kripa_order_delete(struct kripa *kripa, struct kripa_viewer viewer,
                                               struct kripa_id id, struct kripa_arena *arena,
                                               struct kripa_order **out, struct kripa_error *err);
/* Their names in JSON, such as "pending"; "unknown" for a number that is none. */
KRIPA_API const char *kripa_delivery_status_name(enum kripa_delivery_status status);
KRIPA_API const char *kripa_payment_status_name(enum kripa_payment_status status);

KRIPA_END
#endif
