/* SPDX-License-Identifier: MIT
 * Messages to be sent, written in the change that caused them (domain.md, "Messages"). */
#include "core/context.h"
#include "journal.h"

void kp_outbox(struct kp_change *change, enum kripa_outbox_kind kind, const char *to,
               struct kripa_id order, const char *data)
{
    struct kripa_outbox_message *message =
        kripa_arena_alloc(change->call->arena, sizeof *message, 1);
    if (!message || !to || !data) {
        change->failed = true;
        return;
    }
    int64_t now_ms = kp_now_ms(change->call->kripa);
    *message = (struct kripa_outbox_message){
        .id = kp_new_id(change->call->kripa),
        .kind = kind,
        .to = to,
        .data = data,
        .order = order,
        .status = KRIPA_OUTBOX_PENDING,
        .next_at_ms = now_ms,
        .created_at_ms = now_ms,
    };
    kp_insert(change, &kripa_outbox_message_schema, message);
}

void kp_data_name(struct kripa_writer *writer, const char *name)
{
    kripa_write(writer, writer->size ? "," : "{");
    kripa_write_text(writer, name);
    kripa_write(writer, ":");
}

void kp_data_text(struct kripa_writer *writer, const char *name, const char *text)
{
    kp_data_name(writer, name);
    kripa_write_text(writer, text);
}

void kp_data_int(struct kripa_writer *writer, const char *name, int64_t number)
{
    kp_data_name(writer, name);
    kripa_write_int(writer, number);
}

const char *kp_data_end(struct kripa_writer *writer)
{
    kripa_write(writer, "}");
    return writer->failed ? NULL : writer->at;
}
