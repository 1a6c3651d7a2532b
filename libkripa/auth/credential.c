/* SPDX-License-Identifier: MIT
 * Sign-in, what an access token proves, and changing one's password. */
#include "account/account.h"
#include "base/status.h"
#include "core/context.h"
#include "internal.h"
#include "journal/journal.h"
#include "service/secret.h"

static enum kripa_status wrong(struct kripa_error *err)
{
    return kripa_fail(err, KRIPA_UNAUTHENTICATED, "the e-mail or the password is wrong");
}

/* Finds the account with this e-mail and password. Other programs may have made two accounts whose
 * e-mails differ only in case: then the password decides. */
static enum kripa_status verify_password(const struct kp_call *call,
                                         const struct kripa_sign_in *sign_in,
                                         struct kripa_credential **out, enum kp_fit *fit)
{
    const char *spellings[KP_EMAIL_SPELLINGS];
    size_t count = kp_email_spellings(call->arena, sign_in->email, spellings);
    if (count == 0)
        return kp_no_memory(call->err);
    for (size_t i = 0; i < count; i++) {
        void *found;
        enum kripa_status status =
            kp_email_spelled(call, &kripa_credential_schema, spellings[i], &found);
        if (status != KRIPA_OK)
            return status;
        *out = found;
        /* verified also when no account was found, so that both cases take equally long */
        status = kp_password_try(call, found ? (*out)->password : NULL, sign_in->password, fit);
        if (status != KRIPA_OK || *fit != KP_FITS_NOT)
            return status;
    }
    return wrong(call->err);
}

/* Replaces a hash made by another program, or of the password as it was typed, by one of our own.
 * The app before this one can't read those, so it must no longer run. */
static enum kripa_status renew_hash(const struct kp_call *call, struct kp_change *change,
                                    const struct kripa_credential *who, const char *password,
                                    enum kp_fit fit)
{
    bool may = true, imported = kp_password_is_imported(who->password);
    enum kripa_status status = KRIPA_OK;
    const char *hash;
    if (!imported && fit == KP_FITS)
        return KRIPA_OK;
    if (imported)
        status = kp_migration_finished(call, &may);
    if (status != KRIPA_OK || !may)
        return status;
    status = kp_password_make(call, password, &hash);
    if (status != KRIPA_OK)
        return status;
    kp_update(change, &kripa_credential_schema, who->id);
    kp_require(change, "password", KRIPA_UNCHANGED, kp_member(who));
    kp_set(change, "password", kp_text(hash));
    return KRIPA_OK;
}

enum kripa_status kp_issue_tokens(const struct kp_call *call, const struct kripa_credential *who,
                                  struct kp_change *change, struct kripa_signed_in *out)
{
    struct kripa_arena *arena = change->call->arena;
    struct kripa_account *account;
    enum kripa_status status = kp_account_read(call, who->id, &account);
    if (status != KRIPA_OK)
        return status == KRIPA_NOT_FOUND ? wrong(call->err) : status;
    struct kripa_signed_in made = {.account = *account};
    status = kp_session_begin(call, change, who, &made);
    if (status != KRIPA_OK)
        return status;
    kp_audit(change, "account.sign_in", kp_id_text(arena, who->id), &kripa_account_schema, NULL,
             NULL);
    status = kp_commit(call, change, NULL);
    if (status == KRIPA_OK)
        *out = made;
    return status;
}

enum kripa_status kripa_sign_in(struct kripa *kripa, const struct kripa_sign_in *sign_in,
                                struct kripa_arena *arena, struct kripa_signed_in *out,
                                struct kripa_error *err)
{
    kripa_error_clear(err);
    struct kp_call call = {.kripa = kripa, .arena = arena, .err = err};
    struct kripa_sign_in checked = *sign_in;
    struct kripa_credential *who = NULL;
    enum kp_fit fit = KP_FITS_NOT;
    enum kripa_status status = kp_need_signing(&call);
    if (status == KRIPA_OK)
        status = kripa_record_check(&kripa_sign_in_schema, KRIPA_CREATE, KRIPA_ROLE_GUEST, arena,
                                    &checked, KRIPA_GIVEN_ALL, err);
    if (status == KRIPA_OK)
        status = verify_password(&call, &checked, &who, &fit);
    if (status != KRIPA_OK)
        return status;
    if (who->is_blocked)
        return kripa_fail(err, KRIPA_FORBIDDEN, "this account is blocked");
    call.viewer = (struct kripa_viewer){.user = who->id, .role = who->role};
    struct kp_change change = kp_change_in(&call);
    status = renew_hash(&call, &change, who, checked.password, fit);
    if (status == KRIPA_OK)
        status = kp_issue_tokens(&call, who, &change, out);
    return status == KRIPA_CONFLICT ? wrong(err) : status; /* it was changed meanwhile */
}

