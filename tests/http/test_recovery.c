/* SPDX-License-Identifier: MIT
 * One-time codes, password resets, export and closing over HTTP: what everybody is answered alike,
 * and what counts as a failed sign-in. */
#include <check.h>
#include <string.h>

#include "core/change.h"
#include "in_process.h"
#include "people.h"
#include "pipeline/reply.h"
#include "schema/schema.h"
#include "suite.h"

#define EACH 20 /* RATE_LIMIT_SIGN_IN */
#define ASK  5  /* RATE_LIMIT_RESET */

static struct shop shop;
static struct in_process in;
static struct kripa_id asha;

static void begin(void)
{
    /* The usual numbers, in windows so long that nothing comes back while the test runs. */
    static const char *const settings[] = {"RATE_LIMIT_SIGN_IN=20/86400s",
                                           "RATE_LIMIT_RESET=5/86400s", NULL};
    shop_open(&shop);
    in_process_open(&in, kripad_routes, shop.kripa, settings);
    asha = shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER)->id;
    struct kripa_account *blocked = shop_account(&shop, "blocked", KRIPA_ROLE_CUSTOMER);
    ck_assert_int_eq(kripa_account_block(shop.kripa, shop.console, blocked->id,
                                         (struct kripa_int){1, true}, &shop.arena, &blocked,
                                         &shop.err),
                     KRIPA_OK);
}

static void end(void)
{
    in_process_close(&in);
    shop_close(&shop);
}

static unsigned ask(const char *token, const char *method, const char *path, const char *body)
{
    const char *headers[3] = {"X-Request-Id: same", NULL};
    if (token)
        headers[1] = kripa_arena_format(&shop.arena, "Authorization: Bearer %s", token);
    return in_process_ask(&in, method, path, body, headers);
}

static const char *body_of(const char *format, const char *name)
{
    const char *at = strchr(format, '%');
    return kripa_arena_format(&shop.arena, "%.*s%s%s", (int)(at - format), format, name, at + 1);
}

static unsigned ask_about(const char *path, const char *format, const char *name)
{
    return ask(NULL, "POST", path, body_of(format, name));
}

/* Everything that a client hears, its time too. */
static const char *heard(void)
{
    const struct reply *reply = &in.request.reply;
    const char *text = kripa_arena_format(&shop.arena, "%u %.*s", reply->http_status,
                                          (int)reply->size, reply->body);
    for (size_t i = 0; i < reply->headers_count; i++)
        text = kripa_arena_format(&shop.arena, "%s\n%s: %s", text, reply->headers[i].name,
                                  reply->headers[i].value);
    int64_t after_ms = in.request.answer_not_before_ms - in.request.started_us / 1000;
    return kripa_arena_format(&shop.arena, "%s\nafter %lld ms", text, (long long)after_ms);
}

#define EMAIL "{\"email\": \"%@example.com\"}"

static const struct {
    const char *path, *body;
    unsigned status;
} alike[] = {
    {"/api/auth/forgot-password", EMAIL, 200},
    {"/api/auth/login-otp/request", EMAIL, 200},
    {"/api/auth/login-otp/verify", "{\"email\": \"%@example.com\", \"otp\": \"123456\"}", 400},
};

START_TEST(known_unknown_and_blocked_addresses_hear_the_same)
{
    static const char *const names[] = {"asha", "nobody", "blocked", "ASHA"};
    for (size_t i = 0; i < sizeof alike / sizeof *alike; i++) {
        const char *first = NULL;
        for (size_t j = 0; j < sizeof names / sizeof *names; j++) {
            ck_assert_uint_eq(ask_about(alike[i].path, alike[i].body, names[j]), alike[i].status);
            first = first ? first : heard();
            ck_assert_str_eq(heard(), first);
        }
        ck_assert_ptr_nonnull(strstr(first, "after 300 ms"));
    }
    static const char *const tokens[] = {"nonsense", "000000000000000000000000.",
                                         "65f0a1b2c3d4e5f60718293a."
                                         "c2l4LWRpZ2l0cy1hcmUtbm90LWVub3VnaC1mb3ItdGhpcw"};
    const char *first = NULL;
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
        ck_assert_uint_eq(ask_about("/api/auth/reset-password",
                                    "{\"token\": \"%\", \"newPassword\": \"Tulsi#River77\"}",
                                    tokens[i]),
                          400);
        first = first ? first : heard();
        ck_assert_str_eq(heard(), first);
    }
}
END_TEST

