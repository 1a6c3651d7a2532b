/* SPDX-License-Identifier: MIT
 * What the files about accounts share. */
#ifndef KP_ACCOUNT_INTERNAL_H
#define KP_ACCOUNT_INTERNAL_H

#include "account.h"

/* address_book.c: finds where the default address is; the count of all when there is none. */
size_t kp_book_default(const struct kripa_account *account);
/* Put an address in the place of the one `at`, which keeps its id, or behind the last; and take one
 * out. One of them is the default afterwards, if there is any. For the decision of a change. */
enum kripa_status kp_book_put(struct kp_account_edit *edit, size_t at,
                              const struct kripa_address *address, bool is_default);
enum kripa_status kp_book_remove(struct kp_account_edit *edit, size_t at);
/* Fails with NOT_FOUND and a message. */
enum kripa_status kp_account_nobody(struct kripa_error *err);
/* Asks for accounts that are not anonymised; `of` is any table over them. */
struct kp_query kp_account_query(struct kripa_arena *arena, const struct kripa_schema *of);
/* password_guesses.c: in lower case; the last one is NULL. */
extern const char *const kp_common_passwords[];
/* retailer.c: accepts a retailer request; giving an account the role does so, too. */
void kp_request_accept(struct kripa_account *after);
void kp_request_refuse(struct kripa_account *after, int64_t now_ms);

#endif
