/* SPDX-License-Identifier: MIT
 * Signing in without the password: one-time codes and password resets, which are sent by e-mail
 * (domain.md, "People"). Neither asking for one nor a failed try reveals whether an account
 * exists. */
#ifndef KRIPA_RECOVERY_H
#define KRIPA_RECOVERY_H

#include <kripa/account.h>

/* A sign-in by a code. */
struct kripa_code_sign_in {
    const char *email, *otp; /* six digits */
    const char *refresh;     /* "body": kripad replies with the refresh token, too */
};
struct kripa_password_reset {
    const char *token, *new_password;
};
/* What resets the password, for an admin to hand over. */
struct kripa_reset_link {
    const char *token;
    const char *link; /* NULL if the context has no frontend_url */
    int64_t expires_at_ms;
};

KRIPA_BEGIN

/* Makes a code for the account with this e-mail and writes a message with it to the outbox;
 * *message is the id of that message. The code is valid for KRIPA_CODE_TTL_S seconds and
 * KRIPA_CODE_TRIES_MAX tries, and replaces an earlier one of the account. If there is no such
 * account, or it is blocked: OK, and *message is zero. Callers must not reveal which of the
 * two it was. UNAVAILABLE without jwt_secret. */
KRIPA_API enum kripa_status kripa_code_request(struct kripa *kripa, const char *email,
                                               struct kripa_id *message, struct kripa_error *err);
/* Signs in; a code works once. INVALID on otp, always with the same message, for a code that
 * is wrong, expired or used, and for an e-mail without an account; each such try counts.
 * FORBIDDEN for the right code of a blocked account. */
KRIPA_API enum kripa_status
kripa_code_sign_in(struct kripa *kripa, const struct kripa_code_sign_in *sign_in,
                   struct kripa_arena *arena, struct kripa_signed_in *out, struct kripa_error *err);

/* Makes a link that sets a new password, valid once and for KRIPA_RESET_TTL_S seconds; it
 * replaces an earlier one of the account. Messages and statuses are as for
 * kripa_code_request. */
KRIPA_API enum kripa_status kripa_reset_request(struct kripa *kripa, const char *email,
                                                struct kripa_id *message, struct kripa_error *err);
/* Sets the password and ends all sessions of the account. INVALID on token, always with the
 * same message, if it is wrong, expired or used; INVALID on newPassword if that breaks the
 * rules for passwords; FORBIDDEN for a blocked account. */
KRIPA_API enum kripa_status kripa_password_reset(struct kripa *kripa,
                                                 const struct kripa_password_reset *reset,
                                                 struct kripa_error *err);
/* Makes the same link for an admin to hand over, with an audit record. FORBIDDEN unless the
 * viewer is an admin; CONFLICT for a blocked account; NOT_FOUND. */
KRIPA_API enum kripa_status kripa_account_reset_link(struct kripa *kripa,
                                                     struct kripa_viewer viewer, struct kripa_id id,
                                                     struct kripa_arena *arena,
                                                     struct kripa_reset_link *out,
                                                     struct kripa_error *err);

KRIPA_END
#endif
