/* SPDX-License-Identifier: MIT
 * One-time codes: requesting one, and signing in with it. */
#include <kripa/recovery.h>

#include "account/account.h"
#include "auth.h"
#include "base/status.h"
#include "core/context.h"
#include "internal.h"
#include "proof.h"

static enum kripa_status refused(struct kripa_error *err)
{
    return kripa_fail_field(err, KRIPA_INVALID, "otp",
                            "is wrong, has expired or was used: ask for a new one");
}

/* Counts the try before the code is compared, so that however many requests arrive at once,
 * no more of them are compared than a code has tries. */
static enum kripa_status take_try(const struct kp_call *call, const struct kripa_proof *proof)
{
    struct kp_change change = kp_change_in(call);
    kp_update(&change, &kripa_proof_schema, proof->id);
    kp_require(&change, "digest", KRIPA_UNCHANGED, kp_member(proof));
    kp_require(&change, "tries", KRIPA_LT, kp_int(KRIPA_CODE_TRIES_MAX));
    kp_add(&change, "tries", 1);
    enum kripa_status status = kp_commit(call, &change, NULL);
    return status == KRIPA_CONFLICT ? refused(call->err) : status;
}

static enum kripa_status try_code(const struct kp_call *call, struct kripa_id user,
                                  const char *code, struct kripa_proof **out)
{
    char digest[KP_PROOF_DIGEST_SIZE];
    struct kripa_proof *proof;
    enum kripa_status status = kp_proof_read(call, KP_PROOF_CODE, user, &proof);
    if (status != KRIPA_OK)
        return status;
    if (!proof)
        return refused(call->err);
    status = take_try(call, proof);
    if (status != KRIPA_OK)
        return status;
    kp_code_digest(call->kripa, user, code, digest);
    *out = proof;
    return kp_proof_is(proof, digest) ? KRIPA_OK : refused(call->err);
}

enum kripa_status kripa_code_request(struct kripa *kripa, const char *email,
                                     struct kripa_id *message, struct kripa_error *err)
{
    kripa_error_clear(err);
    return kp_request_proof(kripa, KP_PROOF_CODE, email, message, err);
}

static enum kripa_status sign_in_by_code(struct kp_call *call,
                                         const struct kripa_code_sign_in *sign_in,
                                         struct kripa_signed_in *out)
{
    struct kripa_credential *who;
    struct kripa_proof *proof;
    enum kripa_status status = kp_email_person(call, sign_in->email, &who);
    if (status != KRIPA_OK)
        return status;
    if (!who)
        return refused(call->err);
    status = try_code(call, who->id, sign_in->otp, &proof);
    if (status != KRIPA_OK)
        return status;
    if (who->is_blocked)
        return kripa_fail(call->err, KRIPA_FORBIDDEN, "this account is blocked");
    call->viewer = (struct kripa_viewer){.user = who->id, .role = who->role};
    struct kp_change change = kp_change_in(call);
    kp_proof_use(&change, proof);
    status = kp_issue_tokens(call, who, &change, out);
    return status == KRIPA_CONFLICT || status == KRIPA_UNAUTHENTICATED ? refused(call->err)
                                                                       : status;
}

enum kripa_status kripa_code_sign_in(struct kripa *kripa, const struct kripa_code_sign_in *sign_in,
                                     struct kripa_arena *arena, struct kripa_signed_in *out,
                                     struct kripa_error *err)
{
    kripa_error_clear(err);
    struct kp_call call = {.kripa = kripa, .arena = arena, .err = err};
    struct kripa_code_sign_in checked = *sign_in;
    enum kripa_status status = kp_need_signing(&call);
    if (status == KRIPA_OK)
        status = kripa_record_check(&kripa_code_sign_in_schema, KRIPA_CREATE, KRIPA_ROLE_GUEST,
                                    arena, &checked, KRIPA_GIVEN_ALL, err);
    return status == KRIPA_OK ? sign_in_by_code(&call, &checked, out) : status;
}

enum kripa_status kp_prove_own(const struct kp_call *call, const char *password, const char *otp,
                               struct kripa_proof **proof)
{
    struct kripa_credential *who;
    enum kp_fit fit;
    *proof = NULL;
    enum kripa_status status = kp_credential_read(call, call->viewer.user, &who);
    if (status != KRIPA_OK)
        return status;
    if (!who->password && otp)
        return try_code(call, who->id, otp, proof);
    if (!who->password)
        return kripa_fail_field(call->err, KRIPA_INVALID, "otp",
                                "is required: this account has no password, but can get a code");
    if (!password)
        return kripa_fail_field(call->err, KRIPA_INVALID, "password", "is required");
    status = kp_password_try(call, who->password, password, &fit);
    if (status != KRIPA_OK || fit != KP_FITS_NOT)
        return status;
    return kripa_fail_field(call->err, KRIPA_INVALID, "password", "is wrong");
}
