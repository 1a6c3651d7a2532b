/* SPDX-License-Identifier: MIT
 * Sessions. A record is one chain of refresh tokens, of which only digests are stored. */
#include <string.h>

#include "account/account.h"
#include "base/status.h"
#include "core/retry.h"
#include "internal.h"
#include "refresh_token.h"
#include "service/secret.h"

#define TRIES_MAX 5

enum kripa_status kp_need_signing(const struct kp_call *call)
{
    if (call->kripa->can_sign)
        return KRIPA_OK;
    return kripa_fail(call->err, KRIPA_UNAVAILABLE,
                      "this shop was opened without a secret to sign with");
}

static enum kripa_status refused(struct kripa_error *err)
{
    return kripa_fail(err, KRIPA_UNAUTHENTICATED, "the session is over: sign in again");
}

static enum kripa_status give_access(const struct kp_call *call, const struct kripa_credential *who,
                                     struct kripa_id session, struct kripa_signed_in *out)
{
    int64_t now_s = kp_now_ms(call->kripa) / 1000;
    struct kp_claims claims = {
        .user = who->id,
        .session = session,
        .role = kripa_role_name(who->role),
        .token_version = who->token_version,
        .issued_s = now_s,
        .expires_s = now_s + KRIPA_ACCESS_TOKEN_TTL_S,
    };
    out->expires_in_s = KRIPA_ACCESS_TOKEN_TTL_S;
    return kp_token_make(call->kripa->jwt_secret, call->kripa->jwt_secret_size, &claims,
                         call->arena, &out->token, call->err);
}

static enum kripa_status give(const struct kp_call *call, const struct kripa_credential *who,
                              struct kripa_id session, const struct kp_refresh_token *token,
                              struct kripa_signed_in *out)
{
    out->refresh_token = kripa_arena_text(call->arena, token->text, KP_REFRESH_TEXT);
    if (!out->refresh_token)
        return kp_no_memory(call->err);
    return give_access(call, who, session, out);
}

enum kripa_status kp_session_begin(const struct kp_call *call, struct kp_change *change,
                                   const struct kripa_credential *who, struct kripa_signed_in *out)
{
    unsigned char secret[KP_REFRESH_SECRET];
    enum kripa_status status = kp_random(call, secret, sizeof secret);
    if (status != KRIPA_OK)
        return status;
    struct kripa_session *session = kripa_arena_alloc(change->call->arena, sizeof *session, 1);
    char *current = kripa_arena_alloc(change->call->arena, 1, KP_REFRESH_DIGEST_SIZE);
    if (!session || !current)
        return kp_no_memory(call->err);
    int64_t now_ms = kp_now_ms(call->kripa);
    *session = (struct kripa_session){
        .id = kp_new_id(call->kripa),
        .user = who->id,
        .current = current,
        .token_version = who->token_version,
        .rotated_at_ms = now_ms,
        .expires_at_ms = now_ms + (int64_t)KRIPA_SESSION_TTL_S * 1000,
        .created_at_ms = now_ms,
    };
    struct kp_refresh_token token = kp_refresh_first(session->id, secret);
    kp_refresh_digest(&token, current);
    kp_insert(change, &kripa_session_schema, session);
    return give(call, who, session->id, &token, out);
}

/* OK also for a session that is already revoked or deleted. */
static enum kripa_status revoke(const struct kp_call *call, struct kripa_id session)
{
    struct kp_change change = kp_change_in(call);
    kp_update(&change, &kripa_session_schema, session);
    kp_require(&change, "revoked", KRIPA_NE, kp_int(1));
    kp_set(&change, "revoked", kp_int(1));
    enum kripa_status status = kp_commit(call, &change, NULL);
    return status == KRIPA_CONFLICT ? KRIPA_OK : status;
}

