/* SPDX-License-Identifier: MIT
 * What the ways of signing in share, whatever proves who it is. */
#ifndef HANDLERS_SIGN_IN_H
#define HANDLERS_SIGN_IN_H

#include "pipeline/request.h"

/* The account and its tokens; with `refresh` "body" the refresh token stands in the reply, else in
 * the cookie. */
enum kripa_status reply_signed_in(struct request *r, struct kripa_signed_in *in,
                                  const char *refresh);
/* The e-mail as buckets and the log know it: one account has one, however it is spelled. */
enum kripa_status sign_in_begin(struct request *r, const char *email, const char **lower);
/* The session that this device has of the account with this e-mail, by its cookies or the token of
 * the body (NULL: none); zero when there is none. */
enum kripa_status sign_in_session(struct request *r, const char *email, const char *in_body,
                                  struct kripa_id *session);

/* Who is signed in proves it once more, by whatever `attempt` tries; in vain it counts as a failed
 * sign-in. */
enum kripa_status sign_in_prove(struct request *r, sign_in_try *attempt,
                                struct kripa_signed_in *out);

#endif
