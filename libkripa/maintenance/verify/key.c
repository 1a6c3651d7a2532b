/* SPDX-License-Identifier: MIT
 * Verification of idempotency keys: the order that a key names exists, unless an admin deleted
 * it. */
#include "internal.h"
#include "journal/journal.h"

/* A scan can't ask the store anything else, so every key becomes a suspect; there are few, as they
 * expire after a day. */
static enum kripa_status check_scanned(void *ctx, const void *record)
{
    struct kp_verify *verify = ctx;
    verify->found.checked++;
    return kp_suspect(verify, ((const struct kripa_idempotency *)record)->id);
}

static enum kripa_status was_deleted(struct kp_verify *verify, struct kripa_id order, bool *out)
{
    struct kp_query query = kp_query_of(&verify->scratch, &kripa_audit_entry_schema);
    kp_where(&query, "target", KRIPA_EQ, kp_text(kp_id_text(&verify->scratch, order)));
    kp_where(&query, "action", KRIPA_EQ, kp_text("order.delete"));
    int64_t rows = 0;
    enum kripa_status status = kp_count(&verify->call, &query, 1, &rows);
    *out = rows > 0;
    return status;
}

static enum kripa_status recheck(struct kp_verify *verify, struct kripa_id id,
                                 struct kp_findings *findings, bool *settled)
{
    (void)settled;
    void *found, *order;
    bool deleted = false;
    enum kripa_status status = kp_verify_read(verify, &kripa_idempotency_schema, id, &found);
    if (status != KRIPA_OK || !found)
        return status;
    const struct kripa_idempotency *key = found;
    if (kripa_id_is_zero(key->order))
        return KRIPA_OK; /* a cart's merge */
    status = kp_verify_read(verify, &kripa_order_schema, key->order, &order);
    if (status == KRIPA_OK && !order)
        status = was_deleted(verify, key->order, &deleted);
    findings->subject = "an idempotency key";
    if (status == KRIPA_OK && !order && !deleted)
        kp_finding(findings, "\"%s\" of %s names an order that is not there", key->key, key->route);
    return status;
}

enum kripa_status kp_verify_keys(struct kp_verify *verify)
{
    struct kp_query all = kp_query_of(verify->arena, &kripa_idempotency_schema);
    enum kripa_status status = kp_scan(&verify->call, &all, check_scanned, verify);
    return status == KRIPA_OK ? kp_recheck_suspects(verify, recheck) : status;
}
