/* SPDX-License-Identifier: MIT
 * Orders: from the checkout to the delivered parcel (domain.md, "Orders"). */
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

/* What an order shows of its buyer and of its products as they are now; NULL when they were
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
    int64_t number; /* from 1001, never reused; gaps may be */
    struct kripa_id user;
    struct kripa_user_ref *user_shown;
    const char *placed_by; /* who placed it, when that was not the buyer */
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
    struct kripa_order_item *items; /* none: the cart */
    size_t items_count;
    struct kripa_address shipping_address;
    const char *payment_method; /* NULL: COD */
    const char *purchase_mode;
    struct kripa_id for_user; /* an admin orders for somebody */
    /* what the buyer was told it comes to; CONFLICT when it does not */
    struct kripa_int expected_total_paise;
};
struct kripa_order_filter {
    struct kripa_paging paging;
    const char *status, *payment_status; /* names */
    const char *from, *to;               /* days in the shop's zone (to inclusive), or instants */
    struct kripa_id user;
    const char *mode; /* "customer", "retailer" */
    const char *q;    /* number, the id's last 8, name, phone, e-mail */
};
/* Whose orders a list is of. */
enum kripa_order_scope { KRIPA_ORDERS_MINE, KRIPA_ORDERS_MINE_RETAILER, KRIPA_ORDERS_ALL };

KRIPA_BEGIN

/* One order, truly: every check on what the store holds at that moment, then one change, with which
 * the goods leave the buyer's cart. `key` (NULL: none) makes it idempotent: the same request under
 * it gets the order as it was placed, another is KEY_REUSED. Keys are the buyer's own, and those of
 * one `route`: a name for the way by which requests come ("console", a path, your program's name),
 * so that two front ends can't meet each other's keys. INVALID, NOT_FOUND (forUser), OUT_OF_STOCK
 * (each line and what is left), CONFLICT (an empty cart; a product that was deleted), FORBIDDEN. */
KRIPA_API enum kripa_status kripa_order_place(struct kripa *kripa, struct kripa_viewer viewer,
                                              const struct kripa_order_request *request,
                                              const char *route, const char *key,
                                              struct kripa_arena *arena, struct kripa_order **out,
                                              struct kripa_error *err);
/* The owner's or, for an admin, anybody's; archived ones too. NOT_FOUND. */
KRIPA_API enum kripa_status kripa_order_get(struct kripa *kripa, struct kripa_viewer viewer,
                                            struct kripa_id id, struct kripa_arena *arena,
                                            struct kripa_order **out, struct kripa_error *err);
/* By number, id or the end of an id, for admins. CONFLICT, its fields the candidates, when several
 * match. */
KRIPA_API enum kripa_status kripa_order_find(struct kripa *kripa, struct kripa_viewer viewer,
                                             const char *name, struct kripa_arena *arena,
                                             struct kripa_order **out, struct kripa_error *err);
/* Archived ones are left out. FORBIDDEN for KRIPA_ORDERS_ALL unless an admin. */
KRIPA_API enum kripa_status kripa_order_list(struct kripa *kripa, struct kripa_viewer viewer,
                                             enum kripa_order_scope scope,
                                             const struct kripa_order_filter *filter,
                                             struct kripa_arena *arena, struct kripa_orders *out,
                                             struct kripa_error *err);
/* By the state table; `status` is a name. The state it has already changes nothing. CONFLICT naming
 * both states; with `if_revision` set STALE when the order is no longer at it. */
KRIPA_API enum kripa_status kripa_order_set_status(struct kripa *kripa, struct kripa_viewer viewer,
                                                   struct kripa_id id, const char *status,
                                                   const char *note, struct kripa_int if_revision,
                                                   struct kripa_arena *arena,
                                                   struct kripa_order **out,
                                                   struct kripa_error *err);
/* The owner while it is pending, an admin until it is delivered. The stock comes back exactly once.
 * CONFLICT, STALE as above. */
KRIPA_API enum kripa_status kripa_order_cancel(struct kripa *kripa, struct kripa_viewer viewer,
                                               struct kripa_id id, const char *note,
                                               struct kripa_int if_revision,
                                               struct kripa_arena *arena, struct kripa_order **out,
                                               struct kripa_error *err);
/* Admins. A note in its history, in whatever state it is. CONFLICT for an archived one, and when
 * its history has KRIPA_HISTORY_MAX records, less those that its next states take. */
KRIPA_API enum kripa_status kripa_order_note(struct kripa *kripa, struct kripa_viewer viewer,
                                             struct kripa_id id, const char *note,
                                             struct kripa_arena *arena, struct kripa_order **out,
                                             struct kripa_error *err);
/* Admins. Another address for an order that is still pending, with a note in its history (`note`
 * NULL: "another address"). The address that it has changes nothing, and adds no note. INVALID,
 * CONFLICT as above. */
KRIPA_API enum kripa_status
kripa_order_readdress(struct kripa *kripa, struct kripa_viewer viewer, struct kripa_id id,
                      const struct kripa_address *address, const char *note,
                      struct kripa_arena *arena, struct kripa_order **out, struct kripa_error *err);
/* Admins. Only a cancelled one without an invoice really goes; any other is archived
 * (out->archived). */
KRIPA_API enum kripa_status kripa_order_delete(struct kripa *kripa, struct kripa_viewer viewer,
                                               struct kripa_id id, struct kripa_arena *arena,
                                               struct kripa_order **out, struct kripa_error *err);
/* As JSON has them: "pending". "unknown" for a number that is none. */
KRIPA_API const char *kripa_delivery_status_name(enum kripa_delivery_status status);
KRIPA_API const char *kripa_payment_status_name(enum kripa_payment_status status);

KRIPA_END
#endif
