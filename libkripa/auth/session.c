/* SPDX-License-Identifier: MIT
 * Sessions: one row a family of refresh tokens, of which only digests are kept. */
#include <string.h>

#include "account/account.h"
#include "base/status.h"
#include "core/retry.h"
#include "internal.h"
#include "refresh_token.h"
#include "service/secret.h"

#define TRIES_MAX 5

enum kripa_status kp_need_signing(struct kripa *kripa, struct kripa_error *err)
{
    if (kripa->can_sign)
        return KRIPA_OK;
    return kripa_fail(err, KRIPA_UNAVAILABLE, "this shop was opened without a secret to sign with");
}

static enum kripa_status refused(struct kripa_error *err)
{
    return kripa_fail(err, KRIPA_UNAUTHENTICATED, "the session is over: sign in again");
}

static enum kripa_status give_access(struct kripa *kripa, const struct kripa_credential *who,
                                     struct kripa_id session, struct kripa_arena *arena,
                                     struct kripa_signed_in *out, struct kripa_error *err)
{
    int64_t now_s = kp_now_ms(kripa) / 1000;
    struct kp_claims claims = {
        .user = who->id,
        .session = session,
        .role = kripa_role_name(who->role),
        .token_version = who->token_version,
        .issued_s = now_s,
        .expires_s = now_s + KRIPA_ACCESS_TOKEN_TTL_S,
    };
    out->expires_in_s = KRIPA_ACCESS_TOKEN_TTL_S;
    return kp_token_make(kripa->jwt_secret, kripa->jwt_secret_size, &claims, arena, &out->token,
                         err);
}

static enum kripa_status give(struct kripa *kripa, const struct kripa_credential *who,
                              struct kripa_id session, const struct kp_refresh_token *token,
                              struct kripa_arena *arena, struct kripa_signed_in *out,
                              struct kripa_error *err)
{
    out->refresh_token = kripa_arena_text(arena, token->text, KP_REFRESH_TEXT);
    if (!out->refresh_token)
        return kp_no_memory(err);
    return give_access(kripa, who, session, arena, out, err);
}