/* Codes and resets together; and who has no account hears of it just as late. */
START_TEST(an_address_is_asked_about_five_times)
{
    static const char *const names[] = {"asha", "nobody"};
    for (size_t j = 0; j < 2; j++) {
        for (int i = 0; i < ASK; i++)
            ck_assert_uint_eq(ask_about(alike[i % 2].path, EMAIL, names[j]), 200);
        ck_assert_uint_eq(ask_about(alike[0].path, EMAIL, names[j]), 429);
        ck_assert_uint_eq(ask_about(alike[1].path, EMAIL, names[j]), 429);
        ck_assert_ptr_nonnull(in_process_header(&in, "Retry-After"));
    }
    ck_assert_uint_eq(ask_about(alike[0].path, EMAIL, "ASHA"), 429);
    ck_assert_uint_eq(ask_about(alike[0].path, EMAIL, "ravi"), 200);
}
END_TEST

/* What the newest message says. */
static const char *says(const char *name)
{
    struct kripa_outbox_opened opened;
    ck_assert_int_eq(kripa_outbox_open(shop.kripa, shop.console, in.request.waiting, &shop.arena,
                                       &opened, &shop.err),
                     KRIPA_OK);
    const char *at = strstr(opened.secret, kripa_arena_format(&shop.arena, "\"%s\":\"", name));
    ck_assert_ptr_nonnull(at);
    at += strlen(name) + 4;
    return kripa_arena_text(&shop.arena, at, strcspn(at, "\""));
}

static const char *code_of_asha(void)
{
    ck_assert_uint_eq(ask_about(alike[1].path, EMAIL, "asha"), 200);
    return says("code");
}

START_TEST(a_code_comes_as_text_or_as_a_number)
{
    static const struct {
        const char *body;
        bool is_number;
    } forms[] = {{"{\"email\": \"asha@example.com\", \"otp\": \"%\"}", false},
                 {"{\"email\": \"asha@example.com\", \"otp\": %}", true},
                 {"{\"email\": \"asha@example.com\", \"otp\": \" % \"}", false}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const char *code = code_of_asha();
        code += forms[i].is_number ? strspn(code, "0") : 0; /* as a program would write it */
        ck_assert_uint_eq(ask_about(alike[2].path, forms[i].body, *code ? code : "0"), 200);
        const json_t *data = json_object_get(in.json, "data");
        ck_assert_ptr_nonnull(json_object_get(data, "token"));
        ck_assert_ptr_nonnull(strstr(in_process_header(&in, "Set-Cookie"), "refreshToken="));
        ck_assert_ptr_null(json_object_get(data, "refreshToken"));
    }
    static const char *const bad[] = {"12345",   "1234567", "\"12345a\"", "true",
                                      "12345.5", "-1",      "null"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char *body = kripa_arena_format(
            &shop.arena, "{\"email\": \"asha@example.com\", \"otp\": %s}", bad[i]);
        unsigned status = ask(NULL, "POST", alike[2].path, body);
        ck_assert_msg(status == 400, "%s: %u", bad[i], status);
        ck_assert_str_eq(in_process_field(&in), "otp");
    }
}
END_TEST

START_TEST(a_wrong_code_is_a_failed_sign_in)
{
    for (int i = 0; i < EACH; i++)
        ck_assert_uint_eq(ask_about(alike[2].path, alike[2].body, "asha"), 400);
    ck_assert_uint_eq(ask_about(alike[2].path, alike[2].body, "asha"), 429);
    ck_assert_uint_eq(
        ask_about("/api/auth/login",
                  "{\"email\": \"%@example.com\", \"password\": \"" SHOP_PASSWORD "\"}", "asha"),
        429);
}
END_TEST

