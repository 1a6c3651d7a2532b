/* SPDX-License-Identifier: MIT
 * What admins do with other people's accounts. */
#include <kripa/account.h>
#include <kripa/sys/bodies.h>
#include <kripa/sys/schema.h>

#include "alike.h"

static enum kripa_status reply_account(struct request *r, enum kripa_status status,
                                       const struct kripa_account *account, const char *message)
{
    if (status != KRIPA_OK)
        return status;
    r->message = message;
    return reply_record(r, account);
}

static enum kripa_status list(struct request *r, const struct kripa_account_filter *filter)
{
    struct kripa_accounts accounts;
    enum kripa_status status =
        kripa_account_list(r->kripa, r->viewer, filter, r->arena, &accounts, r->err);
    return status != KRIPA_OK ? status : reply_list(r, accounts.at, accounts.count, &accounts.page);
}

enum kripa_status on_account_list(struct request *r)
{
    return list(r, r->query);
}

/* Shows the pending requests, unless the query asks for others. */
enum kripa_status on_request_list(struct request *r)
{
    struct kripa_account_filter filter = *(const struct kripa_account_filter *)r->query;
    if (!filter.status)
        filter.status = "pending";
    return list(r, &filter);
}

ON_RECORD(on_account_get, kripa_account, kripa_account_get, NULL)

enum kripa_status on_account_block(struct request *r)
{
    const struct kripa_block_body *body = r->body;
    bool given = r->given & kripa_schema_bit(&kripa_block_body_schema, "blocked");
    struct kripa_int blocked = {.value = body->blocked, .set = given};
    struct kripa_id id;
    struct kripa_account *account;
    enum kripa_status status = request_param_id(r, 0, &id);
    if (status == KRIPA_OK)
        status = kripa_account_block(r->kripa, r->viewer, id, blocked, r->arena, &account, r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = account->is_blocked ? "the account is blocked" : "the account is not blocked";
    return reply_record(r, account);
}

/* Giving a role also answers a pending request. */
static const char *decided(const struct kripa_account *before, enum kripa_role role)
{
    if (before->retailer_request_status != KRIPA_REQUEST_PENDING || role == KRIPA_ROLE_ADMIN)
        return "the role is set";
    return role == KRIPA_ROLE_RETAILER ? "the request was accepted" : "the request was refused";
}

enum kripa_status on_account_role(struct request *r)
{
    const struct kripa_role_body *body = r->body;
    struct kripa_id id;
    struct kripa_account *before, *account = NULL;
    enum kripa_status status = request_param_id(r, 0, &id);
    if (status == KRIPA_OK)
        status = kripa_account_get(r->kripa, r->viewer, id, r->arena, &before, r->err);
    if (status == KRIPA_OK)
        status =
            kripa_account_set_role(r->kripa, r->viewer, id, body->role, r->arena, &account, r->err);
    return reply_account(r, status, account,
                         status != KRIPA_OK ? NULL : decided(before, account->role));
}

ON_RECORD(on_account_clear_cooldown, kripa_account, kripa_account_clear_cooldown,
          "a new request may be made")

enum kripa_status on_request_decide(struct request *r)
{
    const struct kripa_decision_body *body = r->body;
    struct kripa_id id;
    struct kripa_account *account = NULL;
    enum kripa_status status = request_param_id(r, 0, &id);
    if (status == KRIPA_OK)
        status = kripa_request_decide(r->kripa, r->viewer, id, body->approve, r->arena, &account,
                                      r->err);
    return reply_account(r, status, account,
                         body->approve ? "the request was accepted" : "the request was refused");
}

ON_RECORD(on_account_delete, kripa_account, kripa_account_delete, "the account was deleted")

enum kripa_status on_account_stats(struct request *r)
{
    struct kripa_account_stats stats;
    enum kripa_status status = kripa_account_stats(r->kripa, r->viewer, &stats, r->err);
    return status != KRIPA_OK ? status : reply_record(r, &stats);
}
