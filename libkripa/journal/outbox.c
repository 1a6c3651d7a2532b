/* SPDX-License-Identifier: MIT
 * Messages to be sent, written in the change that caused them (domain.md, "Messages"). */
#include "core/context.h"
#include "core/fill.h"
#include "core/query.h"
#include "journal.h"

struct kripa_outbox_message *kp_outbox_make(struct kp_change *change, enum kripa_outbox_kind kind,
                                            const char *to, const char *data)
{
    struct kripa_outbox_message *message =
        kripa_arena_alloc(change->call->arena, sizeof *message, 1);
    if (!message || !to || !data) {
        change->failed = true;
        return NULL;
    }
    int64_t now_ms = kp_now_ms(change->call->kripa);
    *message = (struct kripa_outbox_message){
        .id = kp_new_id(change->call->kripa),
        .kind = kind,
        .to = to,
        .data = data,
        .status = KRIPA_OUTBOX_PENDING,
        .next_at_ms = now_ms,
        .created_at_ms = now_ms,
    };
    return message;
}

void kp_outbox(struct kp_change *change, enum kripa_outbox_kind kind, const char *to,
               struct kripa_id order, const char *data)
{
    struct kripa_outbox_message *message = kp_outbox_make(change, kind, to, data);
    if (!message)
        return;
    message->order = order;
    kp_insert(change, &kripa_outbox_message_schema, message);
}

/* Deletes the oldest first, so that what still waits goes last. */
static enum kripa_status delete_some(void *ctx, struct kp_change *change, size_t *count)
{
    struct kp_query query = kp_query_of(change->call->arena, &kripa_outbox_message_schema);
    struct kripa_rows rows;
    kp_where(&query, "to", KRIPA_EQ, kp_text(ctx));
    kp_sort(&query, "createdAt", false);
    query.query.limit = KP_FILL_MAX;
    enum kripa_status status = kp_find(change->call, &query, &rows);
    *count = status == KRIPA_OK ? rows.count : 0;
    const struct kripa_outbox_message *found = rows.at;
    for (size_t i = 0; i < *count; i++)
        kp_delete(change, &kripa_outbox_message_schema, found[i].id);
    return status;
}

enum kripa_status kp_outbox_delete(const struct kp_call *call, struct kp_change *change,
                                   const char *to)
{
    return kp_fill(call, change, delete_some, (char *)to);
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
