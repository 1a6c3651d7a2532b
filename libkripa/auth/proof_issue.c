/* SPDX-License-Identifier: MIT
 * Making a proof, and the message that brings it: both in one change. */
#include <stdio.h>
#include <string.h>

#include "account/account.h"
#include "base/status.h"
#include "core/context.h"
#include "core/retry.h"
#include "internal.h"
#include "journal/journal.h"
#include "proof.h"
#include "refresh_token.h"
#include "service/secret.h"

#define TRIES_MAX  16
#define CODES      1000000 /* of six digits */
#define CODE_SIZE  7
#define RESET_PAGE "/reset-password?token="

struct issuing {
    enum kp_proof_kind kind;
    const struct kripa_credential *who;
    bool by_hand;
    char digest[KP_PROOF_DIGEST_SIZE];
    const char *secret; /* what the message says, as JSON */
    struct kp_issued issued;
};

/* Draws a code; each is as likely as any other, since numbers beyond the last whole million are
 * drawn again. */
static enum kripa_status draw_code(const struct kp_call *call, char code[CODE_SIZE])
{
    uint32_t number;
    do {
        enum kripa_status status = kp_random(call, &number, sizeof number);
        if (status != KRIPA_OK)
            return status;
    } while (number >= UINT32_MAX / CODES * CODES);
    snprintf(code, CODE_SIZE, "%06u", (unsigned)(number % CODES));
    return KRIPA_OK;
}

static enum kripa_status make_code(const struct kp_call *call, struct issuing *issuing)
{
    char code[CODE_SIZE];
    struct kripa_writer writer;
    enum kripa_status status = draw_code(call, code);
    if (status != KRIPA_OK)
        return status;
    kp_code_digest(call->kripa, issuing->who->id, code, issuing->digest);
    kripa_writer_init(&writer, call->arena);
    kp_data_text(&writer, "code", code);
    issuing->secret = kp_data_end(&writer);
    return KRIPA_OK;
}

/* Makes a token of the form that the first refresh token of a session has: it begins with the
 * account. */
static enum kripa_status make_token(const struct kp_call *call, struct issuing *issuing)
{
    unsigned char secret[KP_REFRESH_SECRET];
    struct kripa_writer writer;
    enum kripa_status status = kp_random(call, secret, sizeof secret);
    if (status != KRIPA_OK)
        return status;
    struct kp_refresh_token token = kp_refresh_first(issuing->who->id, secret);
    kp_refresh_digest(&token, issuing->digest);
    const char *page = call->kripa->frontend_url, *text;
    issuing->issued.token = text = kripa_arena_text(call->arena, token.text, KP_REFRESH_TEXT);
    if (page)
        issuing->issued.link = kripa_arena_format(call->arena, "%s" RESET_PAGE "%s", page, text);
    if (!text || (page && !issuing->issued.link))
        return kp_no_memory(call->err);
    kripa_writer_init(&writer, call->arena);
    kp_data_text(&writer, "token", text);
    if (page)
        kp_data_text(&writer, "link", issuing->issued.link);
    issuing->secret = kp_data_end(&writer);
    return KRIPA_OK;
}

/* Puts the new one in the place of the one before, used or not, expired or not. */
static enum kripa_status write_proof(const struct kp_call *call, struct kp_change *change,
                                     const struct issuing *issuing)
{
    struct kripa_proof *before, *proof = kripa_arena_alloc(call->arena, sizeof *proof, 1);
    if (!proof)
        return kp_no_memory(call->err);
    enum kripa_status status = kp_proof_find(call, issuing->kind, issuing->who->id, &before);
    if (status != KRIPA_OK)
        return status;
    *proof = (struct kripa_proof){
        .id = kp_proof_id(issuing->kind, issuing->who->id),
        .user = issuing->who->id,
        .digest = issuing->digest,
        .expires_at_ms = issuing->issued.expires_at_ms,
        .created_at_ms = kp_now_ms(call->kripa),
    };
    if (!before) {
        kp_insert(change, &kripa_proof_schema, proof);
        return KRIPA_OK;
    }
    kp_update(change, &kripa_proof_schema, proof->id);
    kp_require(change, "digest", KRIPA_UNCHANGED, kp_member(before));
    static const char *const fields[] = {"digest", "tries", "expiresAt", "createdAt"};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        kp_set(change, fields[i], kp_member(proof));
    return KRIPA_OK;
}

