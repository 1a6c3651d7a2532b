/* SPDX-License-Identifier: MIT
 * One-time codes and password resets of a shop's people: asking for them, reading the message that
 * carries them, and using them. */
#ifndef RECOVERY_H
#define RECOVERY_H

#include "shop.h"

/* kripa_code_request or kripa_reset_request. */
typedef enum kripa_status shop_ask_fn(struct kripa *kripa, const char *email,
                                      struct kripa_id *message, struct kripa_error *err);
/* Asks for one; *message is the message that was written. false: none was. */
bool shop_ask(struct shop *shop, struct kripa_id *message, shop_ask_fn *request, const char *email);
/* A member of the message's sealed part, as the console reads it: "code", "token", "link". */
const char *shop_message_says(struct shop *shop, struct kripa_id message, const char *member);
/* A code or a token that was asked for just now, read from its message. */
const char *shop_new_code(struct shop *shop, const char *email, struct kripa_id *message);
const char *shop_new_reset_token(struct shop *shop, const char *email, struct kripa_id *message);
/* A wrong code. */
const char *shop_other_code(const char *code);

enum kripa_status shop_enter_code(struct shop *shop, const char *email, const char *code,
                                  struct kripa_signed_in *in);
/* The code must be INVALID on otp, with the sentence that every refused code gets. */
void shop_must_refuse_code(struct shop *shop, const char *email, const char *code);
enum kripa_status shop_reset_password(struct shop *shop, const char *token, const char *password);

#endif
