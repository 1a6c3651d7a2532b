/* SPDX-License-Identifier: MIT
 * Becoming a retailer: the request, the admin's answer, the cooldown after a refusal. */
#include "base/status.h"
#include "base/time.h"
#include "core/context.h"
#include "internal.h"
#include "journal/journal.h"

#include <kripa/sys/json.h>

void kp_request_accept(struct kripa_account *after)
{
    after->role = KRIPA_ROLE_RETAILER;
    after->retailer_request_status = KRIPA_REQUEST_NONE;
    after->retailer_request_cooldown_ms = 0;
}

#define COOLDOWN_MS (KRIPA_REQUEST_COOLDOWN_S * 1000LL)

void kp_request_refuse(struct kripa_account *after, int64_t now_ms)
{
    after->retailer_request_status = KRIPA_REQUEST_REJECTED;
    after->retailer_request_cooldown_ms = now_ms + COOLDOWN_MS;
}

/* Returns how much of the cooldown is left. A remainder longer than a whole cooldown comes from a
 * clock that was wrong, and is ignored. */
static int64_t cooldown_left(const struct kripa_account *account, int64_t now_ms)
{
    int64_t until_ms = account->retailer_request_cooldown_ms;
    bool lasts = until_ms > now_ms && kp_within(until_ms - COOLDOWN_MS, now_ms, COOLDOWN_MS);
    return lasts ? until_ms - now_ms : 0;
}

static enum kripa_status check_may_ask(const struct kripa_account *account, int64_t now_ms,
                                       struct kripa_error *err)
{
    if (account->role != KRIPA_ROLE_CUSTOMER)
        return kripa_fail(err, KRIPA_CONFLICT, "this account is already %s %s",
                          account->role == KRIPA_ROLE_ADMIN ? "an" : "a",
                          kripa_role_name(account->role));
    if (account->retailer_request_status == KRIPA_REQUEST_PENDING)
        return kripa_fail(err, KRIPA_CONFLICT, "a request is pending already");
    int64_t left_ms = cooldown_left(account, now_ms);
    if (left_ms == 0)
        return KRIPA_OK;
    return kripa_fail(err, KRIPA_CONFLICT,
                      "the last request was refused; ask again in %lld minutes",
                      (long long)((left_ms + 59999) / 60000));
}

/* The data of the message to the shop. */
static const char *describe(struct kripa_arena *arena, const struct kripa_account *account)
{
    struct kripa_writer writer;
    kripa_writer_init(&writer, arena);
    kripa_write(&writer, "{\"user\":");
    kripa_write_id(&writer, account->id);
    kripa_write(&writer, ",\"name\":");
    kripa_write_text(&writer, account->name);
    kripa_write(&writer, ",\"email\":");
    kripa_write_text(&writer, account->email);
    kripa_write(&writer, ",\"retailerDetails\":");
    kripa_write_record(&writer, &kripa_retailer_details_schema, account->retailer_details,
                       KRIPA_ROLE_ADMIN);
    kripa_write(&writer, "}");
    return writer.failed ? NULL : writer.at;
}

static enum kripa_status decide_ask(struct kp_account_edit *edit, const void *input)
{
    int64_t now_ms = kp_now_ms(edit->call->kripa);
    enum kripa_status status = check_may_ask(edit->before, now_ms, edit->call->err);
    if (status != KRIPA_OK)
        return status;
    struct kripa_account *after = edit->after;
    after->retailer_details =
        kripa_arena_alloc(edit->call->arena, sizeof *after->retailer_details, 1);
    if (!after->retailer_details)
        return kp_no_memory(edit->call->err);
    *after->retailer_details = *(const struct kripa_retailer_details *)input;
    after->retailer_request_status = KRIPA_REQUEST_PENDING;
    after->retailer_requested_at_ms = now_ms;
    after->retailer_request_cooldown_ms = 0;
    kp_outbox(&edit->change, KRIPA_OUTBOX_RETAILER_REQUEST, KP_TO_SHOP, (struct kripa_id){0},
              describe(edit->call->arena, after));
    return KRIPA_OK;
}

enum kripa_status kripa_retailer_request(struct kripa *kripa, struct kripa_viewer viewer,
                                         const struct kripa_retailer_details *details,
                                         struct kripa_arena *arena, struct kripa_account **out,
                                         struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kripa_retailer_details checked = *details;
    enum kripa_status status = kp_need_account(viewer, err);
    if (status == KRIPA_OK)
        status = kripa_record_check(&kripa_retailer_details_schema, KRIPA_CREATE, viewer.role,
                                    arena, &checked, KRIPA_GIVEN_ALL, err);
    if (status != KRIPA_OK)
        return status;
    struct kp_account_edit edit = {
        .action = "request.make",
        .decide = decide_ask,
        .input = &checked,
        .call = &call,
    };
    return kp_account_change(&edit, viewer.user, out);
}

static enum kripa_status decide_answer(struct kp_account_edit *edit, const void *input)
{
    if (edit->before->retailer_request_status != KRIPA_REQUEST_PENDING)
        return kripa_fail(edit->call->err, KRIPA_CONFLICT, "this account has no pending request");
    if (*(const bool *)input)
        kp_request_accept(edit->after);
    else
        kp_request_refuse(edit->after, kp_now_ms(edit->call->kripa));
    return KRIPA_OK;
}

enum kripa_status kripa_request_decide(struct kripa *kripa, struct kripa_viewer viewer,
                                       struct kripa_id id, bool approve, struct kripa_arena *arena,
                                       struct kripa_account **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kp_account_edit edit = {
        .action = approve ? "request.approve" : "request.refuse",
        .decide = decide_answer,
        .input = &approve,
        .call = &call,
    };
    enum kripa_status status = kp_need_admin(viewer, err);
    return status == KRIPA_OK ? kp_account_change(&edit, id, out) : status;
}

static enum kripa_status decide_clear(struct kp_account_edit *edit, const void *input)
{
    (void)input;
    (void)edit->call->err;
    edit->after->retailer_request_cooldown_ms = 0;
    return KRIPA_OK;
}

enum kripa_status kripa_account_clear_cooldown(struct kripa *kripa, struct kripa_viewer viewer,
                                               struct kripa_id id, struct kripa_arena *arena,
                                               struct kripa_account **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kp_account_edit edit = {
        .action = "request.clear_cooldown",
        .decide = decide_clear,
        .call = &call,
    };
    enum kripa_status status = kp_need_admin(viewer, err);
    return status == KRIPA_OK ? kp_account_change(&edit, id, out) : status;
}
