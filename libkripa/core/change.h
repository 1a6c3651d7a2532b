/* SPDX-License-Identifier: MIT
 * Writing a decision down: a change is built edit by edit, in an arena, and handed to the store
 * whole. Running out of memory, or saying something of an edit before there is one, is noted
 * and told by kp_commit, so the lines between read straight on.
 *
 *     struct kp_change change = kp_change_in(arena);
 *     kp_update(&change, &kripa_product_schema, id);
 *     kp_require(&change, "stock", KRIPA_GE, kp_int(qty));
 *     kp_add(&change, "stock", -qty);
 *     status = kp_commit(kripa, &change, &outcome, err); */
#ifndef KP_CHANGE_H
#define KP_CHANGE_H

#include <kripa/sys/store.h>

#include "call.h"
#include "stripe.h"

struct kp_change {
    const struct kp_call *call; /* the call that it is built for */
    struct kripa_edit *edits;
    size_t count;
    bool failed;  /* out of memory */
    bool misused; /* a guard or assignment came before any edit */
    /* the stripe of a counter that this change adds to; kp_commit gives it back (stripe.h) */
    struct kp_stripe stripe;
};

struct kripa_value kp_int(int64_t number);
struct kripa_value kp_id(struct kripa_id id);
struct kripa_value
kp_text(const char *text); /* NULL: absent; the text must outlive the change or query */
struct kripa_value kp_member(const void *record); /* the value of this same field in a record */

struct kp_change kp_change_in(const struct kp_call *call);
/* `record` must live until the commit; its _id is the key. */
void kp_insert(struct kp_change *change, const struct kripa_schema *of, const void *record);
void kp_update(struct kp_change *change, const struct kripa_schema *of, struct kripa_id key);
void kp_delete(struct kp_change *change, const struct kripa_schema *of, struct kripa_id key);
/* Adds to a counter record, which is `record` if it does not exist yet. */
void kp_upsert_increment(struct kp_change *change, const struct kripa_schema *of,
                         const void *record);
/* Takes the next number of a series (the field `counter` of the counter record `record`), and puts
 * it into the field `into` of the insert that follows. */
void kp_sequence(struct kp_change *change, const struct kripa_schema *of, const void *record,
                 const char *counter, const char *into);

/* The functions below add to the edit begun last; if there is none, the whole change fails. */
void kp_require(struct kp_change *change, const char *field, enum kripa_op op,
                struct kripa_value value);
void kp_set(struct kp_change *change, const char *field, struct kripa_value value);
void kp_add(struct kp_change *change, const char *field, int64_t number);
void kp_unset(struct kp_change *change, const char *field);
void kp_push(struct kp_change *change, const char *list, const void *element);
void kp_push_value(struct kp_change *change, const char *list, struct kripa_value value);
void kp_pull(struct kp_change *change, const char *list, struct kripa_value key);
/* The bits of all fields that this role may set. */
kripa_given kp_settable(const struct kripa_schema *of, enum kripa_role role);
/* Sets every field in `given` that this role may set and that is stored, from `record`; an absent
 * value clears it. */
void kp_set_given(struct kp_change *change, const void *record, kripa_given given);
/* Raises the revision and sets updatedAt, as every update of a record that has them must. */
void kp_touch(struct kp_change *change, int64_t now_ms);

/* The number of edits so far, which is the index of the next one: tells later which edit failed. */
size_t kp_change_count(const struct kp_change *change);
/* `outcome` may be NULL. An empty change is OK. NO_MEMORY; INTERNAL for a change that was misused;
 * else what the store's commit returns. */
enum kripa_status kp_commit(const struct kp_call *call, struct kp_change *change,
                            struct kripa_outcome *outcome);

#endif
