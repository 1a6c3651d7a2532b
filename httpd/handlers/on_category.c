/* SPDX-License-Identifier: MIT
 * Categories and subcategories: two families of paths for one tree. */
#include <kripa/catalog.h>
#include <kripa/sys/bodies.h>
#include <kripa/sys/schema.h>

#include "alike.h"

static enum kripa_status list(struct request *r, bool below, bool all)
{
    struct kripa_category_filter filter = *(const struct kripa_category_filter *)r->query;
    struct kripa_categories categories;
    filter.below = below;
    filter.all = all;
    enum kripa_status status =
        kripa_category_list(r->kripa, r->viewer, &filter, r->arena, &categories, r->err);
    return status != KRIPA_OK ? status : reply_array(r, categories.at, categories.count);
}

enum kripa_status on_category_list(struct request *r)
{
    return list(r, false, false);
}

enum kripa_status on_subcategory_list(struct request *r)
{
    return list(r, true, false);
}

enum kripa_status on_admin_category_list(struct request *r)
{
    return list(r, false, true);
}

enum kripa_status on_admin_subcategory_list(struct request *r)
{
    return list(r, true, true);
}

/* The category as sent, with the picture that came with it as its logo. */
static enum kripa_status take_logo(struct request *r, struct kripa_category *category)
{
    struct kripa_image *logo;
    *category = *(const struct kripa_category *)r->body;
    enum kripa_status status = request_keep_images(r, KRIPA_MEDIA_CATEGORIES, &logo);
    if (status != KRIPA_OK || !logo)
        return status;
    category->logo = logo->url;
    r->given |= kripa_schema_bit(&kripa_category_schema, "logo");
    return KRIPA_OK;
}

enum kripa_status on_category_add(struct request *r)
{
    struct kripa_category sent, *category;
    enum kripa_status status = take_logo(r, &sent);
    if (status == KRIPA_OK)
        status =
            kripa_category_add(r->kripa, r->viewer, &sent, r->given, r->arena, &category, r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = "the category was added";
    return reply_created(r, r->route->path, category->id, category);
}

enum kripa_status on_subcategory_add(struct request *r)
{
    const struct kripa_category *body = r->body;
    if (!body->parent_given)
        return kripa_fail_field(r->err, KRIPA_INVALID, "category_id", "is required");
    return on_category_add(r);
}

enum kripa_status on_category_edit(struct request *r)
{
    struct kripa_id id;
    struct kripa_category sent, *category;
    enum kripa_status status = request_param_id(r, 0, &id);
    if (status == KRIPA_OK)
        status = take_logo(r, &sent);
    if (status == KRIPA_OK)
        status = kripa_category_edit(r->kripa, r->viewer, id, &sent, r->given, r->arena, &category,
                                     r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = "the category was changed";
    return reply_record(r, category);
}

enum kripa_status on_category_status(struct request *r)
{
    const struct kripa_toggle_body *body = r->body;
    struct kripa_id id;
    struct kripa_category *category;
    enum kripa_status status = request_param_id(r, 0, &id);
    if (status == KRIPA_OK)
        status = kripa_category_set_status(r->kripa, r->viewer, id, body->status, r->arena,
                                           &category, r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = category->status == KRIPA_CATEGORY_ACTIVE ? "the category is active"
                                                           : "the category is inactive";
    return reply_record(r, category);
}

ON_RECORD(on_category_delete, kripa_category, kripa_category_delete, "the category was deleted")
