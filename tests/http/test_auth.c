/* SPDX-License-Identifier: MIT
 * Signing in and out over HTTP: cookies, tokens in the reply, origins, tabs, and what a failure
 * looks like. */
#include <check.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "daemon.h"
#include "http.h"
#include "in_process.h"
#include "people.h"
#include "shop.h"
#include "suite.h"

#define OLD_APPS_COOKIE "eyJhbGciOiJIUzI1NiJ9.eyJpZCI6IjY1ZiJ9.c2lnbmF0dXJl"

static struct shop shop;
static struct in_process in;

static void begin_with(const char *const *settings)
{
    shop_open(&shop);
    in_process_open(&in, kripad_routes, shop.kripa, settings);
    shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER);
}

static void begin(void)
{
    static const char *const settings[] = {"RATE_LIMIT_SIGN_IN=off",
                                           "RATE_LIMIT_SIGN_IN_ADDRESS=off", NULL};
    begin_with(settings);
}

static void end(void)
{
    in_process_close(&in);
    shop_close(&shop);
}

struct ask {
    const char *method, *path, *body, *token, *cookie, *origin;
};

static unsigned ask(struct ask ask)
{
    const char *headers[4] = {NULL};
    size_t count = 0;
    if (ask.token)
        headers[count++] = kripa_arena_format(&shop.arena, "Authorization: Bearer %s", ask.token);
    if (ask.cookie)
        headers[count++] = kripa_arena_format(&shop.arena, "Cookie: %s", ask.cookie);
    if (ask.origin)
        headers[count++] = kripa_arena_format(&shop.arena, "Origin: %s", ask.origin);
    return in_process_ask(&in, ask.method, ask.path, ask.body, headers);
}
#define ASK(...) ask((struct ask){__VA_ARGS__})

static const json_t *data(void)
{
    return json_object_get(in.json, "data");
}

static const char *text_of(const char *name)
{
    const json_t *value = json_object_get(data(), name);
    return json_is_string(value) ? kripa_arena_format(&shop.arena, "%s", json_string_value(value))
                                 : NULL;
}

/* "refreshToken=..." as a browser sends it back; NULL when none was set. */
static const char *cookie_set(void)
{
    const char *set = in_process_header(&in, "Set-Cookie");
    return set ? kripa_arena_text(&shop.arena, set, strcspn(set, ";")) : NULL;
}

#define SIGN_IN(email, more)                                                                       \
    "{\"email\": \"" email "\", \"password\": \"" SHOP_PASSWORD "\"" more "}"

static const char *sign_in(void)
{
    ck_assert_uint_eq(ASK("POST", "/api/auth/login", SIGN_IN("asha@example.com", "")), 200);
    return text_of("token");
}

static unsigned refresh(const char *cookie)
{
    return ASK("POST", "/api/auth/refresh", .cookie = cookie);
}

START_TEST(registering_signs_in_as_a_customer)
{
    ck_assert_uint_eq(ASK("POST", "/api/auth/register",
                          "{\"name\": \"Ravi\", \"email\": \"Ravi@Example.com\", \"password\": "
                          "\"" SHOP_PASSWORD "\", \"phone\": \"098260 54321\"}"),
                      201);
    ck_assert_str_eq(in_process_header(&in, "Location"), "/api/auth/profile");
    ck_assert_str_eq(in_process_header(&in, "Cache-Control"), "no-store");
    ck_assert_str_eq(text_of("email"), "ravi@example.com");
    ck_assert_str_eq(text_of("phone"), "9826054321");
    ck_assert_str_eq(text_of("role"), "customer");
    ck_assert_str_eq(text_of("retailerRequestStatus"), "none");
    ck_assert(json_is_false(json_object_get(data(), "isBlocked")));
    ck_assert_int_eq(json_integer_value(json_object_get(data(), "expiresIn")), 900);
    ck_assert_ptr_null(text_of("refreshToken"));
    const char *set = in_process_header(&in, "Set-Cookie");
    ck_assert_ptr_nonnull(strstr(set, "; Path=/api/auth; "));
    ck_assert_ptr_nonnull(strstr(set, "; HttpOnly"));
    ck_assert_ptr_nonnull(strstr(set, "; SameSite=Lax"));
    const char *token = text_of("token");
    ck_assert_uint_eq(ASK("GET", "/api/auth/profile", .token = token), 200);
    ck_assert_str_eq(text_of("name"), "Ravi");
}
END_TEST

