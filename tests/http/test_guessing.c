/* SPDX-License-Identifier: MIT
 * Somebody guesses a password: who is slowed down by that, and who isn't. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "in_process.h"
#include "shop.h"
#include "suite.h"

#define EACH    20  /* RATE_LIMIT_SIGN_IN */
#define ALL     200 /* RATE_LIMIT_SIGN_IN_ACCOUNT */
#define ADDRESS 100 /* RATE_LIMIT_SIGN_IN_ADDRESS */

static struct shop shop;
static struct in_process in;

static void begin(void)
{
    /* The usual numbers, in windows so long that nothing comes back while the test runs. */
    static const char *const settings[] = {
        "TRUSTED_PROXIES=127.0.0.1", "RATE_LIMIT_SIGN_IN=20/86400s",
        "RATE_LIMIT_SIGN_IN_ACCOUNT=200/86400s", "RATE_LIMIT_SIGN_IN_ADDRESS=100/86400s", NULL};
    shop_open(&shop);
    in_process_open(&in, kripad_routes, shop.kripa, settings);
    shop_account(&shop, "owner", KRIPA_ROLE_ADMIN);
    shop_account(&shop, "ravi", KRIPA_ROLE_CUSTOMER);
}

static void end(void)
{
    in_process_close(&in);
    shop_close(&shop);
}

struct knock {
    const char *name, *password, *from, *cookie, *in_body;
};

static unsigned knock(struct knock knock)
{
    const char *headers[3] = {NULL};
    size_t count = 0;
    headers[count++] = kripa_arena_format(&shop.arena, "X-Forwarded-For: %s",
                                          knock.from ? knock.from : "10.1.1.1");
    if (knock.cookie)
        headers[count++] = kripa_arena_format(&shop.arena, "Cookie: refreshToken=%s", knock.cookie);
    const char *more =
        knock.in_body ? kripa_arena_format(&shop.arena, ",\"refreshToken\":\"%s\"", knock.in_body)
                      : "";
    const char *body =
        kripa_arena_format(&shop.arena, "{\"email\":\"%s@example.com\",\"password\":\"%s\"%s}",
                           knock.name, knock.password ? knock.password : SHOP_PASSWORD, more);
    return in_process_ask(&in, "POST", "/api/auth/login", body, headers);
}
#define KNOCK(...) knock((struct knock){__VA_ARGS__})

static const char *guesser(int i)
{
    return kripa_arena_format(&shop.arena, "203.0.113.%d", i);
}

static void guess(const char *name, const char *from, int times)
{
    for (int i = 0; i < times; i++)
        ck_assert_uint_eq(KNOCK(name, "wrong", from), 401);
}

/* As many as the account takes, from as many addresses as that needs. */
static void guess_from_everywhere(const char *name)
{
    for (int i = 0; i < ALL / EACH; i++)
        guess(name, guesser(i), EACH);
    ck_assert_uint_eq(KNOCK(name, "wrong", guesser(ALL / EACH)), 429);
}

START_TEST(who_guesses_shuts_out_his_own_address_alone)
{
    guess("owner", guesser(1), EACH);
    ck_assert_uint_eq(KNOCK("owner", "wrong", guesser(1)), 429);
    ck_assert_uint_eq(KNOCK("owner", .from = guesser(1)), 429);
    ck_assert_uint_eq(KNOCK("OWNER", .from = guesser(1)), 429);
    ck_assert_uint_eq(KNOCK("owner", .from = guesser(2)), 200);
    ck_assert_uint_eq(KNOCK("ravi", .from = guesser(1)), 200);
}
END_TEST

START_TEST(many_addresses_slow_the_account_down)
{
    guess_from_everywhere("owner");
    ck_assert_uint_eq(KNOCK("owner"), 429);
    ck_assert_str_eq(in_process_header(&in, "RateLimit-Policy"),
                     "\"sign-in-account\";q=200;w=86400");
    ck_assert_ptr_nonnull(in_process_header(&in, "Retry-After"));
    ck_assert_uint_eq(KNOCK("ravi"), 200);
}
END_TEST

START_TEST(a_device_with_a_session_gets_in_all_the_same)
{
    const char *token = shop_sign_in(&shop, "owner").refresh_token;
    guess_from_everywhere("owner");
    ck_assert_uint_eq(KNOCK("owner", .cookie = token), 200);
    ck_assert_uint_eq(KNOCK("OWNER", .in_body = token), 200);
    ck_assert_uint_eq(KNOCK("owner", .cookie = token, .from = guesser(0)), 200);
    ck_assert_uint_eq(KNOCK("owner"), 429);
}
END_TEST

START_TEST(a_device_with_a_session_gets_in_beside_a_guesser_at_its_address)
{
    const char *token = shop_sign_in(&shop, "owner").refresh_token;
    for (int i = 0; i < ADDRESS; i++)
        guess(kripa_arena_format(&shop.arena, "nobody%d", i), "10.1.1.1", 1);
    ck_assert_uint_eq(KNOCK("owner"), 429);
    ck_assert_uint_eq(KNOCK("owner", .cookie = token), 200);
}
END_TEST

