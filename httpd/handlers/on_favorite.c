/* SPDX-License-Identifier: MIT
 * Favourites. */
#include <kripa/cart.h>
#include <kripa/sys/bodies.h>

#include "on.h"
#include "pipeline/reply.h"

enum kripa_status on_favorite_list(struct request *r)
{
    struct kripa_products products;
    enum kripa_status status =
        kripa_favorite_list(r->kripa, r->viewer, r->arena, &products, r->err);
    return status != KRIPA_OK ? status : reply_array(r, products.at, products.count);
}

enum kripa_status on_favorite_add(struct request *r)
{
    const struct kripa_product_body *body = r->body;
    enum kripa_status status = kripa_favorite_add(r->kripa, r->viewer, body->product, r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = "it is among the favourites";
    return reply_record(r, body);
}

enum kripa_status on_favorite_remove(struct request *r)
{
    struct kripa_product_body answer;
    enum kripa_status status = request_param_id(r, 0, &answer.product);
    if (status == KRIPA_OK)
        status = kripa_favorite_remove(r->kripa, r->viewer, answer.product, r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = "it is no longer among the favourites";
    return reply_record(r, &answer);
}