static enum kripa_status write_message(const struct kp_call *call, struct kp_change *change,
                                       struct issuing *issuing)
{
    struct kripa_writer writer;
    if (issuing->by_hand) {
        kp_audit(change, "account.reset_link", kp_id_text(call->arena, issuing->who->id), NULL,
                 NULL, NULL);
        return KRIPA_OK;
    }
    kripa_writer_init(&writer, call->arena);
    kp_data_text(&writer, "name", issuing->who->name);
    struct kp_secret_message message = {
        .kind =
            issuing->kind == KP_PROOF_CODE ? KRIPA_OUTBOX_LOGIN_CODE : KRIPA_OUTBOX_PASSWORD_RESET,
        .to = issuing->who->email,
        .data = kp_data_end(&writer),
        .secret = issuing->secret,
        .expires_at_ms = issuing->issued.expires_at_ms,
    };
    return kp_outbox_secret(change, &message, &issuing->issued.message);
}

static enum kripa_status issue_once(void *ctx, const struct kp_call *call, bool *lost)
{
    struct issuing *issuing = ctx;
    struct kp_change change = kp_change_in(call);
    enum kripa_status status = write_proof(call, &change, issuing);
    if (status == KRIPA_OK)
        status = write_message(call, &change, issuing);
    if (status != KRIPA_OK)
        return status;
    status = kp_commit(call, &change, NULL);
    *lost = status == KRIPA_CONFLICT || status == KRIPA_EXISTS;
    return status;
}

enum kripa_status kp_proof_issue(const struct kp_call *call, enum kp_proof_kind kind,
                                 const struct kripa_credential *who, bool by_hand,
                                 struct kp_issued *out)
{
    static const struct kp_patience patience = {TRIES_MAX, KRIPA_UNAVAILABLE,
                                                "many ask for this account at once; try again", 0};
    int64_t ttl_s = kind == KP_PROOF_CODE ? KRIPA_CODE_TTL_S : KRIPA_RESET_TTL_S;
    struct issuing issuing = {.kind = kind, .who = who, .by_hand = by_hand};
    issuing.issued.expires_at_ms = kp_now_ms(call->kripa) + ttl_s * 1000;
    enum kripa_status status =
        kind == KP_PROOF_CODE ? make_code(call, &issuing) : make_token(call, &issuing);
    if (status == KRIPA_OK)
        status = kp_retry(call, &patience, issue_once, &issuing);
    if (status == KRIPA_OK)
        *out = issuing.issued;
    return status;
}

enum kripa_status kp_request_proof(struct kripa *kripa, enum kp_proof_kind kind, const char *email,
                                   struct kripa_id *message, struct kripa_error *err)
{
    struct kripa_arena arena = {0};
    const struct kp_call call = {.kripa = kripa, .arena = &arena, .err = err};
    struct kripa_email_body checked = {email};
    struct kripa_credential *who = NULL;
    struct kp_issued issued = {0};
    enum kripa_status status =
        kripa_record_check(&kripa_email_body_schema, KRIPA_CREATE, KRIPA_ROLE_GUEST, &arena,
                           &checked, KRIPA_GIVEN_ALL, err);
    if (status == KRIPA_OK)
        status = kp_need_signing(&call);
    if (status == KRIPA_OK)
        status = kp_email_person(&call, checked.email, &who);
    if (status == KRIPA_OK && who && !who->is_blocked)
        status = kp_proof_issue(&call, kind, who, false, &issued);
    kripa_arena_clear(&arena);
    *message = issued.message;
    return status;
}
