/* SPDX-License-Identifier: MIT
 * Proofs of identity that are sent by e-mail: a one-time code, or the token of a link that
 * resets the password. An account has at most one of each kind; a new one replaces the old one. */
#ifndef KP_PROOF_H
#define KP_PROOF_H

#include "auth.h"
#include "core/change.h"
#include "schema/schema.h"

enum kp_proof_kind { KP_PROOF_CODE, KP_PROOF_RESET };

/* Reads the proof of this kind that is valid now; *out is NULL if there is none or it has
 * expired. */
enum kripa_status kp_proof_read(const struct kp_call *call, enum kp_proof_kind kind,
                                struct kripa_id user, struct kripa_proof **out);
/* Reads the proof even if it has expired; and makes the id of its record. */
enum kripa_status kp_proof_find(const struct kp_call *call, enum kp_proof_kind kind,
                                struct kripa_id user, struct kripa_proof **out);
struct kripa_id kp_proof_id(enum kp_proof_kind kind, struct kripa_id user);
/* Whether `digest` (SHA-256 or a keyed one, in hex) is that of the proof. */
bool kp_proof_is(const struct kripa_proof *proof, const char *digest);

/* A proof that was made for an account. Its texts are in the arena of the call. */
struct kp_issued {
    struct kripa_id message;
    const char *token, *link; /* of a password reset */
    int64_t expires_at_ms;
};
/* Makes a proof and the message that carries it; no message if an admin hands the proof over
 * (`by_hand`) (proof_issue.c). */
enum kripa_status kp_proof_issue(const struct kp_call *call, enum kp_proof_kind kind,
                                 const struct kripa_credential *who, bool by_hand,
                                 struct kp_issued *out);

/* The body of the public calls that request a proof for an e-mail (proof_issue.c). */
enum kripa_status kp_request_proof(struct kripa *kripa, enum kp_proof_kind kind, const char *email,
                                   struct kripa_id *message, struct kripa_error *err);

/* Makes the digest of a code that is stored. It is keyed with the server's secret, so that a
 * copy of the store is not enough to try all codes. */
void kp_code_digest(const struct kripa *kripa, struct kripa_id user, const char *code,
                    char out[KP_PROOF_DIGEST_SIZE]);

#endif
