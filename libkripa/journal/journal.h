/* SPDX-License-Identifier: MIT
 * Records that belong to a change: audit log, outbox, stock ledger, counters. Each call adds
 * edits. */
#ifndef KP_JOURNAL_H
#define KP_JOURNAL_H

#include <kripa/sys/json.h>
#include <kripa/viewer.h>

#include "core/change.h"
#include "schema/schema.h"

/* Adds an entry of the audit log, numbered without gaps, if the viewer is an admin. `before` and
 * `after` (records of `of`, or NULL) are stored as admins see them, so without secrets. */
void kp_audit(struct kp_change *change, const char *action, const char *target,
              const struct kripa_schema *of, const void *before, const void *after);
/* The target of an audit entry that is about one record. */
const char *kp_id_text(struct kripa_arena *arena, struct kripa_id id);

#define KP_TO_SHOP "shop" /* the shop's own address, looked up when the message is sent */
/* Adds a message; `data` is a JSON object and must live until the commit. */
void kp_outbox(struct kp_change *change, enum kripa_outbox_kind kind, const char *to,
               struct kripa_id order, const char *data);

/* Makes the same message in the change's arena without adding it; NULL when out of memory, which
 * the change remembers. */
struct kripa_outbox_message *kp_outbox_make(struct kp_change *change, enum kripa_outbox_kind kind,
                                            const char *to, const char *data);
/* A message to a person that says something in secret, a JSON object, too, until it expires. */
struct kp_secret_message {
    enum kripa_outbox_kind kind;
    const char *to, *data, *secret;
    int64_t expires_at_ms;
};
/* Adds it, with the secret sealed (outbox_secret.c); *id is the message's. UNAVAILABLE,
 * NO_MEMORY. */
enum kripa_status kp_outbox_secret(struct kp_change *change, const struct kp_secret_message *secret,
                                   struct kripa_id *id);
/* Whether messages of this kind say something in secret. */
bool kp_outbox_says_secret(enum kripa_outbox_kind kind);
/* Deletes every message to this e-mail with the change. */
enum kripa_status kp_outbox_delete(const struct kp_call *call, struct kp_change *change,
                                   const char *to);

/* Write the members of such an object, and end it. NULL: out of memory. */
void kp_data_name(struct kripa_writer *writer, const char *name);
void kp_data_text(struct kripa_writer *writer, const char *name, const char *text);
void kp_data_int(struct kripa_writer *writer, const char *name, int64_t number);
const char *kp_data_end(struct kripa_writer *writer);

/* Adds an entry of the stock ledger. The caller changes the product's `stock` (and `stock_spare`)
 * by the same delta, with its own guard, in the same change. */
void kp_ledger(struct kp_change *change, struct kripa_id product, int64_t delta,
               enum kripa_ledger_kind kind, const char *reason, struct kripa_id order);
/* Makes the same entry in the change's arena but does not insert it; NULL when out of memory, which
 * the change remembers. */
struct kripa_ledger_entry *kp_ledger_entry(struct kp_change *change, struct kripa_id product,
                                           int64_t delta, enum kripa_ledger_kind kind,
                                           const char *reason, struct kripa_id order);

/* What a record names of uploaded files, before a change of it and after. */
struct kp_naming {
    enum kripa_media_owner kind;
    struct kripa_id owner;
    const struct kripa_image *before, *after;
    size_t before_count, after_count;
    const char *field; /* that an error names */
    /* of old data: the rows are looked at though nothing changes, files of Cloudinary's that nobody
     * wrote down are, and what is not there is no fault */
    bool adopts;
};
/* Edits that make the rows of who names what say what holds after the change. They fail when a file
 * that is named anew is not there any more by then. INVALID when it isn't there now. The caller
 * guards what it read `before` of, by an edit that stands first. */
enum kripa_status kp_media_refs(const struct kp_call *call, struct kp_change *change,
                                const struct kp_naming *naming);
/* The same for a record that names a file by a URL alone (NULL: none). */
enum kripa_status kp_media_url_refs(const struct kp_call *call, struct kp_change *change,
                                    struct kp_naming naming, const char *before, const char *after);
/* The ids of the files that images mean, each once, in the arena. */
enum kripa_status kp_images_media(const struct kp_call *call, const struct kripa_image *images,
                                  size_t images_count, struct kripa_id **out, size_t *count);

#define KP_COUNTER_ADMINS       "admins" /* the number of admins who are not blocked */
#define KP_COUNTER_ORDER_NUMBER "order.number"
#define KP_COUNTER_AUDIT        "audit.seq"
#define KP_COUNTER_FINISHED     "migration.finished"
/* The record that a new counter begins as, in the change's arena; NULL when out of memory, which
 * the change remembers. */
struct kripa_counter *kp_counter(struct kp_change *change, const char *name);
/* Adds to a counter without a guard. */
void kp_count_up(struct kp_change *change, const char *name, int64_t by);
/* Counts one admin fewer, if one is left then; otherwise the edit fails (CONFLICT). */
void kp_admins_decrement(struct kp_change *change);

/* Whether kripa_migrate_finish was done on this store. */
enum kripa_status kp_migration_finished(const struct kp_call *call, bool *out);

/* Takes the next order number, from a block that was taken outside the order's change. */
enum kripa_status kp_order_number(const struct kp_call *call, int64_t *number);

/* idempotency.c: the record of a key is the first edit of a request's change, so that the same
 * request under the same key is done once (domain.md, "Orders"). */
/* Makes the record of a key, whether or not it is stored already. `request` is the decoded request
 * as a text that is equal for equal requests. INVALID for a malformed key. */
enum kripa_status kp_key_make(const struct kp_call *call, const char *request, const char *route,
                              const char *key, struct kripa_idempotency **out);
/* Parts of such a text: a line of goods, and how a retailer buys, which is left out unless they buy
 * as a customer. */
void kp_key_write_item(struct kripa_writer *writer, struct kripa_id product, int64_t qty);
void kp_key_write_mode(struct kripa_writer *writer, const char *purchase_mode);
/* Reads the record that was committed under the key; *out is NULL when there is none. KEY_REUSED
 * when it is of another request. */
enum kripa_status kp_key_read(const struct kp_call *call, const struct kripa_idempotency *key,
                              const struct kripa_idempotency **out);

#endif
