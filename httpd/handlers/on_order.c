/* SPDX-License-Identifier: MIT
 * Orders: the checkout, the buyer's own orders, and what admins do with orders. */
#include <kripa/order.h>
#include <kripa/sys/bodies.h>

#include "alike.h"

/* the Location of an order, whichever route made it */
#define ORDER_PATH "/api/orders"

static enum kripa_status place(struct request *r, const char *purchase_mode)
{
    struct kripa_order_request request = *(const struct kripa_order_request *)r->body;
    struct kripa_order *order;
    request.purchase_mode = purchase_mode;
    enum kripa_status status = kripa_order_place(r->kripa, r->viewer, &request, r->route->path,
                                                 r->key, r->arena, &order, r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = "the order was placed";
    return reply_created(r, ORDER_PATH, order->id, order);
}

enum kripa_status on_order_place(struct request *r)
{
    const struct kripa_order_request *request = r->body;
    return place(r, purchase_mode_sent(r, request->purchase_mode));
}

enum kripa_status on_retailer_order_place(struct request *r)
{
    return place(r, NULL);
}

enum kripa_status on_order_quote(struct request *r)
{
    struct kripa_quote_request request = *(const struct kripa_quote_request *)r->body;
    struct kripa_quote quote;
    request.purchase_mode = purchase_mode_sent(r, request.purchase_mode);
    enum kripa_status status =
        kripa_order_quote(r->kripa, r->viewer, &request, r->arena, &quote, r->err);
    return status != KRIPA_OK ? status : reply_record(r, &quote);
}

static enum kripa_status list(struct request *r, enum kripa_order_scope scope,
                              const struct kripa_order_filter *filter)
{
    struct kripa_orders orders;
    enum kripa_status status =
        kripa_order_list(r->kripa, r->viewer, scope, filter, r->arena, &orders, r->err);
    return status != KRIPA_OK ? status : reply_list(r, orders.at, orders.count, &orders.page);
}

enum kripa_status on_order_list_mine(struct request *r)
{
    return list(r, KRIPA_ORDERS_MINE, r->query);
}

enum kripa_status on_order_list_mine_retailer(struct request *r)
{
    return list(r, KRIPA_ORDERS_MINE_RETAILER, r->query);
}

enum kripa_status on_order_list(struct request *r)
{
    return list(r, KRIPA_ORDERS_ALL, r->query);
}

enum kripa_status on_retailer_order_list(struct request *r)
{
    struct kripa_order_filter filter = *(const struct kripa_order_filter *)r->query;
    filter.mode = "retailer";
    return list(r, KRIPA_ORDERS_ALL, &filter);
}

ON_RECORD(on_order_get, kripa_order, kripa_order_get, NULL)

enum kripa_status on_order_status(struct request *r)
{
    const struct kripa_status_body *body = r->body;
    struct kripa_id id;
    struct kripa_order *order;
    enum kripa_status status = request_param_id(r, 0, &id);
    if (status == KRIPA_OK)
        status = kripa_order_set_status(r->kripa, r->viewer, id, body->status, body->note,
                                        r->if_revision, r->arena, &order, r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = kripa_arena_format(r->arena, "the order is %s",
                                    kripa_delivery_status_name(order->delivery_status));
    return reply_record(r, order);
}

enum kripa_status on_order_cancel(struct request *r)
{
    const struct kripa_note_body *body = r->body;
    struct kripa_id id;
    struct kripa_order *order;
    enum kripa_status status = request_param_id(r, 0, &id);
    if (status == KRIPA_OK)
        status = kripa_order_cancel(r->kripa, r->viewer, id, body->note, r->if_revision, r->arena,
                                    &order, r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = "the order is cancelled";
    return reply_record(r, order);
}

ON_RECORD(on_order_delete, kripa_order, kripa_order_delete,
          record->archived ? "the books need this order, so it is archived instead"
                           : "the order was deleted")
