/* SPDX-License-Identifier: MIT
 * Refresh tokens as text: "<session>.<secret>". The first secret of a session is random, each later
 * one is HMAC-SHA256(server key, the token before it): so a repeated refresh gives the same
 * successor, and neither token needs to be stored. */
#ifndef KP_REFRESH_TOKEN_H
#define KP_REFRESH_TOKEN_H

#include "core/context.h"
#include "schema/schema.h"

#define KP_REFRESH_TEXT        (KRIPA_ID_TEXT_SIZE - 1 + 1 + 43) /* the secret in base64url */
#define KP_REFRESH_SECRET      32
#define KP_REFRESH_DIGEST_SIZE 65 /* SHA-256 in hex */

struct kp_refresh_token {
    char text[KP_REFRESH_TEXT + 1];
};

/* How a token that was sent stands to its session. */
enum kp_standing {
    KP_NOT_OURS,
    KP_CURRENT,
    KP_JUST_ROTATED, /* the one before, replaced at most KRIPA_REFRESH_GRACE_MS ago */
    KP_USED,         /* an older genuine one: somebody has a copy of it */
};

struct kp_refresh_token kp_refresh_first(struct kripa_id session,
                                         const unsigned char secret[KP_REFRESH_SECRET]);
struct kp_refresh_token kp_refresh_next(const struct kripa *kripa, struct kripa_id session,
                                        const struct kp_refresh_token *token);
/* The digest of the token, which is what is stored. */
void kp_refresh_digest(const struct kp_refresh_token *token, char out[KP_REFRESH_DIGEST_SIZE]);
/* False for a text that has not the form of a token. */
bool kp_refresh_parse(const char *text, struct kp_refresh_token *token, struct kripa_id *session);
enum kp_standing kp_refresh_judge(const struct kripa *kripa, const struct kripa_session *session,
                                  const struct kp_refresh_token *token, int64_t now_ms);

#endif