START_TEST(no_field_makes_anybody_more_than_a_customer)
{
    static const char *const fields[] = {"role", "isBlocked", "tokenVersion", "_id",
                                         "retailerRequestStatus"};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const char *body = kripa_arena_format(
            &shop.arena,
            "{\"name\": \"R\", \"email\": \"r@example.com\", \"password\": \"" SHOP_PASSWORD
            "\", \"%s\": \"admin\"}",
            fields[i]);
        ck_assert_uint_eq(ASK("POST", "/api/auth/register", body), 400);
        ck_assert_str_eq(in_process_field(&in), fields[i]);
    }
    const char *token = sign_in();
    ck_assert_uint_eq(
        ASK("PUT", "/api/auth/profile", "{\"name\": \"Asha\", \"role\": \"admin\"}", token), 200);
    ck_assert_str_eq(text_of("role"), "customer");
    ck_assert_uint_eq(ASK("PUT", "/api/auth/profile", "{\"isBlocked\": false}", token), 400);
    ck_assert_str_eq(in_process_field(&in), "isBlocked");
    ck_assert_int_eq(shop_viewer(&shop, "asha").role, KRIPA_ROLE_CUSTOMER);
}
END_TEST

START_TEST(a_taken_email_is_a_conflict_that_names_it)
{
    ck_assert_uint_eq(ASK("POST", "/api/auth/register",
                          "{\"name\": \"A\", \"email\": \"ASHA@example.com\", \"password\": "
                          "\"" SHOP_PASSWORD "\"}"),
                      409);
    ck_assert_str_eq(in_process_code(&in), "EXISTS");
    ck_assert_str_eq(in_process_field(&in), "email");
    ck_assert_ptr_null(cookie_set());
}
END_TEST

START_TEST(clients_without_cookies_get_the_token_in_the_reply)
{
    ck_assert_uint_eq(
        ASK("POST", "/api/auth/login", SIGN_IN("asha@example.com", ", \"refresh\": \"body\"")),
        200);
    ck_assert_ptr_null(cookie_set());
    const char *first = text_of("refreshToken");
    ck_assert_ptr_nonnull(first);
    const char *body = kripa_arena_format(&shop.arena, "{\"refreshToken\": \"%s\"}", first);
    ck_assert_uint_eq(ASK("POST", "/api/auth/refresh", body), 200);
    ck_assert_ptr_null(cookie_set());
    ck_assert_str_ne(text_of("refreshToken"), first);
    ck_assert_uint_eq(json_object_size(data()), 3);
    const char *next = text_of("refreshToken");
    body = kripa_arena_format(&shop.arena, "{\"refreshToken\": \"%s\"}", next);
    ck_assert_uint_eq(ASK("POST", "/api/auth/logout", body), 200);
    ck_assert_uint_eq(ASK("POST", "/api/auth/refresh", body), 401);
}
END_TEST

