/* SPDX-License-Identifier: MIT
 * The pictures of a product: adding some, and who names which file. */
#include <string.h>

#include "base/status.h"
#include "internal.h"
#include "journal/journal.h"

enum kripa_status kp_product_images_append(const struct kp_call *call,
                                           const struct kripa_product *base,
                                           struct kripa_product *input)
{
    size_t had = base ? base->images_count : 0, count = had + input->images_added_count;
    if (count > KRIPA_IMAGES_MAX)
        return kripa_fail_field(call->err, KRIPA_INVALID, "images",
                                "a product has at most %d pictures, and it would have %zu",
                                KRIPA_IMAGES_MAX, count);
    struct kripa_image *images = kripa_arena_alloc(call->arena, sizeof *images, count);
    if (!images)
        return kp_no_memory(call->err);
    if (had > 0)
        memcpy(images, base->images, sizeof *images * had);
    memcpy(images + had, input->images_added, sizeof *images * input->images_added_count);
    input->images = images;
    input->images_count = count;
    return KRIPA_OK;
}

enum kripa_status kp_product_images_name(const struct kp_call *call, struct kp_change *change,
                                         const struct kripa_product *before,
                                         const struct kripa_product *after)
{
    const struct kp_naming naming = {
        .kind = KRIPA_OWNER_PRODUCT,
        .owner = after ? after->id : before->id,
        .before = before ? before->images : NULL,
        .before_count = before ? before->images_count : 0,
        .after = after ? after->images : NULL,
        .after_count = after ? after->images_count : 0,
        .field = "images",
    };
    return kp_media_refs(call, change, &naming);
}
