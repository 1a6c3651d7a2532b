/* SPDX-License-Identifier: MIT
 * Deleting a product: one that was ever ordered is hidden, so that orders can still show it; any
 * other goes. */
#include "catalog.h"
#include "core/retry.h"
#include "journal/journal.h"

struct deleting {
    struct kripa *kripa;
    struct kripa_viewer viewer;
    struct kripa_id id;
    struct kripa_arena *arena;
    struct kripa_product *result;
};

static void hide(struct kp_change *change, struct deleting *deleting,
                 const struct kripa_product *before, struct kripa_product *product)
{
    product->active = false;
    product->revision++;
    product->updated_at_ms = kp_now_ms(deleting->kripa);
    kp_update(change, &kripa_product_schema, product->id);
    kp_set(change, "active", kp_int(false));
    kp_touch(change, product->updated_at_ms);
    kp_audit(change, deleting->kripa, deleting->viewer, "product.hide",
             kp_id_text(deleting->arena, product->id), &kripa_product_schema, before, product);
}

/* CONFLICT: it was ordered just now. */
static void remove_unordered(struct kp_change *change, struct deleting *deleting,
                             const struct kripa_product *before)
{
    kp_delete(change, &kripa_product_schema, before->id);
    kp_require(change, "ordered", KRIPA_NE, kp_int(true));
    kp_audit(change, deleting->kripa, deleting->viewer, "product.delete",
             kp_id_text(deleting->arena, before->id), &kripa_product_schema, before, NULL);
}

static enum kripa_status delete_once(void *ctx, bool *lost, struct kripa_error *err)
{
    struct deleting *deleting = ctx;
    void *found;
    enum kripa_status status = kp_find_id(deleting->kripa, &kripa_product_schema, deleting->id,
                                          deleting->arena, &found, err);
    if (status == KRIPA_OK)
        status = kp_products_show(deleting->kripa, deleting->arena, found, 1, err);
    if (status != KRIPA_OK)
        return status;
    struct kripa_product *product = deleting->result = found;
    struct kripa_product before = *product;
    struct kp_change change = kp_change_in(deleting->arena);
    if (!product->ordered)
        remove_unordered(&change, deleting, &before);
    else if (product->active)
        hide(&change, deleting, &before, product);
    status = kp_commit(deleting->kripa, &change, NULL, err);
    *lost = status == KRIPA_CONFLICT;
    return status;
}

enum kripa_status kripa_product_delete(struct kripa *kripa, struct kripa_viewer viewer,
                                       struct kripa_id id, struct kripa_arena *arena,
                                       struct kripa_product **out, struct kripa_error *err)
{
    kripa_error_clear(err);
    static const struct kp_patience patience = {.status = KRIPA_OK};
    struct deleting deleting = {kripa, viewer, id, arena, NULL};
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status != KRIPA_OK)
        return status;
    status = kp_retry(&patience, delete_once, &deleting, err);
    *out = deleting.result;
    return status;
}
