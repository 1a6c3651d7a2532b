/* SPDX-License-Identifier: MIT
 * Entries of the stock ledger, whose sum always is the stock on hand. */
#include "core/context.h"
#include "journal.h"

struct kripa_ledger_entry *kp_ledger_entry(struct kp_change *change, struct kripa_id product,
                                           int64_t delta, enum kripa_ledger_kind kind,
                                           const char *reason, struct kripa_id order)
{
    struct kripa_ledger_entry *entry = kripa_arena_alloc(change->call->arena, sizeof *entry, 1);
    const char *by = kp_actor(change->call->arena, change->call->viewer);
    if (!entry || !by) {
        change->failed = true;
        return NULL;
    }
    *entry = (struct kripa_ledger_entry){
        .id = kp_new_id(change->call->kripa),
        .product = product,
        .delta = delta,
        .kind = kind,
        .reason = reason,
        .order = order,
        .by = by,
        .created_at_ms = kp_now_ms(change->call->kripa),
    };
    return entry;
}

void kp_ledger(struct kp_change *change, struct kripa_id product, int64_t delta,
               enum kripa_ledger_kind kind, const char *reason, struct kripa_id order)
{
    struct kripa_ledger_entry *entry = kp_ledger_entry(change, product, delta, kind, reason, order);
    if (entry)
        kp_insert(change, &kripa_ledger_entry_schema, entry);
}
