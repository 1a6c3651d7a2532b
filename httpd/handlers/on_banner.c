/* SPDX-License-Identifier: MIT
 * Banners: what everybody is shown, and what admins do with them. */
#include <kripa/banner.h>

#include "alike.h"

enum kripa_status on_banner_list_shown(struct request *r)
{
    struct kripa_banners banners;
    enum kripa_status status =
        kripa_banner_list_shown(r->kripa, r->viewer, r->arena, &banners, r->err);
    return status != KRIPA_OK ? status : reply_array(r, banners.at, banners.count);
}

ON_LIST(on_banner_list, kripa_banners, kripa_banner_list)

/* The banner as sent, with the picture that came with it. */
static enum kripa_status take_image(struct request *r, struct kripa_banner *banner)
{
    struct kripa_image *image;
    enum kripa_status status = request_keep_images(r, KRIPA_MEDIA_BANNERS, &image);
    *banner = *(const struct kripa_banner *)r->body;
    banner->image_added = image;
    return status;
}

enum kripa_status on_banner_add(struct request *r)
{
    struct kripa_banner sent, *banner;
    enum kripa_status status = take_image(r, &sent);
    if (status == KRIPA_OK)
        status = kripa_banner_add(r->kripa, r->viewer, &sent, r->given, r->arena, &banner, r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = "the banner was added";
    return reply_created(r, r->route->path, banner->id, banner);
}

enum kripa_status on_banner_edit(struct request *r)
{
    struct kripa_id id;
    struct kripa_banner sent, *banner;
    enum kripa_status status = request_param_id(r, 0, &id);
    if (status == KRIPA_OK)
        status = take_image(r, &sent);
    if (status == KRIPA_OK)
        status =
            kripa_banner_edit(r->kripa, r->viewer, id, &sent, r->given, r->arena, &banner, r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = "the banner was changed";
    return reply_record(r, banner);
}

ON_RECORD(on_banner_delete, kripa_banner, kripa_banner_delete, "the banner was deleted")
