/* SPDX-License-Identifier: MIT
 * Products: lists, single ones, and changes by admins. */
#include <kripa/catalog.h>
#include <kripa/sys/bodies.h>

#include "alike.h"

enum kripa_status on_product_list(struct request *r)
{
    struct kripa_products products;
    struct kripa_product_filter filter = *(const struct kripa_product_filter *)r->query;
    filter.paging.work_max = r->work_max;
    enum kripa_status status =
        kripa_product_list(r->kripa, r->viewer, &filter, r->arena, &products, r->err);
    return status != KRIPA_OK ? status : reply_list(r, products.at, products.count, &products.page);
}

ON_LIST(on_product_list_trade, kripa_products, kripa_product_list_trade)

enum kripa_status on_product_get(struct request *r)
{
    struct kripa_product *product;
    enum kripa_status status =
        kripa_product_get(r->kripa, r->viewer, r->params[0], r->arena, &product, r->err);
    return status != KRIPA_OK ? status : reply_record(r, product);
}

/* The product as sent, with the pictures that came with it. */
static enum kripa_status take_images(struct request *r, struct kripa_product *product)
{
    struct kripa_image *images;
    enum kripa_status status = request_keep_images(r, KRIPA_MEDIA_PRODUCTS, &images);
    *product = *(const struct kripa_product *)r->body;
    product->images_added = images;
    product->images_added_count = r->uploads_count;
    return status;
}

enum kripa_status on_product_add(struct request *r)
{
    struct kripa_product sent, *product;
    enum kripa_status status = take_images(r, &sent);
    if (status == KRIPA_OK)
        status =
            kripa_product_add(r->kripa, r->viewer, &sent, r->given, r->arena, &product, r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = "the product was added";
    return reply_created(r, r->route->path, product->id, product);
}

enum kripa_status on_product_edit(struct request *r)
{
    struct kripa_id id;
    struct kripa_product sent, *product;
    enum kripa_status status = request_param_id(r, 0, &id);
    if (status == KRIPA_OK)
        status = take_images(r, &sent);
    if (status == KRIPA_OK)
        status = kripa_product_edit(r->kripa, r->viewer, id, &sent, r->given, r->if_revision,
                                    r->arena, &product, r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = "the product was changed";
    return reply_record(r, product);
}

static enum kripa_status remove_image(struct request *r, const char *public_id)
{
    struct kripa_id id;
    struct kripa_product *product;
    enum kripa_status status = request_param_id(r, 0, &id);
    if (status == KRIPA_OK)
        status = kripa_product_image_remove(r->kripa, r->viewer, id, public_id, r->arena, &product,
                                            r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = "the picture was removed";
    return reply_record(r, product);
}

enum kripa_status on_product_image_delete(struct request *r)
{
    return remove_image(r, r->params[1]);
}

enum kripa_status on_product_image_delete_named(struct request *r)
{
    const struct kripa_image_query *query = r->query;
    return remove_image(r, query->public_id);
}

ON_RECORD(on_product_delete, kripa_product, kripa_product_delete,
          record->ordered    ? "the product was ordered before, so it is hidden instead"
          : record->reviewed ? "the product was reviewed before, so it is hidden instead"
                             : "the product was deleted")
