/* SPDX-License-Identifier: MIT
 * The cart. How the viewer buys (purchaseMode, in the body or the query) decides prices and what is
 * shown of them. */
#include <kripa/cart.h>
#include <kripa/sys/bodies.h>

#include "on.h"
#include "pipeline/reply.h"

static void buy_as(struct request *r, const char *in_body)
{
    const struct kripa_buying_query *query = r->query;
    r->viewer = kripa_viewer_buying(r->viewer, in_body ? in_body : query->purchase_mode);
}

enum kripa_status on_cart_get(struct request *r)
{
    struct kripa_cart_lines lines;
    buy_as(r, NULL);
    enum kripa_status status = kripa_cart_get(r->kripa, r->viewer, r->arena, &lines, r->err);
    return status != KRIPA_OK ? status : reply_array(r, lines.at, lines.count);
}

enum kripa_status on_cart_add(struct request *r)
{
    const struct kripa_cart_item *item = r->body;
    struct kripa_cart_answer answer = {0};
    buy_as(r, item->purchase_mode);
    enum kripa_status status =
        kripa_cart_add(r->kripa, r->viewer, item, r->arena, &answer.item, r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = "it is in the cart";
    return reply_record(r, &answer);
}

enum kripa_status on_cart_set(struct request *r)
{
    const struct kripa_qty_body *body = r->body;
    struct kripa_cart_answer answer = {0};
    struct kripa_id product;
    buy_as(r, body->purchase_mode);
    enum kripa_status status = request_param_id(r, 0, &product);
    if (status == KRIPA_OK)
        status =
            kripa_cart_set(r->kripa, r->viewer, product, body->qty, r->arena, &answer.item, r->err);
    if (status != KRIPA_OK)
        return status;
    answer.removed = !answer.item;
    if (answer.removed)
        answer.product = product;
    r->message = answer.removed ? "it was taken out of the cart" : "the quantity was changed";
    return reply_record(r, &answer);
}

enum kripa_status on_cart_remove(struct request *r)
{
    struct kripa_product_body answer;
    enum kripa_status status = request_param_id(r, 0, &answer.product);
    if (status == KRIPA_OK)
        status = kripa_cart_remove(r->kripa, r->viewer, answer.product, r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = "it was taken out of the cart";
    return reply_record(r, &answer);
}

enum kripa_status on_cart_clear(struct request *r)
{
    enum kripa_status status = kripa_cart_clear(r->kripa, r->viewer, r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = "the cart is empty now";
    return reply_array(r, NULL, 0);
}

enum kripa_status on_cart_merge(struct request *r)
{
    const struct kripa_cart_merge *merge = r->body;
    struct kripa_cart_lines lines;
    buy_as(r, merge->purchase_mode);
    enum kripa_status status =
        kripa_cart_merge(r->kripa, r->viewer, merge, r->key, r->arena, &lines, &r->message, r->err);
    return status != KRIPA_OK ? status : reply_array(r, lines.at, lines.count);
}
