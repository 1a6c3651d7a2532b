/* SPDX-License-Identifier: MIT
 * Messages about orders to the customer and to the shop (domain.md, "Messages"). */
#include <kripa/sys/json.h>

#include "internal.h"
#include "journal/journal.h"

/* The data that every message about an order has. */
static void write_order(struct kripa_writer *writer, const struct kripa_order *order)
{
    char total[KRIPA_MONEY_TEXT_SIZE];
    size_t size = kripa_money_format(order->total_paise, total);
    kp_data_int(writer, "number", order->number);
    kp_data_text(writer, "name", order->shipping_address.name);
    kp_data_name(writer, "totalAmount");
    kripa_write_raw(writer, total, size);
    kp_data_text(writer, "paymentMethod", order->payment_method);
}

/* Adds a message to the buyer, unless the account is gone. */
static void tell_buyer(struct kp_change *change, enum kripa_outbox_kind kind,
                       const struct kripa_order *order, const char *buyer_email, const char *data)
{
    if (buyer_email)
        kp_outbox(change, kind, buyer_email, order->id, data);
}

void kp_message_placed(struct kp_change *change, const struct kripa_order *order,
                       const char *buyer_email)
{
    struct kripa_writer writer;
    kripa_writer_init(&writer, change->call->arena);
    write_order(&writer, order);
    const char *data = kp_data_end(&writer);
    tell_buyer(change, KRIPA_OUTBOX_ORDER_PLACED, order, buyer_email, data);
    kp_outbox(change, KRIPA_OUTBOX_NEW_ORDER, KP_TO_SHOP, order->id, data);
}

void kp_message_status(struct kp_change *change, const struct kripa_order *order,
                       const char *buyer_email)
{
    const struct kripa_order_event *event = &order->history[order->history_count - 1];
    struct kripa_writer writer;
    kripa_writer_init(&writer, change->call->arena);
    write_order(&writer, order);
    kp_data_text(&writer, "status", event->to);
    if (event->note)
        kp_data_text(&writer, "note", event->note);
    const char *data = kp_data_end(&writer);
    tell_buyer(change, KRIPA_OUTBOX_ORDER_STATUS, order, buyer_email, data);
    if (order->delivery_status == KRIPA_DELIVERY_CANCELLED)
        kp_outbox(change, KRIPA_OUTBOX_CANCELLED_ORDER, KP_TO_SHOP, order->id, data);
}
