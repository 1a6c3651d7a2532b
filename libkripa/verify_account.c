/* SPDX-License-Identifier: MIT
 * Verification of accounts: who has orders is marked so, and is then kept for the books. */
#include "verify.h"

static void judge(const struct kripa_buyer *account, bool has_orders, struct kp_findings *findings)
{
    char id[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(account->id, id);
    findings->subject =
        kripa_arena_format(findings->arena, "user %s", account->email ? account->email : id);
    if (has_orders && !account->ordered)
        kp_finding(findings, "it has orders, but is not marked as having ordered");
}

static enum kripa_status look_first(void *ctx, const void *record)
{
    struct kp_verify *verify = ctx;
    const struct kripa_buyer *account = record;
    struct kp_findings findings = kp_findings_of(verify);
    judge(account, kp_tally_find(&verify->buyers, account->id, (struct kripa_id){0}), &findings);
    return kp_judged(verify, account->id, &findings);
}

/* The mark stays once it is set, so it is enough that it is read after the orders. */
static enum kripa_status look_second(struct kp_verify *verify, struct kripa_id id,
                                     struct kp_findings *findings, bool *settled)
{
    (void)settled;
    int64_t orders = 0;
    void *account;
    struct kp_query query = kp_query_of(&verify->row, &kripa_order_schema);
    kp_where(&query, "user", KRIPA_EQ, kp_id(id));
    enum kripa_status status = kp_count(verify->kripa, &query, 1, &orders, verify->err);
    if (status == KRIPA_OK)
        status = kp_verify_read(verify, &kripa_buyer_schema, id, &account);
    if (status == KRIPA_OK && account)
        judge(account, orders > 0, findings);
    return status;
}

enum kripa_status kp_verify_accounts(struct kp_verify *verify)
{
    struct kp_query all = kp_query_of(verify->arena, &kripa_buyer_schema);
    enum kripa_status status = kp_scan(verify->kripa, &all, look_first, verify, verify->err);
    return status == KRIPA_OK ? kp_look_again(verify, look_second) : status;
}
