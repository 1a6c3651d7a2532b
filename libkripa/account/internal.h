/* SPDX-License-Identifier: MIT
 * What the files about accounts share. */
#ifndef KP_ACCOUNT_INTERNAL_H
#define KP_ACCOUNT_INTERNAL_H

#include "account.h"

/* NOT_FOUND, in words. */
enum kripa_status kp_account_nobody(struct kripa_error *err);
/* Only accounts that are there; `of` is any table of theirs. */
struct kp_query kp_account_query(struct kripa_arena *arena, const struct kripa_schema *of);
/* password_guesses.c: in lower case, ended by NULL. */
extern const char *const kp_common_passwords[];
/* retailer.c: a retailer request's answer, as the role route gives it too. */
void kp_request_accept(struct kripa_account *after);
void kp_request_refuse(struct kripa_account *after, int64_t now_ms);

#endif
