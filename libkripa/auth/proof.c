/* SPDX-License-Identifier: MIT
 * The records of proofs: at most one of each kind for an account, since the id is made of both. */
#include "proof.h"

#include <stdio.h>
#include <string.h>

#include "base/status.h"
#include "core/context.h"
#include "core/query.h"
#include "internal.h"
#include "service/secret.h"

#define NAME_SIZE    48 /* an account's id, and a few letters */
#define CODE_PURPOSE "kripa one-time code"

static const enum kp_proof_kind kinds[] = {KP_PROOF_CODE, KP_PROOF_RESET};

struct kripa_id kp_proof_id(enum kp_proof_kind kind, struct kripa_id user)
{
    char id[KRIPA_ID_TEXT_SIZE], name[NAME_SIZE];
    kripa_id_format(user, id);
    snprintf(name, sizeof name, "%s %s", kind == KP_PROOF_CODE ? "code" : "reset", id);
    return kp_id_of_name(name);
}

enum kripa_status kp_proof_find(const struct kp_call *call, enum kp_proof_kind kind,
                                struct kripa_id user, struct kripa_proof **out)
{
    struct kripa_id id = kp_proof_id(kind, user);
    struct kripa_rows rows;
    enum kripa_status status = kp_find_ids(call, &kripa_proof_schema, &id, 1, &rows);
    *out = status == KRIPA_OK && rows.count ? rows.at : NULL;
    return status;
}

/* Setting the clock back does not make a proof valid for longer. */
static bool is_over(const struct kripa_proof *proof, int64_t now_ms)
{
    int64_t lasts_ms = proof->expires_at_ms - proof->created_at_ms;
    return !kp_within(proof->created_at_ms, now_ms, lasts_ms - 1);
}

enum kripa_status kp_proof_read(const struct kp_call *call, enum kp_proof_kind kind,
                                struct kripa_id user, struct kripa_proof **out)
{
    enum kripa_status status = kp_proof_find(call, kind, user, out);
    if (status == KRIPA_OK && *out && is_over(*out, kp_now_ms(call->kripa)))
        *out = NULL;
    return status;
}

bool kp_proof_is(const struct kripa_proof *proof, const char *digest)
{
    size_t size = strlen(digest);
    return proof->digest && strlen(proof->digest) == size &&
           kp_secret_equal(proof->digest, digest, size);
}

void kp_proof_use(struct kp_change *change, const struct kripa_proof *proof)
{
    kp_delete(change, &kripa_proof_schema, proof->id);
    kp_require(change, "digest", KRIPA_UNCHANGED, kp_member(proof));
}

void kp_code_digest(const struct kripa *kripa, struct kripa_id user, const char *code,
                    char out[KP_PROOF_DIGEST_SIZE])
{
    unsigned char key[KP_KEY_BYTES];
    char text[NAME_SIZE];
    kripa_id_format(user, text);
    snprintf(text + strlen(text), sizeof text - strlen(text), " %s", code);
    kp_derive_key(kripa, CODE_PURPOSE, key);
    kp_hmac_sha256_text(key, text, strlen(text), out);
}

static enum kripa_status delete_sessions(const struct kp_call *call, struct kp_change *change,
                                         struct kripa_id user)
{
    struct kp_query query = kp_query_of(call->arena, &kripa_session_schema);
    kp_where(&query, "user", KRIPA_EQ, kp_id(user));
    struct kripa_rows rows;
    enum kripa_status status = kp_find(call, &query, &rows);
    const struct kripa_session *sessions = rows.at;
    for (size_t i = 0; status == KRIPA_OK && i < rows.count; i++)
        kp_delete(change, &kripa_session_schema, sessions[i].id);
    return status;
}

enum kripa_status kp_auth_delete(const struct kp_call *call, struct kp_change *change,
                                 struct kripa_id user, const struct kripa_proof *used)
{
    enum kripa_status status = delete_sessions(call, change, user);
    for (size_t i = 0; status == KRIPA_OK && i < sizeof kinds / sizeof *kinds; i++) {
        struct kripa_proof *proof;
        status = kp_proof_find(call, kinds[i], user, &proof);
        bool counted = proof && used && kripa_id_equal(proof->id, used->id);
        if (status == KRIPA_OK && proof && !counted)
            kp_delete(change, &kripa_proof_schema, proof->id);
    }
    return status;
}
