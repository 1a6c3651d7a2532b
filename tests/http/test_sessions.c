/* SPDX-License-Identifier: MIT
 * What ends a session over HTTP and what doesn't: signing out by whatever is left of it, and a
 * change of role. */
#include <check.h>
#include <string.h>

#include "in_process.h"
#include "people.h"
#include "shop.h"
#include "suite.h"

static struct shop shop;
static struct in_process in;
static struct kripa_viewer asha;

static void begin(void)
{
    shop_open(&shop);
    in_process_open(&in, kripad_routes, shop.kripa, NULL);
    shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER);
    asha = shop_viewer(&shop, "asha");
}

static void end(void)
{
    in_process_close(&in);
    shop_close(&shop);
}

static unsigned ask(const char *method, const char *path, const char *token, const char *refresh)
{
    const char *headers[3] = {NULL};
    size_t count = 0;
    if (token)
        headers[count++] = kripa_arena_format(&shop.arena, "Authorization: Bearer %s", token);
    if (refresh)
        headers[count++] = kripa_arena_format(&shop.arena, "Cookie: refreshToken=%s", refresh);
    return in_process_ask(&in, method, path, NULL, headers);
}

static unsigned refresh(const char *token)
{
    return ask("POST", "/api/auth/refresh", NULL, token);
}

START_TEST(the_access_token_alone_signs_out)
{
    struct kripa_signed_in phone = shop_sign_in(&shop, "asha"),
                           laptop = shop_sign_in(&shop, "asha");
    ck_assert_uint_eq(ask("POST", "/api/auth/logout", phone.token, NULL), 200);
    ck_assert_ptr_nonnull(strstr(in_process_header(&in, "Set-Cookie"), "Max-Age=0"));
    ck_assert_uint_eq(refresh(phone.refresh_token), 401);
    ck_assert_uint_eq(refresh(laptop.refresh_token), 200);
    ck_assert_uint_eq(ask("POST", "/api/auth/logout", phone.token, NULL), 200);
}
END_TEST

START_TEST(the_access_token_alone_signs_out_everywhere)
{
    struct kripa_signed_in phone = shop_sign_in(&shop, "asha"),
                           laptop = shop_sign_in(&shop, "asha");
    ck_assert_uint_eq(ask("POST", "/api/auth/logout?all=1", phone.token, NULL), 200);
    ck_assert_uint_eq(refresh(phone.refresh_token), 401);
    ck_assert_uint_eq(refresh(laptop.refresh_token), 401);
    ck_assert_uint_eq(ask("GET", "/api/auth/profile", laptop.token, NULL), 401);
}
END_TEST

/* The old app's cookie is not ours: the access token is all that names the session. */
START_TEST(a_foreign_cookie_beside_the_access_token_does_not_matter)
{
    struct kripa_signed_in in_now = shop_sign_in(&shop, "asha");
    ck_assert_uint_eq(ask("POST", "/api/auth/logout", in_now.token, "eyJh.eyJp.c2ln"), 200);
    ck_assert_uint_eq(refresh(in_now.refresh_token), 401);
}
END_TEST

START_TEST(a_bad_access_token_ends_nothing)
{
    struct kripa_signed_in in_now = shop_sign_in(&shop, "asha");
    static const char *const bad[] = {"x", "a.b.c"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_uint_eq(ask("POST", "/api/auth/logout?all=1", bad[i], NULL), 200);
    ck_assert_uint_eq(ask("POST", "/api/auth/logout", NULL, NULL), 200);
    ck_assert_uint_eq(refresh(in_now.refresh_token), 200);
}
END_TEST

static void set_role(const char *role)
{
    struct kripa_account *account;
    ck_assert_int_eq(kripa_account_set_role(shop.kripa, shop.console, asha.user, role, &shop.arena,
                                            &account, &shop.err),
                     KRIPA_OK);
}

static const char *role_in(const char *token)
{
    const char *payload = strchr(token, '.') + 1;
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    char *text = kripa_arena_alloc(&shop.arena, 1, strlen(payload) + 1), *to = text;
    unsigned bits = 0, held = 0;
    for (; *payload != '.'; payload++) {
        bits = bits << 6 | (unsigned)(strchr(letters, *payload) - letters);
        held += 6;
        if (held >= 8)
            *to++ = (char)(bits >> (held -= 8));
    }
    const char *role = strstr(text, "\"role\":\"") + 8;
    return kripa_arena_text(&shop.arena, role, strcspn(role, "\""));
}

START_TEST(a_change_of_role_holds_at_once_and_ends_no_session)
{
    struct kripa_signed_in now = shop_sign_in(&shop, "asha");
    static const struct {
        const char *role;
        unsigned trade, admin; /* what /retailer/products and /admin/stats answer */
    } rows[] = {{"retailer", 200, 403}, {"admin", 403, 200}, {"customer", 403, 403}};
    shop_account(&shop, "owner", KRIPA_ROLE_ADMIN);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        set_role(rows[i].role);
        for (int j = 0; j < 2; j++) {
            ck_assert_uint_eq(ask("GET", "/api/retailer/products", now.token, NULL), rows[i].trade);
            ck_assert_uint_eq(ask("GET", "/api/admin/stats", now.token, NULL), rows[i].admin);
            ck_assert_uint_eq(ask("GET", "/api/auth/profile", now.token, NULL), 200);
            ck_assert_int_eq(
                kripa_refresh(shop.kripa, now.refresh_token, &shop.arena, &now, &shop.err),
                KRIPA_OK);
            ck_assert_str_eq(role_in(now.token), rows[i].role);
        }
    }
}
END_TEST

START_TEST(accepting_a_request_makes_a_retailer_without_signing_in_again)
{
    struct kripa_account *account;
    struct kripa_signed_in now = shop_sign_in(&shop, "asha");
    ck_assert_int_eq(kripa_retailer_request(shop.kripa, asha, &shop_retailer_details, &shop.arena,
                                            &account, &shop.err),
                     KRIPA_OK);
    ck_assert_int_eq(kripa_request_decide(shop.kripa, shop.console, asha.user, true, &shop.arena,
                                          &account, &shop.err),
                     KRIPA_OK);
    ck_assert_uint_eq(ask("GET", "/api/retailer/products", now.token, NULL), 200);
    ck_assert_uint_eq(refresh(now.refresh_token), 200);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("sessions", begin, end, the_access_token_alone_signs_out,
                        the_access_token_alone_signs_out_everywhere,
                        a_foreign_cookie_beside_the_access_token_does_not_matter,
                        a_bad_access_token_ends_nothing,
                        a_change_of_role_holds_at_once_and_ends_no_session,
                        accepting_a_request_makes_a_retailer_without_signing_in_again);
}