START_TEST(a_failed_sign_in_is_the_same_for_a_stranger)
{
    ck_assert_uint_eq(ASK("POST", "/api/auth/login",
                          "{\"email\": \"asha@example.com\", \"password\": \"wrong\"}"),
                      401);
    const char *message = kripa_arena_format(&shop.arena, "%s", in_process_message(&in));
    ck_assert_str_eq(in_process_code(&in), "UNAUTHENTICATED");
    ck_assert_ptr_nonnull(in_process_header(&in, "WWW-Authenticate"));
    ck_assert_ptr_null(cookie_set());
    const struct request *r = &in.request;
    ck_assert_int_eq(r->answer_not_before_ms, r->started_us / 1000 + 300);
    ck_assert_uint_eq(ASK("POST", "/api/auth/login", SIGN_IN("nobody@example.com", "")), 401);
    ck_assert_str_eq(in_process_message(&in), message);
    ck_assert_int_eq(r->answer_not_before_ms, r->started_us / 1000 + 300);
    sign_in();
    ck_assert_int_eq(r->answer_not_before_ms, 0);
    ck_assert_uint_eq(ASK("POST", "/api/auth/login", "{\"email\": 5}"), 400);
    ck_assert_int_eq(r->answer_not_before_ms, 0);
}
END_TEST

static void set_blocked(bool blocked)
{
    struct kripa_account *account;
    ck_assert_int_eq(kripa_account_block(shop.kripa, shop.console, shop_viewer(&shop, "asha").user,
                                         (struct kripa_int){blocked, true}, &shop.arena, &account,
                                         &shop.err),
                     KRIPA_OK);
}

START_TEST(a_blocked_account_is_refused_at_once)
{
    const char *token = sign_in(), *cookie = cookie_set();
    set_blocked(true);
    ck_assert_uint_eq(ASK("GET", "/api/auth/profile", .token = token), 403);
    ck_assert_str_eq(in_process_code(&in), "FORBIDDEN");
    ck_assert_uint_eq(ASK("GET", "/api/products", .token = token), 200);
    ck_assert_ptr_nonnull(strstr(in_process_header(&in, "Cache-Control"), "public"));
    ck_assert_uint_eq(ASK("POST", "/api/auth/login", SIGN_IN("asha@example.com", "")), 403);
    ck_assert_uint_eq(ASK("POST", "/api/auth/login",
                          "{\"email\": \"asha@example.com\", \"password\": \"wrong\"}"),
                      401);
    ck_assert_uint_eq(refresh(cookie), 403);
}
END_TEST

START_TEST(a_refresh_answers_tokens_alone_and_a_new_cookie)
{
    sign_in();
    const char *cookie = cookie_set();
    ck_assert_uint_eq(refresh(cookie), 200);
    ck_assert_uint_eq(json_object_size(data()), 2);
    ck_assert_int_eq(json_integer_value(json_object_get(data(), "expiresIn")), 900);
    ck_assert_ptr_nonnull(cookie_set());
    ck_assert_str_ne(cookie_set(), cookie);
    const char *token = text_of("token");
    ck_assert_uint_eq(ASK("GET", "/api/auth/profile", .token = token), 200);
}
END_TEST

START_TEST(two_tabs_get_the_same_cookie)
{
    sign_in();
    const char *cookie = cookie_set();
    ck_assert_uint_eq(refresh(cookie), 200);
    const char *next = cookie_set();
    shop.now_ms += 9000;
    ck_assert_uint_eq(refresh(cookie), 200);
    ck_assert_str_eq(cookie_set(), next);
    ck_assert_uint_eq(refresh(next), 200);
}
END_TEST

START_TEST(a_stolen_cookie_ends_the_session)
{
    sign_in();
    const char *stolen = cookie_set();
    ck_assert_uint_eq(refresh(stolen), 200);
    const char *next = cookie_set();
    shop.now_ms += 11000;
    ck_assert_uint_eq(refresh(stolen), 401);
    ck_assert_str_eq(in_process_code(&in), "UNAUTHENTICATED");
    ck_assert_uint_eq(refresh(next), 401);
}
END_TEST