static enum kripa_status read_token(struct kripa *kripa, const char *token,
                                    struct kp_claims *claims, struct kripa_error *err)
{
    int64_t now_s = kp_now_ms(kripa) / 1000;
    if (kp_verified_token_find(kripa->verified_tokens, token, claims))
        return kp_claims_check(claims, now_s, err);
    enum kripa_status status =
        kp_token_read(kripa->jwt_secret, kripa->jwt_secret_size, token, now_s, claims, err);
    if (status == KRIPA_OK)
        kp_verified_token_keep(kripa->verified_tokens, token, claims);
    return status;
}

enum kripa_status kripa_authenticate(struct kripa *kripa, const char *token,
                                     struct kripa_arena *arena, struct kripa_viewer *out,
                                     struct kripa_error *err)
{
    kripa_error_clear(err);
    const struct kp_call call = {.kripa = kripa, .arena = arena, .err = err};
    struct kp_claims claims;
    struct kripa_credential *who;
    enum kripa_status status = kp_need_text(token, "token", err);
    if (status == KRIPA_OK)
        status = read_token(kripa, token, &claims, err);
    if (status != KRIPA_OK)
        return status;
    status = kp_credential_read(&call, claims.user, &who);
    if (status == KRIPA_NOT_FOUND)
        return kripa_fail(err, KRIPA_UNAUTHENTICATED, "this account is gone");
    if (status != KRIPA_OK)
        return status;
    if (who->is_blocked)
        return kripa_fail(err, KRIPA_FORBIDDEN, "this account is blocked");
    if (who->token_version != claims.token_version)
        return kripa_fail(err, KRIPA_UNAUTHENTICATED, "the session is over: sign in again");
    *out = (struct kripa_viewer){.user = who->id, .role = who->role, .session = claims.session};
    return KRIPA_OK;
}

/* A change of one's own password; the new one is written only if the one that was verified is still
 * stored. */
struct password_input {
    const struct kripa_credential *verified;
    const char *hash;
    struct kripa_signed_in *made;
};

static enum kripa_status decide_password(struct kp_account_edit *edit, const void *with)
{
    const struct password_input *input = with;
    struct kripa_credential next = *input->verified;
    next.token_version++; /* ends_sessions will raise it likewise */
    kp_update(&edit->change, &kripa_credential_schema, next.id);
    kp_require(&edit->change, "tokenVersion", KRIPA_UNCHANGED, kp_member(input->verified));
    kp_set(&edit->change, "password", kp_text(input->hash));
    edit->ends_sessions = true;
    return kp_session_begin(edit->call, &edit->change, &next, input->made);
}

static enum kripa_status verify_own(const struct kp_call *call, const char *password,
                                    struct kripa_credential **out)
{
    enum kp_fit fit;
    enum kripa_status status = kp_credential_read(call, call->viewer.user, out);
    if (status == KRIPA_OK)
        status = kp_password_try(call, (*out)->password, password, &fit);
    if (status != KRIPA_OK || fit != KP_FITS_NOT)
        return status;
    return kripa_fail_field(call->err, KRIPA_INVALID, "currentPassword", "is wrong");
}

enum kripa_status kripa_password_change(struct kripa *kripa, struct kripa_viewer viewer,
                                        const struct kripa_password_change *change,
                                        struct kripa_arena *arena, struct kripa_signed_in *out,
                                        struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kripa_password_change checked = *change;
    struct kripa_credential *who;
    struct kripa_signed_in made = {0};
    struct password_input input = {.made = &made};
    enum kripa_status status = kp_need_account(viewer, err);
    if (status == KRIPA_OK)
        status = kp_need_signing(&call);
    if (status == KRIPA_OK)
        status = kripa_record_check(&kripa_password_change_schema, KRIPA_CREATE, viewer.role, arena,
                                    &checked, KRIPA_GIVEN_ALL, err);
    if (status == KRIPA_OK)
        status = verify_own(&call, checked.current_password, &who);
    if (status == KRIPA_OK)
        status = kp_password_hash_new(&call, "newPassword", checked.new_password, who->name,
                                      who->email, &input.hash);
    if (status != KRIPA_OK)
        return status;
    input.verified = who;
    struct kp_account_edit edit = {
        .action = "account.password",
        .decide = decide_password,
        .input = &input,
        .call = &call,
    };
    struct kripa_account *account;
    status = kp_account_change(&edit, viewer.user, &account);
    if (status != KRIPA_OK)
        return status;
    made.account = *account;
    *out = made;
    return KRIPA_OK;
}