/* Not even when the guesser has spent all that the address has. */
START_TEST(a_device_with_a_session_gets_in_when_its_address_has_spent_all)
{
    static const char *const settings[] = {"TRUSTED_PROXIES=127.0.0.1",
                                           "RATE_LIMIT_ADDRESS=30/86400s",
                                           "RATE_LIMIT_FREE=10/86400s", NULL};
    in_process_close(&in);
    in_process_open(&in, kripad_routes, shop.kripa, settings);
    const char *token = shop_sign_in(&shop, "owner").refresh_token;
    const char *ravis = shop_sign_in(&shop, "ravi").refresh_token;
    for (int i = 0; i < 30; i++)
        KNOCK("owner", "wrong");
    ck_assert_uint_eq(KNOCK("owner"), 429);
    ck_assert_str_eq(in_process_header(&in, "RateLimit-Policy"), "\"address\";q=30;w=86400");
    ck_assert_uint_eq(KNOCK("owner", .cookie = token), 200);
    ck_assert_uint_eq(KNOCK("owner", .in_body = token), 200);
    ck_assert_uint_eq(KNOCK("owner", .cookie = ravis), 429);
    ck_assert_uint_eq(KNOCK("owner", .in_body = ravis), 429);
    ck_assert_str_eq(in_process_header(&in, "RateLimit-Policy"), "\"address\";q=30;w=86400");
    for (int i = 0; i < 5; i++)
        ck_assert_uint_eq(KNOCK("owner", .cookie = "junk"), 429);
    ck_assert_uint_eq(KNOCK("owner", .cookie = token), 429); /* there is an end to that, too */
    ck_assert_uint_eq(KNOCK("owner", .in_body = token), 429);
    ck_assert_str_eq(in_process_header(&in, "RateLimit-Policy"), "\"free\";q=10;w=86400");
}
END_TEST

/* A stolen refresh token is no way to guess on for ever. */
START_TEST(what_a_device_guesses_counts_for_itself_and_for_all)
{
    const char *token = shop_sign_in(&shop, "owner").refresh_token;
    const char *other = shop_sign_in(&shop, "owner").refresh_token;
    for (int i = 0; i < EACH; i++)
        ck_assert_uint_eq(KNOCK("owner", "wrong", .cookie = token), 401);
    ck_assert_uint_eq(KNOCK("owner", .cookie = token, .from = guesser(1)), 429);
    ck_assert_uint_eq(KNOCK("owner", .cookie = other), 200);
    ck_assert_uint_eq(KNOCK("owner"), 429);
    ck_assert_uint_eq(KNOCK("owner", .from = guesser(1)), 200);
}
END_TEST

START_TEST(no_other_token_opens_the_door)
{
    const char *ravis = shop_sign_in(&shop, "ravi").refresh_token;
    const char *ended = shop_sign_in(&shop, "owner").refresh_token;
    const char *used = shop_sign_in(&shop, "owner").refresh_token;
    struct kripa_signed_in next;
    ck_assert_int_eq(kripa_sign_out(shop.kripa, ended, false, &shop.err), KRIPA_OK);
    ck_assert_int_eq(kripa_refresh(shop.kripa, used, &shop.arena, &next, &shop.err), KRIPA_OK);
    shop.now_ms += KRIPA_REFRESH_GRACE_MS + 1;
    guess_from_everywhere("owner");
    const char *const tokens[] = {ravis, ended, used, "junk", ""};
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++)
        ck_assert_msg(KNOCK("owner", .cookie = tokens[i]) == 429, "%s", tokens[i]);
    ck_assert_uint_eq(KNOCK("owner", .cookie = next.refresh_token), 200);
}
END_TEST

START_TEST(the_owner_changes_his_password_meanwhile)
{
    const char *token = shop_sign_in(&shop, "owner").token;
    const char *const headers[] = {
        kripa_arena_format(&shop.arena, "Authorization: Bearer %s", token), NULL};
    guess_from_everywhere("owner");
    ck_assert_uint_eq(in_process_ask(&in, "PUT", "/api/auth/password",
                                     "{\"currentPassword\":\"" SHOP_PASSWORD
                                     "\",\"newPassword\":\"Another#Lamp43\"}",
                                     headers),
                      200);
}
END_TEST

/* What is told of an account's limits is told of an address that nobody has as well. */
START_TEST(limits_tell_nobody_who_has_an_account)
{
    static const char *const names[] = {"owner", "nobody"};
    const char *told[2];
    for (int i = 0; i < 2; i++) {
        const char *cookie = shop_sign_in(&shop, "ravi").refresh_token;
        for (int j = 0; j < EACH; j++)
            ck_assert_uint_eq(KNOCK(names[i], "wrong", guesser(i), cookie), 401);
        ck_assert_uint_eq(KNOCK(names[i], "wrong", guesser(i), cookie), 429);
        told[i] = kripa_arena_format(&shop.arena, "%s %s", in_process_code(&in),
                                     in_process_header(&in, "RateLimit-Policy"));
    }
    ck_assert_str_eq(told[0], told[1]);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN(
        "guessing", begin, end, who_guesses_shuts_out_his_own_address_alone,
        many_addresses_slow_the_account_down, a_device_with_a_session_gets_in_all_the_same,
        a_device_with_a_session_gets_in_beside_a_guesser_at_its_address,
        a_device_with_a_session_gets_in_when_its_address_has_spent_all,
        what_a_device_guesses_counts_for_itself_and_for_all, no_other_token_opens_the_door,
        the_owner_changes_his_password_meanwhile, limits_tell_nobody_who_has_an_account);
}