/* CONFLICT when another rotation or the end of the session was committed first. */
static enum kripa_status rotate(const struct kp_call *call, const struct kripa_session *session,
                                const struct kp_refresh_token *next)
{
    char current[KP_REFRESH_DIGEST_SIZE];
    kp_refresh_digest(next, current);
    int64_t now_ms = kp_now_ms(call->kripa);
    struct kp_change change = kp_change_in(call);
    kp_update(&change, &kripa_session_schema, session->id);
    kp_require(&change, "current", KRIPA_EQ, kp_text(session->current));
    kp_require(&change, "revoked", KRIPA_NE, kp_int(1));
    kp_set(&change, "previous", kp_text(session->current));
    kp_set(&change, "current", kp_text(current));
    kp_add(&change, "rotations", 1);
    kp_set(&change, "rotatedAt", kp_int(now_ms));
    kp_set(&change, "expiresAt", kp_int(now_ms + (int64_t)KRIPA_SESSION_TTL_S * 1000));
    return kp_commit(call, &change, NULL);
}

static bool over(struct kripa *kripa, const struct kripa_session *session,
                 const struct kripa_credential *who)
{
    return session->revoked || session->expires_at_ms <= kp_now_ms(kripa) ||
           session->token_version != who->token_version;
}

/* Finds the session of a token; *standing is KP_NOT_OURS for a text that is no token of this
 * shop. */
static enum kripa_status find_session(const struct kp_call *call, const char *text,
                                      struct kp_refresh_token *token, enum kp_standing *standing,
                                      struct kripa_session **out)
{
    struct kripa_id id;
    void *found;
    *standing = KP_NOT_OURS;
    if (!kp_refresh_parse(text, token, &id))
        return KRIPA_OK;
    enum kripa_status status = kp_find_id(call, &kripa_session_schema, id, &found);
    if (status == KRIPA_NOT_FOUND)
        return KRIPA_OK;
    if (status != KRIPA_OK)
        return status;
    *out = found;
    *standing = kp_refresh_judge(call->kripa, *out, token, kp_now_ms(call->kripa));
    return KRIPA_OK;
}

static enum kripa_status check_credential(const struct kp_call *call,
                                          const struct kripa_session *session,
                                          struct kripa_credential **who)
{
    enum kripa_status status = kp_credential_read(call, session->user, who);
    if (status == KRIPA_NOT_FOUND)
        return refused(call->err);
    if (status != KRIPA_OK)
        return status;
    if ((*who)->is_blocked)
        return kripa_fail(call->err, KRIPA_FORBIDDEN, "this account is blocked");
    return over(call->kripa, session, *who) ? refused(call->err) : KRIPA_OK;
}

static enum kripa_status refresh_once(const struct kp_call *call, const char *text,
                                      struct kripa_signed_in *out)
{
    struct kp_refresh_token token;
    struct kripa_session *session;
    struct kripa_credential *who;
    enum kp_standing standing;
    enum kripa_status status = find_session(call, text, &token, &standing, &session);
    if (status != KRIPA_OK)
        return status;
    if (standing == KP_USED)
        status = revoke(call, session->id);
    if (standing == KP_USED || standing == KP_NOT_OURS)
        return status == KRIPA_OK ? refused(call->err) : status;
    status = check_credential(call, session, &who);
    if (status != KRIPA_OK)
        return status;
    struct kp_refresh_token next = kp_refresh_next(call->kripa, session->id, &token);
    if (standing == KP_CURRENT)
        status = rotate(call, session, &next);
    if (status != KRIPA_OK)
        return status;
    struct kripa_account *account;
    status = kp_account_read(call, session->user, &account);
    if (status != KRIPA_OK)
        return status == KRIPA_NOT_FOUND ? refused(call->err) : status;
    out->account = *account;
    return give(call, who, session->id, &next, out);
}

struct refreshing {
    const char *text;
    struct kripa_signed_in *out;
};

static enum kripa_status try_refresh(void *ctx, const struct kp_call *call, bool *lost)
{
    struct refreshing *refreshing = ctx;
    enum kripa_status status = refresh_once(call, refreshing->text, refreshing->out);
    *lost = status == KRIPA_CONFLICT;
    return status;
}

enum kripa_status kripa_refresh(struct kripa *kripa, const char *refresh_token,
                                struct kripa_arena *arena, struct kripa_signed_in *out,
                                struct kripa_error *err)
{
    kripa_error_clear(err);
    const struct kp_call call = {.kripa = kripa, .arena = arena, .err = err};
    static const struct kp_patience patience = {TRIES_MAX, KRIPA_UNAVAILABLE,
                                                "this session is busy; try again", 0};
    enum kripa_status status = kp_need_text(refresh_token, "refresh_token", err);
    if (status == KRIPA_OK)
        status = kp_need_signing(&call);
    struct refreshing refreshing = {refresh_token, out};
    return status == KRIPA_OK ? kp_retry(&call, &patience, try_refresh, &refreshing) : status;
}

