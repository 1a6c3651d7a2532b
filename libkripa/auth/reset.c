/* SPDX-License-Identifier: MIT
 * Sets a new password with the token of a link that was sent or handed over. */
#include <kripa/recovery.h>

#include "account/account.h"
#include "base/status.h"
#include "core/context.h"
#include "internal.h"
#include "proof.h"
#include "refresh_token.h"

enum kripa_status kripa_reset_request(struct kripa *kripa, const char *email,
                                      struct kripa_id *message, struct kripa_error *err)
{
    kripa_error_clear(err);
    return kp_request_proof(kripa, KP_PROOF_RESET, email, message, err);
}

enum kripa_status kripa_account_reset_link(struct kripa *kripa, struct kripa_viewer viewer,
                                           struct kripa_id id, struct kripa_arena *arena,
                                           struct kripa_reset_link *out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kripa_credential *who;
    struct kp_issued issued;
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status == KRIPA_OK)
        status = kp_credential_read(&call, id, &who);
    if (status == KRIPA_OK && who->is_blocked)
        return kripa_fail(err, KRIPA_CONFLICT, "this account is blocked: unblock it first");
    if (status == KRIPA_OK)
        status = kp_proof_issue(&call, KP_PROOF_RESET, who, true, &issued);
    if (status == KRIPA_OK)
        *out = (struct kripa_reset_link){issued.token, issued.link, issued.expires_at_ms};
    return status;
}

static enum kripa_status refused(struct kripa_error *err)
{
    return kripa_fail_field(err, KRIPA_INVALID, "token",
                            "is wrong, has expired or was used: ask for a new link");
}

struct resetting {
    struct kripa_id user;
    struct kp_refresh_token token;
    const char *hash;
};

static enum kripa_status find_proof(const struct kp_call *call, const struct resetting *resetting,
                                    struct kripa_proof **out)
{
    char digest[KP_PROOF_DIGEST_SIZE];
    enum kripa_status status = kp_proof_read(call, KP_PROOF_RESET, resetting->user, out);
    if (status != KRIPA_OK)
        return status;
    kp_refresh_digest(&resetting->token, digest);
    return *out && kp_proof_is(*out, digest) ? KRIPA_OK : refused(call->err);
}

/* Reads the proof again: of several who use it at once, only the first finds it. */
static enum kripa_status decide(struct kp_account_edit *edit, const void *with)
{
    const struct resetting *resetting = with;
    struct kripa_proof *proof;
    enum kripa_status status = find_proof(edit->call, resetting, &proof);
    if (status != KRIPA_OK)
        return status;
    kp_proof_use(&edit->change, proof);
    kp_update(&edit->change, &kripa_credential_schema, resetting->user);
    kp_set(&edit->change, "password", kp_text(resetting->hash));
    edit->ends_sessions = true;
    return KRIPA_OK;
}

static enum kripa_status reset_password(struct kp_call *call,
                                        const struct kripa_password_reset *reset)
{
    struct resetting resetting;
    struct kripa_proof *proof;
    struct kripa_credential *who;
    struct kripa_account *after;
    if (!kp_refresh_parse(reset->token, &resetting.token, &resetting.user))
        return refused(call->err);
    enum kripa_status status = find_proof(call, &resetting, &proof);
    if (status == KRIPA_OK)
        status = kp_credential_read(call, resetting.user, &who);
    if (status != KRIPA_OK)
        return status == KRIPA_NOT_FOUND ? refused(call->err) : status;
    if (who->is_blocked)
        return kripa_fail(call->err, KRIPA_FORBIDDEN, "this account is blocked");
    status = kp_password_hash_new(call, "newPassword", reset->new_password, who->name, who->email,
                                  &resetting.hash);
    if (status != KRIPA_OK)
        return status;
    call->viewer = (struct kripa_viewer){.user = who->id, .role = who->role};
    struct kp_account_edit edit = {
        .action = "account.reset_password", .decide = decide, .input = &resetting, .call = call};
    return kp_account_change(&edit, who->id, &after);
}

enum kripa_status kripa_password_reset(struct kripa *kripa,
                                       const struct kripa_password_reset *reset,
                                       struct kripa_error *err)
{
    kripa_error_clear(err);
    struct kripa_arena arena = {0};
    struct kp_call call = {.kripa = kripa, .arena = &arena, .err = err};
    struct kripa_password_reset checked = *reset;
    enum kripa_status status =
        kripa_record_check(&kripa_password_reset_schema, KRIPA_CREATE, KRIPA_ROLE_GUEST, &arena,
                           &checked, KRIPA_GIVEN_ALL, err);
    if (status == KRIPA_OK)
        status = reset_password(&call, &checked);
    kripa_arena_clear(&arena);
    return status;
}
