/* SPDX-License-Identifier: MIT
 * See recovery.h. */
#include "recovery.h"

#include <check.h>
#include <string.h>

bool shop_ask(struct shop *shop, struct kripa_id *message, shop_ask_fn *request, const char *email)
{
    shop->err = (struct kripa_error){0};
    ck_assert_msg(request(shop->kripa, email, message, &shop->err) == KRIPA_OK, "%s",
                  shop->err.message);
    return !kripa_id_is_zero(*message);
}

const char *shop_message_says(struct shop *shop, struct kripa_id message, const char *member)
{
    struct kripa_outbox_opened opened;
    shop->err = (struct kripa_error){0};
    enum kripa_status status =
        kripa_outbox_open(shop->kripa, shop->console, message, &shop->arena, &opened, &shop->err);
    ck_assert_msg(status == KRIPA_OK, "%s", shop->err.message);
    const char *at = strstr(opened.secret, kripa_arena_format(&shop->arena, "\"%s\":\"", member));
    ck_assert_ptr_nonnull(at);
    at += strlen(member) + 4;
    return kripa_arena_text(&shop->arena, at, strcspn(at, "\""));
}

const char *shop_new_code(struct shop *shop, const char *email, struct kripa_id *message)
{
    ck_assert(shop_ask(shop, message, kripa_code_request, email));
    return shop_message_says(shop, *message, "code");
}

const char *shop_new_reset_token(struct shop *shop, const char *email, struct kripa_id *message)
{
    ck_assert(shop_ask(shop, message, kripa_reset_request, email));
    return shop_message_says(shop, *message, "token");
}

const char *shop_other_code(const char *code)
{
    return strcmp(code, "000000") == 0 ? "000001" : "000000";
}

enum kripa_status shop_enter_code(struct shop *shop, const char *email, const char *code,
                                  struct kripa_signed_in *in)
{
    struct kripa_code_sign_in sign_in = {.email = email, .otp = code};
    shop->err = (struct kripa_error){0};
    return kripa_code_sign_in(shop->kripa, &sign_in, &shop->arena, in, &shop->err);
}

void shop_must_refuse_code(struct shop *shop, const char *email, const char *code)
{
    struct kripa_signed_in in;
    ck_assert_int_eq(shop_enter_code(shop, email, code, &in), KRIPA_INVALID);
    ck_assert_str_eq(shop->err.fields[0].path, "otp");
    ck_assert_str_eq(shop->err.fields[0].message,
                     "is wrong, has expired or was used: ask for a new one");
}

enum kripa_status shop_reset_password(struct shop *shop, const char *token, const char *password)
{
    struct kripa_password_reset reset = {.token = token, .new_password = password};
    shop->err = (struct kripa_error){0};
    return kripa_password_reset(shop->kripa, &reset, &shop->err);
}
