/* SPDX-License-Identifier: MIT
 * Changes of stock by an admin, each with a ledger entry. Setting a stock is guarded by the stock
 * that was read. Adding is tried so, too; after losing against a sale it is guarded only by its
 * bounds, as otherwise nobody could add to a product that sells faster than it can be read and
 * written. The audit log then names the stock that was read. */
#include "catalog/catalog.h"
#include "core/paging.h"
#include "core/retry.h"
#include "journal/journal.h"
#include "shop/shop.h"

struct changing {
    const struct kp_call *call;
    struct kripa_id id;
    const struct kripa_stock_change *input; /* checked against its table */
    bool lost;                              /* somebody else changed the stock since it was read */
    struct kripa_product *result;
};

static enum kripa_status check(struct changing *changing, struct kripa_stock_change *input)
{
    enum kripa_status status = kp_need_admin(changing->call->viewer, changing->call->err);
    if (status == KRIPA_OK)
        status = kripa_record_check(&kripa_stock_change_schema, KRIPA_CREATE,
                                    changing->call->viewer.role, changing->call->arena, input,
                                    ~(kripa_given)0, changing->call->err);
    if (status == KRIPA_OK && input->set.set == input->add.set)
        status =
            kripa_fail_field(changing->call->err, KRIPA_INVALID, input->set.set ? "add" : "set",
                             "give exactly one of set and add");
    return status;
}

static enum kripa_status decide(const struct changing *changing,
                                const struct kripa_product *product, int64_t *stock)
{
    const struct kripa_stock_change *input = changing->input;
    *stock = input->set.set ? input->set.value : product->stock + input->add.value;
    if (*stock < 0)
        return kripa_fail_field(changing->call->err, KRIPA_INVALID, "add", "only %lld are there",
                                (long long)kp_stock_shown(product));
    if (*stock > KRIPA_STOCK_MAX)
        return kripa_fail_field(changing->call->err, KRIPA_INVALID, "add", "would be more than %d",
                                KRIPA_STOCK_MAX);
    return KRIPA_OK;
}

/* Guards that `delta` can be added, and that the message about low stock is still due, or not. */
static enum kripa_status guard(const struct changing *changing, const struct kripa_product *product,
                               int64_t delta, struct kp_change *change)
{
    if (changing->input->set.set || !changing->lost) {
        kp_require(change, "stock", KRIPA_EQ, kp_int(product->stock));
        return KRIPA_OK;
    }
    if (delta >= 0) {
        /* other programs may have oversold it */
        kp_require(change, "stock", KRIPA_GE, kp_int(-delta));
        kp_require(change, "stock", KRIPA_LE, kp_int(KRIPA_STOCK_MAX - delta));
        return KRIPA_OK;
    }
    struct kripa_settings *settings;
    enum kripa_status status = kp_settings(changing->call, &settings);
    if (status == KRIPA_OK)
        kp_stock_guard(change, product->stock, -delta, kp_stock_threshold(product, settings));
    return status;
}

static enum kripa_status write(const struct changing *changing, struct kripa_product *product,
                               int64_t stock, struct kp_change *change)
{
    struct kripa *kripa = changing->call->kripa;
    const struct kripa_product before = *product;
    int64_t delta = stock - product->stock;
    product->updated_at_ms = kp_now_ms(kripa);
    kp_update(change, &kripa_product_schema, product->id);
    enum kripa_status status = guard(changing, product, delta, change);
    if (status != KRIPA_OK)
        return status;
    kp_stock_move(change, product, delta);
    kp_touch(change, product->updated_at_ms);
    kp_ledger(change, product->id, delta,
              changing->input->set.set ? KRIPA_LEDGER_SET : KRIPA_LEDGER_ADD,
              changing->input->reason, (struct kripa_id){{0}});
    product->stock = stock;
    if (product->stock_headroom.set)
        product->stock_headroom.value += delta;
    product->revision++;
    kp_audit(change, "product.stock", kp_id_text(changing->call->arena, product->id),
             &kripa_product_schema, &before, product);
    return kp_stock_tell(changing->call, change, &before, product);
}

static enum kripa_status change_once(void *ctx, const struct kp_call *call, bool *lost)
{
    struct changing *changing = ctx;
    changing->call = call;
    void *found;
    enum kripa_status status = kp_find_id(call, &kripa_product_schema, changing->id, &found);
    if (status == KRIPA_OK)
        status = kp_products_show(call, found, 1);
    int64_t stock = 0;
    if (status == KRIPA_OK)
        status = decide(changing, found, &stock);
    if (status != KRIPA_OK)
        return status;
    struct kp_change change = kp_change_in(call);
    changing->result = found;
    status = write(changing, found, stock, &change);
    if (status == KRIPA_OK)
        status = kp_commit(call, &change, NULL);
    *lost = status == KRIPA_CONFLICT;
    changing->lost |= *lost;
    return status;
}

enum kripa_status kripa_stock_change(struct kripa *kripa, struct kripa_viewer viewer,
                                     struct kripa_id product,
                                     const struct kripa_stock_change *change,
                                     struct kripa_arena *arena, struct kripa_product **out,
                                     struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kripa_stock_change input = *change;
    static const struct kp_patience patience = {.status = KRIPA_OK};
    struct changing changing = {&call, product, &input, false, NULL};
    enum kripa_status status = check(&changing, &input);
    if (status != KRIPA_OK)
        return status;
    status = kp_retry(&call, &patience, change_once, &changing);
    *out = changing.result;
    if (status != KRIPA_OK || kripa->dry_run)
        return status;
    return kripa_product_get(kripa, viewer, kp_id_text(arena, product), arena, out, err);
}
