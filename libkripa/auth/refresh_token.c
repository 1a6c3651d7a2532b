/* SPDX-License-Identifier: MIT
 * Making and recognising refresh tokens. Nothing here reads or writes the store. */
#include "refresh_token.h"

#include <string.h>

#include "service/secret.h"

#define SESSION_TEXT (KRIPA_ID_TEXT_SIZE - 1)

_Static_assert(KP_REFRESH_SECRET == KP_DIGEST_BYTES &&
                   KP_REFRESH_DIGEST_SIZE == KP_DIGEST_TEXT_SIZE,
               "a token's secret and its digest are SHA-256s");

struct kp_refresh_token kp_refresh_first(struct kripa_id session,
                                         const unsigned char secret[KP_REFRESH_SECRET])
{
    struct kp_refresh_token token;
    kripa_id_format(session, token.text);
    token.text[SESSION_TEXT] = '.';
    kp_base64url(secret, KP_DIGEST_BYTES, token.text + SESSION_TEXT + 1);
    return token;
}

struct kp_refresh_token kp_refresh_next(const struct kripa *kripa, struct kripa_id session,
                                        const struct kp_refresh_token *token)
{
    unsigned char secret[KP_REFRESH_SECRET];
    kp_hmac_sha256(kripa->refresh_key, token->text, KP_REFRESH_TEXT, secret);
    return kp_refresh_first(session, secret);
}

void kp_refresh_digest(const struct kp_refresh_token *token, char out[KP_REFRESH_DIGEST_SIZE])
{
    kp_sha256_text(token->text, KP_REFRESH_TEXT, out);
}

bool kp_refresh_parse(const char *text, struct kp_refresh_token *token, struct kripa_id *session)
{
    if (strnlen(text, KP_REFRESH_TEXT + 1) != KP_REFRESH_TEXT || text[SESSION_TEXT] != '.')
        return false;
    char id[KRIPA_ID_TEXT_SIZE] = {0};
    memcpy(id, text, SESSION_TEXT);
    memcpy(token->text, text, KP_REFRESH_TEXT + 1);
    return kripa_id_parse(id, session);
}

static bool digest_is(const struct kp_refresh_token *token, const char *kept)
{
    char text[KP_REFRESH_DIGEST_SIZE];
    kp_refresh_digest(token, text);
    return kept && strlen(kept) == sizeof text - 1 && kp_secret_equal(text, kept, sizeof text);
}

/* Derives successors from the token: a genuine one leads to the session's current one within as
 * many steps as the session had rotations. */
static bool is_genuine(const struct kripa *kripa, const struct kripa_session *session,
                       struct kp_refresh_token token)
{
    int64_t steps =
        session->rotations < KRIPA_REFRESH_WALK_MAX ? session->rotations : KRIPA_REFRESH_WALK_MAX;
    for (int64_t i = 0; i < steps; i++) {
        token = kp_refresh_next(kripa, session->id, &token);
        if (digest_is(&token, session->current))
            return true;
    }
    return false;
}

enum kp_standing kp_refresh_judge(const struct kripa *kripa, const struct kripa_session *session,
                                  const struct kp_refresh_token *token, int64_t now_ms)
{
    if (digest_is(token, session->current))
        return KP_CURRENT;
    if (!is_genuine(kripa, session, *token))
        return KP_NOT_OURS;
    bool fresh = kp_within(session->rotated_at_ms, now_ms, KRIPA_REFRESH_GRACE_MS);
    return fresh && digest_is(token, session->previous) ? KP_JUST_ROTATED : KP_USED;
}
