/* SPDX-License-Identifier: MIT
 * Verification of accounts: those with orders have the mark that keeps them from being deleted, and
 * all have the right search terms. */
#include "account/account.h"
#include "internal.h"

static void check(const struct kripa_account *account, bool has_orders,
                  struct kp_findings *findings)
{
    char id[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(account->id, id);
    findings->subject =
        kripa_arena_format(findings->arena, "user %s", account->email ? account->email : id);
    if (has_orders && !account->ordered)
        kp_finding(findings, "it has orders, but is not marked as having ordered");
}

static enum kripa_status check_scanned(void *ctx, const void *record)
{
    struct kp_verify *verify = ctx;
    const struct kripa_account *account = record;
    struct kripa_terms *terms;
    struct kp_findings findings = kp_findings_of(verify);
    check(account, kp_tally_find(&verify->buyers, account->id, (struct kripa_id){0}), &findings);
    enum kripa_status status =
        kp_account_terms(&verify->scratch, account, &terms, verify->call.err);
    if (status == KRIPA_OK)
        status = kp_terms_expect(verify, terms);
    return status == KRIPA_OK ? kp_checked(verify, account->id, &findings) : status;
}

static enum kripa_status read_terms(struct kp_verify *verify, const struct kripa_account *account,
                                    bool *right)
{
    struct kripa_terms *terms;
    enum kripa_status status =
        kp_account_terms(&verify->scratch, account, &terms, verify->call.err);
    if (status != KRIPA_OK)
        return status;
    return kp_terms_read(verify, &kripa_user_terms_schema, terms, false, right);
}

/* A mark that was set stays, so it is enough to read it after the orders. */
static enum kripa_status recheck(struct kp_verify *verify, struct kripa_id id,
                                 struct kp_findings *findings, bool *settled)
{
    int64_t orders = 0;
    void *before, *after;
    bool found_by;
    struct kp_query query = kp_query_of(&verify->scratch, &kripa_order_schema);
    kp_where(&query, "user", KRIPA_EQ, kp_id(id));
    enum kripa_status status = kp_count(&verify->call, &query, 1, &orders);
    if (status == KRIPA_OK)
        status = kp_verify_read(verify, &kripa_account_schema, id, &before);
    if (status != KRIPA_OK || !before)
        return status;
    const struct kripa_account *account = before;
    status = read_terms(verify, account, &found_by);
    if (status == KRIPA_OK)
        status = kp_verify_read(verify, &kripa_account_schema, id, &after);
    if (status != KRIPA_OK || !after)
        return status;
    *settled = account->revision == ((const struct kripa_account *)after)->revision;
    check(account, orders > 0, findings);
    if (!found_by)
        kp_finding(findings, KP_TERMS_FINDING);
    return KRIPA_OK;
}

enum kripa_status kp_verify_accounts(struct kp_verify *verify)
{
    struct kp_query all = kp_query_of(verify->arena, &kripa_account_schema);
    enum kripa_status status = kp_scan(&verify->call, &all, check_scanned, verify);
    if (status == KRIPA_OK)
        status = kp_terms_compare(verify, &kripa_user_terms_schema, false);
    return status == KRIPA_OK ? kp_recheck_suspects(verify, recheck) : status;
}
