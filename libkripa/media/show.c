/* SPDX-License-Identifier: MIT
 * Prepares images to be shown: local ones get a URL made from the current PUBLIC_URL, and each
 * gets the URL of a smaller picture. */
#include <string.h>

#include "base/status.h"
#include "internal.h"

#define THUMB_WIDTH 320

static const char *thumb_of(struct kripa_arena *arena, const struct kripa_image *image, bool local)
{
    if (local)
        return kripa_arena_format(arena, "%s?w=%d", image->url, THUMB_WIDTH);
    if (!kp_image_is_remote(image))
        return image->url;
    const char *at = kp_image_remote_path(image->url);
    return kripa_arena_format(arena, "%.*sc_limit,w_%d/%s", (int)(at - image->url), image->url,
                              THUMB_WIDTH, at);
}

static bool show(const struct kp_call *call, struct kripa_image *image)
{
    const char *name = kp_image_local_name(image);
    if (name)
        image->url =
            kp_media_url(call->kripa, call->arena, &(struct kripa_media){.public_id = name});
    if (!name && !image->url)
        return true;
    image->thumb = image->url ? thumb_of(call->arena, image, name != NULL) : NULL;
    return image->thumb != NULL;
}

enum kripa_status kp_images_show(const struct kp_call *call, struct kripa_image **images,
                                 size_t count)
{
    if (count == 0)
        return KRIPA_OK;
    struct kripa_image *shown = kripa_arena_alloc(call->arena, sizeof *shown, count);
    if (!shown)
        return kp_no_memory(call->err);
    memcpy(shown, *images, sizeof *shown * count);
    for (size_t i = 0; i < count; i++)
        if (!show(call, &shown[i]))
            return kp_no_memory(call->err);
    *images = shown;
    return KRIPA_OK;
}