START_TEST(every_cookie_of_that_name_is_tried)
{
    sign_in();
    const char *ours = cookie_set();
    ck_assert_uint_eq(refresh("refreshToken=" OLD_APPS_COOKIE), 401);
    ck_assert_uint_eq(
        refresh(kripa_arena_format(&shop.arena,
                                   "theme=dark; refreshToken=" OLD_APPS_COOKIE "; %s; x=y", ours)),
        200);
    const char *next = cookie_set();
    ck_assert_uint_eq(
        refresh(kripa_arena_format(&shop.arena, "%s; refreshToken=" OLD_APPS_COOKIE, next)), 200);
    ck_assert_uint_eq(refresh("refreshTokens=x; refreshToken="), 401);
    ck_assert_uint_eq(refresh(NULL), 401);
    ck_assert_ptr_nonnull(strstr(in_process_message(&in), "sign in"));
}
END_TEST

START_TEST(refresh_and_logout_do_not_look_at_authorization)
{
    sign_in();
    const char *cookie = cookie_set();
    ck_assert_uint_eq(
        ASK("POST", "/api/auth/refresh", .token = "expired.or.broken", .cookie = cookie), 200);
    cookie = cookie_set();
    ck_assert_uint_eq(
        ASK("POST", "/api/auth/logout", .token = "expired.or.broken", .cookie = cookie), 200);
    ck_assert_uint_eq(refresh(cookie), 401);
}
END_TEST

START_TEST(pages_of_other_origins_may_not_use_the_cookie)
{
    const char *token = sign_in(), *cookie = cookie_set();
    const struct ask routes[] = {
        {"POST", "/api/auth/login", SIGN_IN("asha@example.com", "")},
        {"POST", "/api/auth/register", "{}"},
        {"POST", "/api/auth/refresh", .cookie = cookie},
        {"POST", "/api/auth/logout?all=1", .cookie = cookie},
        {"PUT", "/api/auth/password", "{}", token},
    };
    static const char *const foreign[] = {"https://evil.example", "null",
                                          "http://localhost.evil.example:5173"};
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
        for (size_t j = 0; j < sizeof foreign / sizeof *foreign; j++) {
            struct ask from = routes[i];
            from.origin = foreign[j];
            ck_assert_msg(ask(from) == 403, "%s from %s", from.path, foreign[j]);
        }
    }
    ck_assert_uint_eq(
        ASK("POST", "/api/auth/refresh", .cookie = cookie, .origin = "http://localhost:5173"), 200);
}
END_TEST

START_TEST(signing_out_takes_the_cookie_away)
{
    sign_in();
    const char *cookie = cookie_set();
    ck_assert_uint_eq(ASK("POST", "/api/auth/logout", .cookie = cookie), 200);
    const char *set = in_process_header(&in, "Set-Cookie");
    ck_assert_ptr_eq(strstr(set, "refreshToken=;"), set);
    ck_assert_ptr_nonnull(strstr(set, "Max-Age=0"));
    ck_assert_uint_eq(refresh(cookie), 401);
    ck_assert_uint_eq(ASK("POST", "/api/auth/logout"), 200);
    ck_assert_uint_eq(ASK("POST", "/api/auth/logout", .cookie = "refreshToken=junk"), 200);
}
END_TEST

START_TEST(signing_out_everywhere_ends_access_tokens_too)
{
    const char *phone = sign_in();
    const char *token = sign_in(), *cookie = cookie_set();
    ck_assert_uint_eq(ASK("POST", "/api/auth/logout?all=1", .cookie = cookie), 200);
    ck_assert_uint_eq(ASK("GET", "/api/auth/profile", .token = token), 401);
    ck_assert_uint_eq(ASK("GET", "/api/auth/profile", .token = phone), 401);
    ck_assert_ptr_nonnull(in_process_header(&in, "WWW-Authenticate"));
}
END_TEST

static unsigned change_password(const char *from, const char *to, const char *token)
{
    const char *body = kripa_arena_format(
        &shop.arena, "{\"currentPassword\": \"%s\", \"newPassword\": \"%s\"}", from, to);
    return ASK("PUT", "/api/auth/password", body, token);
}