static enum kripa_status name_session(const struct kp_call *call, const char *text,
                                      const char *email, struct kripa_id *out)
{
    struct kp_refresh_token token;
    struct kripa_session *session;
    struct kripa_credential *who;
    enum kp_standing standing;
    const char *spellings[KP_EMAIL_SPELLINGS];
    size_t count = kp_email_spellings(call->arena, email, spellings);
    if (count == 0)
        return kp_no_memory(call->err);
    enum kripa_status status = find_session(call, text, &token, &standing, &session);
    if (status == KRIPA_OK && (standing == KP_USED || standing == KP_NOT_OURS))
        return refused(call->err);
    if (status == KRIPA_OK)
        status = check_credential(call, session, &who);
    if (status != KRIPA_OK)
        return status == KRIPA_FORBIDDEN ? refused(call->err) : status;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(spellings[i], who->email) != 0)
            continue;
        *out = session->id;
        return KRIPA_OK;
    }
    return refused(call->err);
}

enum kripa_status kripa_session_of(struct kripa *kripa, const char *refresh_token,
                                   const char *email, struct kripa_arena *arena,
                                   struct kripa_id *out, struct kripa_error *err)
{
    kripa_error_clear(err);
    const struct kp_call call = {.kripa = kripa, .arena = arena, .err = err};
    enum kripa_status status = kp_need_text(refresh_token, "refresh_token", err);
    if (status == KRIPA_OK)
        status = kp_need_text(email, "email", err);
    if (status == KRIPA_OK)
        status = kp_need_signing(&call);
    return status == KRIPA_OK ? name_session(&call, refresh_token, email, out) : status;
}

/* Access tokens carry the account's token version: raising it makes all of them invalid. */
static enum kripa_status end_all(const struct kp_call *call, struct kripa_id user)
{
    struct kp_change change = kp_change_in(call);
    kp_update(&change, &kripa_credential_schema, user);
    kp_add(&change, "tokenVersion", 1);
    enum kripa_status status = kp_commit(call, &change, NULL);
    return status == KRIPA_CONFLICT ? KRIPA_OK : status;
}

static enum kripa_status sign_out(const struct kp_call *call, const char *text, bool all)
{
    struct kp_refresh_token token;
    struct kripa_session *session;
    struct kripa_credential *who;
    enum kp_standing standing;
    enum kripa_status status = find_session(call, text, &token, &standing, &session);
    if (status != KRIPA_OK || standing == KP_NOT_OURS)
        return status;
    if (all && standing != KP_USED) {
        status = check_credential(call, session, &who);
        if (status == KRIPA_OK)
            status = end_all(call, session->user);
        if (status != KRIPA_OK && status != KRIPA_UNAUTHENTICATED && status != KRIPA_FORBIDDEN)
            return status;
    }
    return revoke(call, session->id);
}

enum kripa_status kripa_sign_out(struct kripa *kripa, const char *refresh_token, bool all,
                                 struct kripa_error *err)
{
    kripa_error_clear(err);
    struct kripa_arena arena = {0};
    const struct kp_call call = {.kripa = kripa, .arena = &arena, .err = err};
    enum kripa_status status = kp_need_text(refresh_token, "refresh_token", err);
    if (status == KRIPA_OK)
        status = sign_out(&call, refresh_token, all);
    kripa_arena_clear(&arena);
    return status;
}

enum kripa_status kripa_session_end(struct kripa *kripa, struct kripa_viewer viewer, bool all,
                                    struct kripa_error *err)
{
    kripa_error_clear(err);
    struct kripa_arena arena = {0};
    const struct kp_call call = {.kripa = kripa, .arena = &arena, .viewer = viewer, .err = err};
    enum kripa_status status = kp_need_account(viewer, err);
    if (status == KRIPA_OK && all)
        status = end_all(&call, viewer.user);
    if (status == KRIPA_OK && !kripa_id_is_zero(viewer.session))
        status = revoke(&call, viewer.session);
    kripa_arena_clear(&arena);
    return status;
}
