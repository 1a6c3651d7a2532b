/* SPDX-License-Identifier: MIT
 * The records that go with a change: audit, outbox, stock ledger, counters. Each appends edits to a
 * change. */
#ifndef KP_JOURNAL_H
#define KP_JOURNAL_H

#include <kripa/sys/json.h>

#include "core/change.h"
#include "schema/schema.h"

/* A record of the audit, numbered without gaps; nothing when the viewer is no admin. `before` and
 * `after` (records of `of`, either may be NULL) are kept as admins see them, secrets left out. */
void kp_audit(struct kp_change *change, const char *action, const char *target,
              const struct kripa_schema *of, const void *before, const void *after);
/* Who a record of the audit is about when it is a record. */
const char *kp_id_text(struct kripa_arena *arena, struct kripa_id id);

#define KP_TO_SHOP "shop" /* the shop's own address, as it is when the message is sent */
/* A message; `data` is a JSON object and is borrowed until the
 * commit. */
void kp_outbox(struct kp_change *change, enum kripa_outbox_kind kind, const char *to,
               struct kripa_id order, const char *data);

/* Of such an object: the next member, and its end. NULL: out of memory. */
void kp_data_name(struct kripa_writer *writer, const char *name);
void kp_data_text(struct kripa_writer *writer, const char *name, const char *text);
void kp_data_int(struct kripa_writer *writer, const char *name, int64_t number);
const char *kp_data_end(struct kripa_writer *writer);

/* A record of the stock ledger. The caller edits the product's `stock` (and `stock_spare`) by the
 * same delta, with its own guard, in the same change. */
void kp_ledger(struct kp_change *change, struct kripa_id product, int64_t delta,
               enum kripa_ledger_kind kind, const char *reason, struct kripa_id order);
/* The same record, in the change's arena, not inserted yet; NULL when out of memory (the change
 * remembers it). */
struct kripa_ledger_entry *kp_ledger_entry(struct kp_change *change, struct kripa_id product,
                                           int64_t delta, enum kripa_ledger_kind kind,
                                           const char *reason, struct kripa_id order);

#define KP_COUNTER_ADMINS       "admins" /* unblocked admins */
#define KP_COUNTER_ORDER_NUMBER "order.number"
#define KP_COUNTER_AUDIT        "audit.seq"
#define KP_COUNTER_FINISHED     "migration.finished"
/* The record a counter begins as, in the change's arena; NULL when out of memory (the change
 * remembers it). */
struct kripa_counter *kp_counter(struct kp_change *change, const char *name);
/* Adds to a counter; no guard. */
void kp_count_up(struct kp_change *change, const char *name, int64_t by);
/* One admin fewer, guarded so that one is left; the edit fails (CONFLICT) otherwise. */
void kp_admins_decrement(struct kp_change *change);

/* Whether kripa_migrate_finish was called. */
enum kripa_status kp_migration_finished(const struct kp_call *call, bool *out);

/* The next order number, from blocks taken outside the order's change. */
enum kripa_status kp_order_number(const struct kp_call *call, int64_t *number);

#endif
