/* SPDX-License-Identifier: MIT
 * Verification of counters: unblocked admins, order numbers, and the numbers of the audit log. */
#include "internal.h"
#include "journal/journal.h"

static enum kripa_status read_counter(struct kp_verify *verify, const char *name, int64_t *value)
{
    void *found;
    enum kripa_status status =
        kp_verify_read(verify, &kripa_counter_schema, kp_id_of_name(name), &found);
    *value = status == KRIPA_OK && found ? ((const struct kripa_counter *)found)->value : 0;
    return status;
}

static enum kripa_status recheck_admins(struct kp_verify *verify, struct kripa_id id,
                                        struct kp_findings *findings, bool *settled)
{
    (void)id;
    int64_t before, admins = 0, after = 0;
    enum kripa_status status = read_counter(verify, KP_COUNTER_ADMINS, &before);
    struct kp_query query = kp_query_of(&verify->scratch, &kripa_credential_schema);
    kp_where(&query, "role", KRIPA_EQ, kp_int(KRIPA_ROLE_ADMIN));
    kp_where(&query, "isBlocked", KRIPA_NE, kp_int(true));
    if (status == KRIPA_OK)
        status = kp_count(&verify->call, &query, 0, &admins);
    if (status == KRIPA_OK)
        status = read_counter(verify, KP_COUNTER_ADMINS, &after);
    *settled = before == after;
    findings->subject = "counter " KP_COUNTER_ADMINS;
    if (status == KRIPA_OK && admins != after)
        kp_finding(findings, "it is %lld, unblocked admins are %lld", (long long)after,
                   (long long)admins);
    return status;
}

/* Numbers are taken from the counter before they are used, so it must never be behind. */
static enum kripa_status recheck_numbers(struct kp_verify *verify, struct kripa_id id,
                                         struct kp_findings *findings, bool *settled)
{
    (void)id;
    (void)settled;
    int64_t counter = 0;
    struct kripa_rows rows = {0};
    struct kp_query query = kp_query_of(&verify->scratch, &kripa_order_schema);
    kp_sort(&query, "number", true);
    query.query.limit = 1;
    enum kripa_status status = kp_find(&verify->call, &query, &rows);
    if (status == KRIPA_OK)
        status = read_counter(verify, KP_COUNTER_ORDER_NUMBER, &counter);
    if (status != KRIPA_OK || rows.count == 0)
        return status;
    int64_t last = ((const struct kripa_order *)rows.at)->number;
    findings->subject = "counter " KP_COUNTER_ORDER_NUMBER;
    if (last > counter)
        kp_finding(findings, "it is %lld, an order has the number %lld", (long long)counter,
                   (long long)last);
    return status;
}

struct numbering {
    struct kp_verify *verify;
    struct kp_findings *findings;
    int64_t last;
};

static enum kripa_status follow(void *ctx, const void *record)
{
    struct numbering *numbering = ctx;
    const struct kripa_audit_entry *entry = record;
    numbering->verify->found.checked++;
    if (entry->seq != numbering->last + 1)
        kp_finding(numbering->findings, "entry %lld comes after entry %lld", (long long)entry->seq,
                   (long long)numbering->last);
    numbering->last = entry->seq;
    return KRIPA_OK;
}

/* A scan is a consistent snapshot, so a gap in it is a real one. */
static enum kripa_status recheck_audit(struct kp_verify *verify, struct kripa_id id,
                                       struct kp_findings *findings, bool *settled)
{
    (void)id;
    (void)settled;
    int64_t before, after = 0;
    struct numbering numbering = {verify, findings, 0};
    findings->subject = "audit";
    enum kripa_status status = read_counter(verify, KP_COUNTER_AUDIT, &before);
    struct kp_query all = kp_query_of(&verify->scratch, &kripa_audit_entry_schema);
    kp_sort(&all, "seq", false);
    if (status == KRIPA_OK)
        status = kp_scan(&verify->call, &all, follow, &numbering);
    if (status == KRIPA_OK)
        status = read_counter(verify, KP_COUNTER_AUDIT, &after);
    if (status == KRIPA_OK && (numbering.last < before || numbering.last > after))
        kp_finding(findings, "the last entry is %lld, its counter is %lld",
                   (long long)numbering.last, (long long)after);
    return status;
}

enum kripa_status kp_verify_counters(struct kp_verify *verify)
{
    static kp_recheck_fn *const looks[] = {recheck_admins, recheck_numbers, recheck_audit};
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; i < sizeof looks / sizeof *looks && status == KRIPA_OK; i++)
        status = kp_recheck(verify, (struct kripa_id){0}, looks[i]);
    return status;
}