START_TEST(a_new_password_gives_new_tokens_and_ends_the_old)
{
    const char *token = sign_in(), *cookie = cookie_set();
    ck_assert_uint_eq(change_password("wrong", "Another#Lamp43", token), 400);
    ck_assert_str_eq(in_process_field(&in), "currentPassword");
    ck_assert_uint_eq(ASK("GET", "/api/auth/profile", .token = token), 200);
    ck_assert_uint_eq(change_password(SHOP_PASSWORD, "Another#Lamp43", token), 200);
    const char *fresh = text_of("token"), *fresh_cookie = cookie_set();
    ck_assert_uint_eq(ASK("GET", "/api/auth/profile", .token = token), 401);
    ck_assert_uint_eq(refresh(cookie), 401);
    ck_assert_uint_eq(ASK("GET", "/api/auth/profile", .token = fresh), 200);
    ck_assert_uint_eq(refresh(fresh_cookie), 200);
}
END_TEST

START_TEST(an_expired_token_is_401_where_one_is_needed_and_a_guest_elsewhere)
{
    const char *token = sign_in();
    shop.now_ms += 900 * 1000;
    ck_assert_uint_eq(ASK("GET", "/api/auth/profile", .token = token), 401);
    ck_assert_uint_eq(ASK("GET", "/api/auth/profile"), 401);
    ck_assert_uint_eq(ASK("GET", "/api/auth/profile", .token = "x"), 401);
    ck_assert_uint_eq(ASK("GET", "/api/products", .token = token), 200);
}
END_TEST

START_TEST(the_profile_keeps_one_default_address)
{
    const char *token = sign_in();
    const char *body =
        "{\"savedAddress\": {\"_id\": \"65f0c0ffee\", \"name\": \"Asha\", \"phone\": "
        "\"9826012345\", \"addressLine\": \"12 Station Road\", \"city\": "
        "\"Pachore\", \"state\": \"Madhya Pradesh\", \"pincode\": \"465683\", "
        "\"default\": true}}";
    for (int i = 0; i < 2; i++) {
        ck_assert_uint_eq(ASK("PUT", "/api/auth/profile", body, token), 200);
        const json_t *list = json_object_get(data(), "savedAddresses");
        ck_assert_uint_eq(json_array_size(list), 1);
        ck_assert(json_is_true(json_object_get(json_array_get(list, 0), "default")));
    }
    ck_assert_uint_eq(
        ASK("PUT", "/api/auth/profile", "{\"savedAddress\": {\"name\": \"A\"}}", token), 400);
    ck_assert_str_eq(in_process_field(&in), "savedAddress.phone");
}
END_TEST

/* Twenty failures are one account's, however its e-mail is spelled; good sign-ins take nothing. */
START_TEST(too_many_failures_slow_one_account_down)
{
    begin_with(NULL);
    shop_account(&shop, "ravi", KRIPA_ROLE_CUSTOMER);
    static const char *const spellings[] = {"asha@example.com", "ASHA@example.com"};
    for (int i = 0; i < 30; i++)
        sign_in();
    for (int i = 0; i < 20; i++) {
        const char *body = kripa_arena_format(
            &shop.arena, "{\"email\": \"%s\", \"password\": \"wrong\"}", spellings[i % 2]);
        ck_assert_uint_eq(ASK("POST", "/api/auth/login", body), 401);
    }
    ck_assert_uint_eq(ASK("POST", "/api/auth/login", SIGN_IN("asha@example.com", "")), 429);
    ck_assert_str_eq(in_process_code(&in), "LIMITED");
    ck_assert_ptr_nonnull(in_process_header(&in, "Retry-After"));
    ck_assert_uint_eq(ASK("POST", "/api/auth/login", SIGN_IN("Asha@Example.com", "")), 429);
    ck_assert_uint_eq(ASK("POST", "/api/auth/login", SIGN_IN("ravi@example.com", "")), 200);
    end();
}
END_TEST

