/* SPDX-License-Identifier: MIT
 * Proofs of who somebody is, sent to them by e-mail: a one-time code, or the token of a link that
 * resets the password. An account has one of a kind at most; a new one ends the old. */
#ifndef KP_PROOF_H
#define KP_PROOF_H

#include "auth.h"
#include "core/change.h"
#include "schema/schema.h"

enum kp_proof_kind { KP_PROOF_CODE, KP_PROOF_RESET };

/* Reads the open one of the account; *out is NULL when there is none, or it has expired. */
enum kripa_status kp_proof_read(const struct kp_call *call, enum kp_proof_kind kind,
                                struct kripa_id user, struct kripa_proof **out);
/* Reads it whether it has expired or not; and makes the id that it has. */
enum kripa_status kp_proof_find(const struct kp_call *call, enum kp_proof_kind kind,
                                struct kripa_id user, struct kripa_proof **out);
struct kripa_id kp_proof_id(enum kp_proof_kind kind, struct kripa_id user);
/* Whether `digest` (SHA-256 or a keyed one, in hex) is that of the proof. */
bool kp_proof_is(const struct kripa_proof *proof, const char *digest);

/* What was made for an account, in the arena of the call. */
struct kp_issued {
    struct kripa_id message;
    const char *token, *link; /* of a reset */
    int64_t expires_at_ms;
};
/* Makes one and, unless an admin asks for it (`by_hand`), the message that brings it
 * (proof_issue.c). */
enum kripa_status kp_proof_issue(const struct kp_call *call, enum kp_proof_kind kind,
                                 const struct kripa_credential *who, bool by_hand,
                                 struct kp_issued *out);

/* Does what the public calls do that ask for one by an e-mail (proof_issue.c). */
enum kripa_status kp_request_proof(struct kripa *kripa, enum kp_proof_kind kind, const char *email,
                                   struct kripa_id *message, struct kripa_error *err);

/* Makes what is kept of a code: nobody without the server's secret can try them all. */
void kp_code_digest(const struct kripa *kripa, struct kripa_id user, const char *code,
                    char out[KP_PROOF_DIGEST_SIZE]);

#endif
