/* SPDX-License-Identifier: MIT
 * The audit log: each change by an admin carries one numbered entry (domain.md, "Audit"). */
#include "core/context.h"
#include "journal.h"

#include <kripa/sys/json.h>

#include <string.h>

const char *kp_id_text(struct kripa_arena *arena, struct kripa_id id)
{
    char text[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(id, text);
    return kripa_arena_text(arena, text, sizeof text - 1);
}

/* The record as an admin sees it, without secrets, which no table shows. NULL for no record;
 * `failed` is set when out of memory. */
static const char *as_json(struct kripa_arena *arena, const struct kripa_schema *of,
                           const void *record, bool *failed)
{
    if (!record)
        return NULL;
    struct kripa_writer writer;
    kripa_writer_init(&writer, arena);
    kripa_write_record(&writer, of, record, KRIPA_ROLE_ADMIN);
    *failed |= writer.failed;
    return writer.at;
}

void kp_audit(struct kp_change *change, const char *action, const char *target,
              const struct kripa_schema *of, const void *before, const void *after)
{
    if (change->call->viewer.role != KRIPA_ROLE_ADMIN)
        return;
    struct kripa_audit_entry *entry = kripa_arena_alloc(change->call->arena, sizeof *entry, 1);
    struct kripa_counter *series = kp_counter(change, KP_COUNTER_AUDIT);
    if (!entry || !series)
        goto no_memory;
    *entry = (struct kripa_audit_entry){
        .id = kp_new_id(change->call->kripa),
        .at_ms = kp_now_ms(change->call->kripa),
        .by = kp_actor(change->call->arena, change->call->viewer),
        .action = action,
        .target = target,
        .before = as_json(change->call->arena, of, before, &change->failed),
        .after = as_json(change->call->arena, of, after, &change->failed),
    };
    if (!entry->by || !target)
        goto no_memory;
    kp_sequence(change, &kripa_counter_schema, series, "value", "seq");
    kp_insert(change, &kripa_audit_entry_schema, entry);
    return;
no_memory:
    change->failed = true;
}
