/* SPDX-License-Identifier: MIT
 * Getting in without the password: one-time codes and password resets, sent by e-mail (domain.md,
 * "People"). Whether there is an account tells nothing of here: not what is asked for, and what is
 * tried in vain does not either. */
#ifndef KRIPA_RECOVERY_H
#define KRIPA_RECOVERY_H

#include <kripa/account.h>

/* A sign-in by a code. */
struct kripa_code_sign_in {
    const char *email, *otp; /* six digits */
    const char *refresh;     /* "body": the client wants refreshToken in the reply (kripad's) */
};
struct kripa_password_reset {
    const char *token, *new_password;
};
/* What a reset is done with, for whoever hands it over. */
struct kripa_reset_link {
    const char *token;
    const char *link; /* NULL in a context without frontend_url */
    int64_t expires_at_ms;
};

KRIPA_BEGIN

/* A code for the account with this e-mail, as a message in the outbox: good for KRIPA_CODE_TTL_S
 * and KRIPA_CODE_TRIES_MAX tries, and the only one of the account. OK, and *message zero, when
 * there is no such account or it is blocked; whoever hears of *message must not tell. UNAVAILABLE
 * without jwt_secret. */
KRIPA_API enum kripa_status kripa_code_request(struct kripa *kripa, const char *email,
                                               struct kripa_id *message, struct kripa_error *err);
/* Signs in, once. INVALID on otp, in one sentence, for a code that is wrong, expired or used, and
 * where there is no account; each counts as one of its tries. FORBIDDEN for a blocked account with
 * the right one. */
KRIPA_API enum kripa_status
kripa_code_sign_in(struct kripa *kripa, const struct kripa_code_sign_in *sign_in,
                   struct kripa_arena *arena, struct kripa_signed_in *out, struct kripa_error *err);

/* A link that sets a new password, as a message in the outbox: good for KRIPA_RESET_TTL_S, once,
 * and the only one of the account. As kripa_code_request. */
KRIPA_API enum kripa_status kripa_reset_request(struct kripa *kripa, const char *email,
                                                struct kripa_id *message, struct kripa_error *err);
/* Sets the password and ends all sessions. INVALID on token, in one sentence, for one that is
 * wrong, expired or used, or on newPassword. FORBIDDEN for a blocked account. */
KRIPA_API enum kripa_status kripa_password_reset(struct kripa *kripa,
                                                 const struct kripa_password_reset *reset,
                                                 struct kripa_error *err);
/* For admins: the same link, to be handed over by them, and an audit record. CONFLICT for a blocked
 * account; NOT_FOUND. */
KRIPA_API enum kripa_status kripa_account_reset_link(struct kripa *kripa,
                                                     struct kripa_viewer viewer, struct kripa_id id,
                                                     struct kripa_arena *arena,
                                                     struct kripa_reset_link *out,
                                                     struct kripa_error *err);

KRIPA_END
#endif
