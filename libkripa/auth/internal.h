/* SPDX-License-Identifier: MIT
 * What the files about signing in share: sessions. */
#ifndef KP_AUTH_INTERNAL_H
#define KP_AUTH_INTERNAL_H

#include "core/change.h"
#include "schema/schema.h"

/* session.c: adds a new session to the change and makes its first tokens. */
enum kripa_status kp_session_begin(const struct kp_call *call, struct kp_change *change,
                                   const struct kripa_credential *who, struct kripa_signed_in *out);
/* credential.c: begins a session of who was proved, with whatever else the change does, and commits
 * it. UNAUTHENTICATED when the account is gone; CONFLICT. */
enum kripa_status kp_issue_tokens(const struct kp_call *call, const struct kripa_credential *who,
                                  struct kp_change *change, struct kripa_signed_in *out);
/* UNAVAILABLE when this context has no secret to sign tokens with. */
enum kripa_status kp_need_signing(const struct kp_call *call);

#endif