enum kripa_status kp_session_begin(struct kripa *kripa, struct kp_change *change,
                                   const struct kripa_credential *who, struct kripa_signed_in *out,
                                   struct kripa_error *err)
{
    unsigned char secret[KP_REFRESH_SECRET];
    enum kripa_status status = kp_random(kripa, secret, sizeof secret, err);
    if (status != KRIPA_OK)
        return status;
    struct kripa_session *session = kripa_arena_alloc(change->arena, sizeof *session, 1);
    char *current = kripa_arena_alloc(change->arena, 1, KP_REFRESH_DIGEST_SIZE);
    if (!session || !current)
        return kp_no_memory(err);
    int64_t now_ms = kp_now_ms(kripa);
    *session = (struct kripa_session){
        .id = kp_new_id(kripa),
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
    return give(kripa, who, session->id, &token, change->arena, out, err);
}

/* OK also for a session that is revoked, or gone, already. */
static enum kripa_status revoke(struct kripa *kripa, struct kripa_id session,
                                struct kripa_arena *arena, struct kripa_error *err)
{
    struct kp_change change = kp_change_in(arena);
    kp_update(&change, &kripa_session_schema, session);
    kp_require(&change, "revoked", KRIPA_NE, kp_int(1));
    kp_set(&change, "revoked", kp_int(1));
    enum kripa_status status = kp_commit(kripa, &change, NULL, err);
    return status == KRIPA_CONFLICT ? KRIPA_OK : status;
}

/* CONFLICT when another rotation, or the session's end, came first. */
static enum kripa_status rotate(struct kripa *kripa, const struct kripa_session *session,
                                const struct kp_refresh_token *next, struct kripa_arena *arena,
                                struct kripa_error *err)
{
    char current[KP_REFRESH_DIGEST_SIZE];
    kp_refresh_digest(next, current);
    int64_t now_ms = kp_now_ms(kripa);
    struct kp_change change = kp_change_in(arena);
    kp_update(&change, &kripa_session_schema, session->id);
    kp_require(&change, "current", KRIPA_EQ, kp_text(session->current));
    kp_require(&change, "revoked", KRIPA_NE, kp_int(1));
    kp_set(&change, "previous", kp_text(session->current));
    kp_set(&change, "current", kp_text(current));
    kp_add(&change, "rotations", 1);
    kp_set(&change, "rotatedAt", kp_int(now_ms));
    kp_set(&change, "expiresAt", kp_int(now_ms + (int64_t)KRIPA_SESSION_TTL_S * 1000));
    return kp_commit(kripa, &change, NULL, err);
}

static bool over(struct kripa *kripa, const struct kripa_session *session,
                 const struct kripa_credential *who)
{
    return session->revoked || session->expires_at_ms <= kp_now_ms(kripa) ||
           session->token_version != who->token_version;
}

/* A token and the session it belongs to; *standing is KP_NOT_OURS for anything that isn't a token
 * of this shop. */
static enum kripa_status find_session(struct kripa *kripa, const char *text,
                                      struct kripa_arena *arena, struct kp_refresh_token *token,
                                      enum kp_standing *standing, struct kripa_session **out,
                                      struct kripa_error *err)
{
    struct kripa_id id;
    void *found;
    *standing = KP_NOT_OURS;
    if (!kp_refresh_parse(text, token, &id))
        return KRIPA_OK;
    enum kripa_status status = kp_find_id(kripa, &kripa_session_schema, id, arena, &found, err);
    if (status == KRIPA_NOT_FOUND)
        return KRIPA_OK;
    if (status != KRIPA_OK)
        return status;
    *out = found;
    *standing = kp_refresh_judge(kripa, *out, token, kp_now_ms(kripa));
    return KRIPA_OK;
}

static enum kripa_status check_credential(struct kripa *kripa, const struct kripa_session *session,
                                          struct kripa_arena *arena, struct kripa_credential **who,
                                          struct kripa_error *err)
{
    enum kripa_status status = kp_credential_read(kripa, session->user, arena, who, err);
    if (status == KRIPA_NOT_FOUND)
        return refused(err);
    if (status != KRIPA_OK)
        return status;
    if ((*who)->is_blocked)
        return kripa_fail(err, KRIPA_FORBIDDEN, "this account is blocked");
    return over(kripa, session, *who) ? refused(err) : KRIPA_OK;
}

static enum kripa_status refresh_once(struct kripa *kripa, const char *text,
                                      struct kripa_arena *arena, struct kripa_signed_in *out,
                                      struct kripa_error *err)
{
    struct kp_refresh_token token;
    struct kripa_session *session;
    struct kripa_credential *who;
    enum kp_standing standing;
    enum kripa_status status = find_session(kripa, text, arena, &token, &standing, &session, err);
    if (status != KRIPA_OK)
        return status;
    if (standing == KP_USED)
        status = revoke(kripa, session->id, arena, err);
    if (standing == KP_USED || standing == KP_NOT_OURS)
        return status == KRIPA_OK ? refused(err) : status;
    status = check_credential(kripa, session, arena, &who, err);
    if (status != KRIPA_OK)
        return status;
    struct kp_refresh_token next = kp_refresh_next(kripa, session->id, &token);
    if (standing == KP_CURRENT)
        status = rotate(kripa, session, &next, arena, err);
    if (status != KRIPA_OK)
        return status;
    struct kripa_account *account;
    status = kp_account_read(kripa, session->user, arena, &account, err);
    if (status != KRIPA_OK)
        return status == KRIPA_NOT_FOUND ? refused(err) : status;
    out->account = *account;
    return give(kripa, who, session->id, &next, arena, out, err);
}

struct refreshing {
    struct kripa *kripa;
    const char *text;
    struct kripa_arena *arena;
    struct kripa_signed_in *out;
};

static enum kripa_status try_refresh(void *ctx, bool *lost, struct kripa_error *err)
{
    struct refreshing *refreshing = ctx;
    enum kripa_status status =
        refresh_once(refreshing->kripa, refreshing->text, refreshing->arena, refreshing->out, err);
    *lost = status == KRIPA_CONFLICT;
    return status;
}

enum kripa_status kripa_refresh(struct kripa *kripa, const char *refresh_token,
                                struct kripa_arena *arena, struct kripa_signed_in *out,
                                struct kripa_error *err)
{
    kripa_error_clear(err);
    static const struct kp_patience patience = {TRIES_MAX, KRIPA_UNAVAILABLE,
                                                "this session is busy; try again", 0};
    enum kripa_status status = kp_need_text(refresh_token, "refresh_token", err);
    if (status == KRIPA_OK)
        status = kp_need_signing(kripa, err);
    struct refreshing refreshing = {kripa, refresh_token, arena, out};
    return status == KRIPA_OK ? kp_retry(&patience, try_refresh, &refreshing, err) : status;
}

static enum kripa_status name_session(struct kripa *kripa, const char *text, const char *email,
                                      struct kripa_arena *arena, struct kripa_id *out,
                                      struct kripa_error *err)
{
    struct kp_refresh_token token;
    struct kripa_session *session;
    struct kripa_credential *who;
    enum kp_standing standing;
    const char *spellings[KP_EMAIL_SPELLINGS];
    size_t count = kp_email_spellings(arena, email, spellings);
    if (count == 0)
        return kp_no_memory(err);
    enum kripa_status status = find_session(kripa, text, arena, &token, &standing, &session, err);
    if (status == KRIPA_OK && (standing == KP_USED || standing == KP_NOT_OURS))
        return refused(err);
    if (status == KRIPA_OK)
        status = check_credential(kripa, session, arena, &who, err);
    if (status != KRIPA_OK)
        return status == KRIPA_FORBIDDEN ? refused(err) : status;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(spellings[i], who->email) != 0)
            continue;
        *out = session->id;
        return KRIPA_OK;
    }
    return refused(err);
}

