/* SPDX-License-Identifier: MIT
 * Moves stock within a change, together with what depends on it, and the message that it became
 * low. */
#include <kripa/sys/json.h>

#include "catalog.h"
#include "journal/journal.h"
#include "shop/shop.h"

int64_t kp_stock_threshold(const struct kripa_product *product,
                           const struct kripa_settings *settings)
{
    const struct kripa_int *own = &product->low_stock_threshold;
    return own->set ? own->value : settings->low_stock_threshold;
}

void kp_stock_guard(struct kp_change *change, int64_t stock, int64_t qty, int64_t threshold)
{
    int64_t low = qty, high = INT64_MAX;
    if (stock < threshold)
        high = threshold; /* it already was low */
    else if (stock - qty >= threshold)
        low = threshold + qty; /* it stays above */
    else {
        low = threshold > qty ? threshold : qty;
        high = threshold + qty;
    }
    kp_require(change, "stock", KRIPA_GE, kp_int(low));
    if (high != INT64_MAX)
        kp_require(change, "stock", KRIPA_LT, kp_int(high));
}

void kp_stock_move(struct kp_change *change, const struct kripa_product *product, int64_t delta)
{
    kp_require(change, "low_stock_threshold", KRIPA_UNCHANGED, kp_member(product));
    kp_add(change, "stock", delta);
    if (product->low_stock_threshold.set)
        kp_add(change, "stock_spare", delta);
}

void kp_message_low_stock(struct kp_change *change, const struct kripa_product *product,
                          int64_t stock, int64_t threshold)
{
    struct kripa_writer writer;
    kripa_writer_init(&writer, change->call->arena);
    kp_data_name(&writer, "product");
    kripa_write_id(&writer, product->id);
    kp_data_text(&writer, "name", product->name);
    kp_data_int(&writer, "stock", stock);
    kp_data_int(&writer, "threshold", threshold);
    kp_outbox(change, KRIPA_OUTBOX_LOW_STOCK, KP_TO_SHOP, (struct kripa_id){0},
              kp_data_end(&writer));
}

enum kripa_status kp_stock_tell(const struct kp_call *call, struct kp_change *change,
                                const struct kripa_product *before,
                                const struct kripa_product *after)
{
    struct kripa_settings *settings;
    if (after->stock >= before->stock)
        return KRIPA_OK;
    enum kripa_status status = kp_settings(call, &settings);
    if (status != KRIPA_OK)
        return status;
    int64_t threshold = kp_stock_threshold(after, settings);
    if (before->stock >= kp_stock_threshold(before, settings) && after->stock < threshold)
        kp_message_low_stock(change, after, after->stock, threshold);
    return KRIPA_OK;
}
