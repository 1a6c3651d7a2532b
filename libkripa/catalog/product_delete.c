/* SPDX-License-Identifier: MIT
 * Deleting a product. One that was ever ordered or reviewed is hidden instead, so that orders and
 * reviews can still show it. */
#include "core/retry.h"
#include "internal.h"
#include "journal/journal.h"

struct deleting {
    const struct kp_call *call;
    struct kripa_id id;
    struct kripa_product *result;
};

static void hide(struct kp_change *change, struct deleting *deleting,
                 const struct kripa_product *before, struct kripa_product *product)
{
    product->active = false;
    product->revision++;
    product->updated_at_ms = kp_now_ms(deleting->call->kripa);
    kp_update(change, &kripa_product_schema, product->id);
    kp_set(change, "active", kp_int(false));
    kp_touch(change, product->updated_at_ms);
    kp_audit(change, "product.hide", kp_id_text(deleting->call->arena, product->id),
             &kripa_product_schema, before, product);
}

/* A conflict means that it was ordered or reviewed just now. */
static enum kripa_status remove_unused(struct kp_change *change, struct deleting *deleting,
                                       const struct kripa_product *before)
{
    kp_delete(change, &kripa_product_schema, before->id);
    kp_require(change, "ordered", KRIPA_NE, kp_int(true));
    kp_require(change, "reviewed", KRIPA_NE, kp_int(true));
    kp_audit(change, "product.delete", kp_id_text(deleting->call->arena, before->id),
             &kripa_product_schema, before, NULL);
    return kp_product_images_name(deleting->call, change, before, NULL);
}

static enum kripa_status delete_once(void *ctx, const struct kp_call *call, bool *lost)
{
    struct deleting *deleting = ctx;
    deleting->call = call;
    void *found;
    enum kripa_status status = kp_find_id(call, &kripa_product_schema, deleting->id, &found);
    if (status == KRIPA_OK)
        status = kp_products_show(call, found, 1);
    if (status != KRIPA_OK)
        return status;
    struct kripa_product *product = deleting->result = found;
    struct kripa_product before = *product;
    struct kp_change change = kp_change_in(call);
    if (!product->ordered && !product->reviewed)
        status = remove_unused(&change, deleting, &before);
    else if (product->active)
        hide(&change, deleting, &before, product);
    if (status == KRIPA_OK)
        status = kp_commit(call, &change, NULL);
    *lost = status == KRIPA_CONFLICT;
    return status;
}

enum kripa_status kripa_product_delete(struct kripa *kripa, struct kripa_viewer viewer,
                                       struct kripa_id id, struct kripa_arena *arena,
                                       struct kripa_product **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    static const struct kp_patience patience = {.status = KRIPA_OK};
    struct deleting deleting = {&call, id, NULL};
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status != KRIPA_OK)
        return status;
    status = kp_retry(&call, &patience, delete_once, &deleting);
    *out = deleting.result;
    return status;
}