/* Who holds a stolen token can't guess the password any faster than at the door. */
START_TEST(a_wrong_current_password_is_a_failed_sign_in)
{
    begin_with(NULL);
    shop_account(&shop, "ravi", KRIPA_ROLE_CUSTOMER);
    const char *token = sign_in();
    for (int i = 0; i < 30; i++)
        ck_assert_uint_eq(change_password(SHOP_PASSWORD, "password1234", token), 400);
    for (int i = 0; i < 20; i++)
        ck_assert_uint_eq(change_password("wrong", "Another#Lamp43", token), 400);
    ck_assert_uint_eq(change_password(SHOP_PASSWORD, "Another#Lamp43", token), 429);
    ck_assert_ptr_nonnull(in_process_header(&in, "Retry-After"));
    ck_assert_uint_eq(ASK("POST", "/api/auth/login", SIGN_IN("asha@example.com", "")), 429);
    ck_assert_uint_eq(ASK("GET", "/api/auth/profile", .token = token), 200);
    ck_assert_uint_eq(ASK("POST", "/api/auth/login", SIGN_IN("ravi@example.com", "")), 200);
    end();
}
END_TEST

static int64_t ask_ms(struct http *http, const char *body, long status)
{
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    const struct http_answer *answer =
        http_ask(http, (struct http_request){"POST", "/api/auth/login", .body = body});
    clock_gettime(CLOCK_MONOTONIC, &to);
    ck_assert_int_eq(answer->status, status);
    return (to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000;
}

START_TEST(a_failure_takes_its_fixed_time_over_the_wire)
{
    shop_open(&shop, .place = SHOP_SHARED);
    shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER);
    kripa_close(shop.kripa);
    shop.kripa = NULL;
    struct daemon *daemon = daemon_start(shop.store.uri, SHOP_JWT_SECRET, NULL);
    struct http *http = http_open(daemon_url(daemon));
    for (int i = 0; i < 3; i++) {
        int64_t known_ms =
            ask_ms(http, "{\"email\": \"asha@example.com\", \"password\": \"wrong\"}", 401);
        int64_t unknown_ms = ask_ms(http, SIGN_IN("nobody@example.com", ""), 401);
        ck_assert_int_ge(known_ms, 299);
        ck_assert_int_ge(unknown_ms, 299);
        ck_assert_int_lt(known_ms, 2000);
        ck_assert_int_lt(unknown_ms, 2000);
    }
    ask_ms(http, SIGN_IN("asha@example.com", ""), 200);
    http_close(http);
    ck_assert_int_eq(daemon_stop(daemon), 0);
    shop_close(&shop);
}
END_TEST

int main(void)
{
    TCase *tests = new_cases("auth", begin, end);
    ADD_TESTS(tests, registering_signs_in_as_a_customer,
              no_field_makes_anybody_more_than_a_customer,
              a_taken_email_is_a_conflict_that_names_it,
              clients_without_cookies_get_the_token_in_the_reply,
              a_failed_sign_in_is_the_same_for_a_stranger, a_blocked_account_is_refused_at_once,
              a_refresh_answers_tokens_alone_and_a_new_cookie, two_tabs_get_the_same_cookie,
              a_stolen_cookie_ends_the_session, every_cookie_of_that_name_is_tried,
              refresh_and_logout_do_not_look_at_authorization,
              pages_of_other_origins_may_not_use_the_cookie, signing_out_takes_the_cookie_away,
              signing_out_everywhere_ends_access_tokens_too,
              a_new_password_gives_new_tokens_and_ends_the_old,
              an_expired_token_is_401_where_one_is_needed_and_a_guest_elsewhere,
              the_profile_keeps_one_default_address);
    TCase *own = new_cases("own_shop", NULL, NULL);
    ADD_TESTS(own, too_many_failures_slow_one_account_down,
              a_wrong_current_password_is_a_failed_sign_in,
              a_failure_takes_its_fixed_time_over_the_wire);
    return RUN_ALL("auth", tests, own);
}
