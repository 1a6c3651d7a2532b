/* SPDX-License-Identifier: MIT
 * The cart. The library gets the purchase mode as it was sent; the role that results is in the
 * lines, and decides which fields are shown. */
#include <kripa/cart.h>
#include <kripa/sys/bodies.h>

#include "on.h"
#include "pipeline/reply.h"

const char *purchase_mode_sent(const struct request *r, const char *in_body)
{
    const struct kripa_buying_query *query = r->query;
    return in_body ? in_body : query->purchase_mode;
}

static enum kripa_status reply_lines(struct request *r, const struct kripa_cart_lines *lines)
{
    if (lines->count > 0)
        r->viewer.role = lines->at[0].role;
    return reply_array(r, lines->at, lines->count);
}

static enum kripa_status reply_line(struct request *r, struct kripa_cart_line *line)
{
    struct kripa_cart_answer answer = {.item = line};
    r->viewer.role = line->role;
    return reply_record(r, &answer);
}

static enum kripa_status reply_removed(struct request *r, struct kripa_id product)
{
    struct kripa_cart_answer answer = {.removed = true, .product = product};
    r->message = "it was taken out of the cart";
    return reply_record(r, &answer);
}

enum kripa_status on_cart_get(struct request *r)
{
    struct kripa_cart_lines lines;
    enum kripa_status status =
        kripa_cart_get(r->kripa, r->viewer, purchase_mode_sent(r, NULL), r->arena, &lines, r->err);
    return status != KRIPA_OK ? status : reply_lines(r, &lines);
}

enum kripa_status on_cart_add(struct request *r)
{
    struct kripa_cart_item item = *(const struct kripa_cart_item *)r->body;
    struct kripa_cart_line *line;
    item.purchase_mode = purchase_mode_sent(r, item.purchase_mode);
    enum kripa_status status = kripa_cart_add(r->kripa, r->viewer, &item, r->arena, &line, r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = "it is in the cart";
    return reply_line(r, line);
}

enum kripa_status on_cart_set(struct request *r)
{
    const struct kripa_qty_body *body = r->body;
    struct kripa_cart_item item = {.qty = body->qty,
                                   .purchase_mode = purchase_mode_sent(r, body->purchase_mode)};
    struct kripa_cart_line *line;
    enum kripa_status status = request_param_id(r, 0, &item.product);
    if (status == KRIPA_OK)
        status = kripa_cart_set(r->kripa, r->viewer, &item, r->arena, &line, r->err);
    if (status != KRIPA_OK)
        return status;
    if (!line)
        return reply_removed(r, item.product);
    r->message = "the quantity was changed";
    return reply_line(r, line);
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
    struct kripa_cart_merge merge = *(const struct kripa_cart_merge *)r->body;
    struct kripa_cart_lines lines;
    merge.purchase_mode = purchase_mode_sent(r, merge.purchase_mode);
    enum kripa_status status = kripa_cart_merge(r->kripa, r->viewer, &merge, r->key, r->arena,
                                                &lines, &r->message, r->err);
    return status != KRIPA_OK ? status : reply_lines(r, &lines);
}