enum kripa_status kripa_session_of(struct kripa *kripa, const char *refresh_token,
                                   const char *email, struct kripa_arena *arena,
                                   struct kripa_id *out, struct kripa_error *err)
{
    kripa_error_clear(err);
    enum kripa_status status = kp_need_text(refresh_token, "refresh_token", err);
    if (status == KRIPA_OK)
        status = kp_need_text(email, "email", err);
    if (status == KRIPA_OK)
        status = kp_need_signing(kripa, err);
    return status == KRIPA_OK ? name_session(kripa, refresh_token, email, arena, out, err) : status;
}

/* Access tokens carry the version: raising it ends them all at once. */
static enum kripa_status end_all(struct kripa *kripa, struct kripa_id user,
                                 struct kripa_arena *arena, struct kripa_error *err)
{
    struct kp_change change = kp_change_in(arena);
    kp_update(&change, &kripa_credential_schema, user);
    kp_add(&change, "tokenVersion", 1);
    enum kripa_status status = kp_commit(kripa, &change, NULL, err);
    return status == KRIPA_CONFLICT ? KRIPA_OK : status;
}

static enum kripa_status sign_out(struct kripa *kripa, const char *text, bool all,
                                  struct kripa_arena *arena, struct kripa_error *err)
{
    struct kp_refresh_token token;
    struct kripa_session *session;
    struct kripa_credential *who;
    enum kp_standing standing;
    enum kripa_status status = find_session(kripa, text, arena, &token, &standing, &session, err);
    if (status != KRIPA_OK || standing == KP_NOT_OURS)
        return status;
    if (all && standing != KP_USED) {
        status = check_credential(kripa, session, arena, &who, err);
        if (status == KRIPA_OK)
            status = end_all(kripa, session->user, arena, err);
        if (status != KRIPA_OK && status != KRIPA_UNAUTHENTICATED && status != KRIPA_FORBIDDEN)
            return status;
    }
    return revoke(kripa, session->id, arena, err);
}

enum kripa_status kripa_sign_out(struct kripa *kripa, const char *refresh_token, bool all,
                                 struct kripa_error *err)
{
    kripa_error_clear(err);
    struct kripa_arena arena = {0};
    enum kripa_status status = kp_need_text(refresh_token, "refresh_token", err);
    if (status == KRIPA_OK)
        status = sign_out(kripa, refresh_token, all, &arena, err);
    kripa_arena_clear(&arena);
    return status;
}

enum kripa_status kripa_session_end(struct kripa *kripa, struct kripa_viewer viewer, bool all,
                                    struct kripa_error *err)
{
    kripa_error_clear(err);
    struct kripa_arena arena = {0};
    enum kripa_status status = kp_need_account(viewer, err);
    if (status == KRIPA_OK && all)
        status = end_all(kripa, viewer.user, &arena, err);
    if (status == KRIPA_OK && !kripa_id_is_zero(viewer.session))
        status = revoke(kripa, viewer.session, &arena, err);
    kripa_arena_clear(&arena);
    return status;
}
