/* SPDX-License-Identifier: MIT
 * Deleting a product: one that was ever ordered is hidden, so that orders can still show it; any
 * other goes. */
#include "catalog.h"
#include "journal/journal.h"

struct deleting {
    struct kripa *kripa;
    struct kripa_viewer viewer;
    struct kripa_id id;
    struct kripa_arena *arena;
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

static enum kripa_status delete_once(struct deleting *deleting, struct kripa_product **out,
                                     struct kripa_error *err)
{
    void *found;
    enum kripa_status status = kp_find_id(deleting->kripa, &kripa_product_schema, deleting->id,
                                          deleting->arena, &found, err);
    if (status == KRIPA_OK)
        status = kp_products_show(deleting->kripa, deleting->arena, found, 1, err);
    if (status != KRIPA_OK)
        return status;
    struct kripa_product *product = *out = found;
    struct kripa_product before = *product;
    struct kp_change change = kp_change_in(deleting->arena);
    if (!product->ordered)
        remove_unordered(&change, deleting, &before);
    else if (product->active)
        hide(&change, deleting, &before, product);
    return kp_commit(deleting->kripa, &change, NULL, err);
}

enum kripa_status kripa_product_delete(struct kripa *kripa, struct kripa_viewer viewer,
                                       struct kripa_id id, struct kripa_arena *arena,
                                       struct kripa_product **out, struct kripa_error *err)
{
    kripa_error_clear(err);
    struct deleting deleting = {kripa, viewer, id, arena};
    struct kripa_error problem = {0};
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status != KRIPA_OK)
        return status;
    for (int attempt = 0; attempt < KP_ATTEMPTS_MAX; attempt++) {
        status = delete_once(&deleting, out, &problem);
        if (status != KRIPA_CONFLICT)
            break;
    }
    if (status != KRIPA_OK && err)
        *err = problem;
    return status;
}