START_TEST(a_link_sets_the_password)
{
    const char *phone = shop_sign_in(&shop, "asha").token;
    ck_assert_uint_eq(ask_about(alike[0].path, EMAIL, "asha"), 200);
    const char *token = says("token");
    ck_assert_uint_eq(ask_about("/api/auth/reset-password",
                                "{\"token\": \"%\", \"newPassword\": \"password\"}", token),
                      400);
    ck_assert_str_eq(in_process_field(&in), "newPassword");
    ck_assert_uint_eq(ask_about("/api/auth/reset-password",
                                "{\"token\": \"%\", \"newPassword\": \"Tulsi#River77\"}", token),
                      200);
    ck_assert_uint_eq(ask(phone, "GET", "/api/auth/profile", NULL), 401);
    ck_assert_uint_eq(ask_about("/api/auth/login",
                                "{\"email\": \"%@example.com\", \"password\": \"Tulsi#River77\"}",
                                "asha"),
                      200);
}
END_TEST

START_TEST(closing_with_a_wrong_password_is_a_failed_sign_in)
{
    const char *token = shop_sign_in(&shop, "asha").token;
    for (int i = 0; i < EACH; i++) {
        ck_assert_uint_eq(ask(token, "DELETE", "/api/auth/profile", "{\"password\": \"wrong\"}"),
                          400);
        ck_assert_str_eq(in_process_field(&in), "password");
    }
    static const char right[] = "{\"password\": \"" SHOP_PASSWORD "\"}";
    ck_assert_uint_eq(ask(token, "DELETE", "/api/auth/profile", right), 429);
    token = shop_sign_in(&shop, "asha").token; /* another device */
    ck_assert_uint_eq(ask(NULL, "DELETE", "/api/auth/profile", right), 401);
    ck_assert_uint_eq(ask(token, "DELETE", "/api/auth/profile", right), 200);
    ck_assert_ptr_nonnull(strstr(in_process_header(&in, "Set-Cookie"), "Max-Age=0"));
    ck_assert_uint_eq(ask(token, "GET", "/api/auth/profile", NULL), 401);
}
END_TEST

START_TEST(an_account_without_a_password_closes_by_a_code)
{
    const char *token = shop_sign_in(&shop, "asha").token;
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &shop.arena});
    kp_update(&change, &kripa_credential_schema, asha);
    kp_unset(&change, "password");
    ck_assert_int_eq(
        kp_commit(&(struct kp_call){.kripa = shop.kripa, .err = &shop.err}, &change, NULL),
        KRIPA_OK);
    ck_assert_uint_eq(ask(token, "DELETE", "/api/auth/profile", "{}"), 400);
    ck_assert_str_eq(in_process_field(&in), "otp");
    const char *code = code_of_asha();
    ck_assert_uint_eq(ask(token, "DELETE", "/api/auth/profile", body_of("{\"otp\": \"%\"}", code)),
                      200);
}
END_TEST

START_TEST(the_export_is_the_account_s_own)
{
    const char *token = shop_sign_in(&shop, "asha").token;
    ck_assert_uint_eq(ask(NULL, "GET", "/api/auth/profile/export", NULL), 401);
    ck_assert_uint_eq(ask(token, "GET", "/api/auth/profile/export", NULL), 200);
    const json_t *data = json_object_get(in.json, "data");
    const json_t *account = json_object_get(data, "account");
    ck_assert_str_eq(json_string_value(json_object_get(account, "email")), "asha@example.com");
    ck_assert_uint_eq(json_array_size(json_object_get(data, "sessions")), 1);
    ck_assert_str_eq(in_process_header(&in, "Cache-Control"), "no-store");
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("recovery", begin, end, known_unknown_and_blocked_addresses_hear_the_same,
                        an_address_is_asked_about_five_times, a_code_comes_as_text_or_as_a_number,
                        a_wrong_code_is_a_failed_sign_in, a_link_sets_the_password,
                        closing_with_a_wrong_password_is_a_failed_sign_in,
                        an_account_without_a_password_closes_by_a_code,
                        the_export_is_the_account_s_own);
}
