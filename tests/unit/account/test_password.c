/* SPDX-License-Identifier: MIT
 * Passwords: which are taken, which open an account, and that a stranger learns nothing from the
 * time. */
#include <check.h>
#include <string.h>
#include <time.h>

#include "account/internal.h"
#include "people.h"
#include "service/secret.h"
#include "shop.h"
#include "suite.h"

static struct shop shop;

static void begin(void)
{
    shop_open(&shop);
}

static void end(void)
{
    shop_close(&shop);
}

static enum kripa_status enrol(const char *name, const char *password)
{
    struct kripa_registration registration = {
        .name = name, .email = "asha@example.com", .password = password};
    struct kripa_account *out;
    shop.err = (struct kripa_error){0};
    return kripa_account_add(shop.kripa, shop.console, &registration, KRIPA_ROLE_CUSTOMER,
                             &shop.arena, &out, &shop.err);
}

static char *letters(size_t count)
{
    char *text = kripa_arena_alloc(&shop.arena, 1, count + 1);
    for (size_t i = 0; i < count; i++)
        text[i] = (char)('a' + i % 23);
    return text;
}

START_TEST(guessable_passwords_are_refused)
{
    const char *const bad[] = {
        "1234567",          letters(129),       "12345678",        "Password123",      "PASSWORD",
        "asha@example.com", "ASHA@Example.Com", "asha devi verma", "Asha  Devi Verma", NULL};
    for (size_t i = 0; bad[i]; i++) {
        ck_assert_msg(enrol("Asha Devi Verma", bad[i]) == KRIPA_INVALID, "%s", bad[i]);
        ck_assert_str_eq(shop.err.fields[0].path, "password");
    }
}
END_TEST

static const char *const good[] = {
    "Monsoon#Lamp42", "horse battery", "  spaces  ", "पासवर्डपासवर्ड",
    "\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80"
    "\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80"};

START_TEST(others_are_taken_as_they_are)
{
    ck_assert_msg(enrol("Asha", good[_i]) == KRIPA_OK, "%s", shop.err.message);
    ck_assert_int_eq(shop_try_sign_in(&shop, "asha@example.com", good[_i]), KRIPA_OK);
    ck_assert_int_eq(shop_try_sign_in(&shop, "asha@example.com", "spaces"), KRIPA_UNAUTHENTICATED);
}
END_TEST

START_TEST(the_longest_password_opens_its_account)
{
    const char *longest = letters(128);
    ck_assert_int_eq(enrol("Asha", longest), KRIPA_OK);
    ck_assert_int_eq(shop_try_sign_in(&shop, "asha@example.com", longest), KRIPA_OK);
    ck_assert_int_eq(shop_try_sign_in(&shop, "asha@example.com", letters(127)),
                     KRIPA_UNAUTHENTICATED);
}
END_TEST

/* One that is shorter is refused for its length, so it would be in the list for nothing. */
START_TEST(the_list_of_common_passwords_is_of_use)
{
    for (const char *const *at = kp_common_passwords; *at; at++) {
        ck_assert_msg(strlen(*at) >= KRIPA_PASSWORD_MIN, "%s", *at);
        for (const char *c = *at; *c; c++)
            ck_assert_msg(*c < 'A' || *c > 'Z', "%s", *at);
        for (const char *const *twin = at + 1; *twin; twin++)
            ck_assert_str_ne(*at, *twin);
    }
}
END_TEST

static void put_hash(const char *hash)
{
    struct kripa_viewer viewer = shop_viewer(&shop, "asha");
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &shop.arena});
    kp_update(&change, &kripa_credential_schema, viewer.user);
    kp_set(&change, "password", kp_text(hash));
    ck_assert_int_eq(
        kp_commit(&(struct kp_call){.kripa = shop.kripa, .err = &shop.err}, &change, NULL),
        KRIPA_OK);
}

START_TEST(an_imported_bcrypt_password_opens_its_account)
{
    ck_assert_int_eq(enrol("Asha", SHOP_PASSWORD), KRIPA_OK);
    put_hash("$2b$10$mG0pRFFkkhEpgWjGGbeZZuB56UEQJtAq99QM7DwiPsKePwgo.FGFm");
    ck_assert_int_eq(shop_try_sign_in(&shop, "asha@example.com", "Owner#2025"), KRIPA_OK);
    ck_assert_int_eq(shop_try_sign_in(&shop, "asha@example.com", SHOP_PASSWORD),
                     KRIPA_UNAUTHENTICATED);
}
END_TEST

#define COMPOSED   "caf\xc3\xa9 \xe0\xa4\x95\xe0\xa4\xbc \xc3\x85ngstr\xc3\xb6m"
#define DECOMPOSED "cafe\xcc\x81 \xe0\xa5\x98 A\xcc\x8angstro\xcc\x88m"

/* A phone and a computer may write the same letters differently. */
START_TEST(letters_are_one_however_they_are_made)
{
    static const char *const spellings[] = {COMPOSED, DECOMPOSED};
    ck_assert_int_eq(enrol("Asha", spellings[_i]), KRIPA_OK);
    struct kripa_viewer viewer = shop_viewer(&shop, "asha");
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(shop_try_sign_in(&shop, "asha@example.com", spellings[i]), KRIPA_OK);
        struct kripa_password_change change = {spellings[i], spellings[1 - i], NULL};
        struct kripa_signed_in out;
        ck_assert_int_eq(
            kripa_password_change(shop.kripa, viewer, &change, &shop.arena, &out, &shop.err),
            KRIPA_OK);
    }
    ck_assert_int_eq(shop_try_sign_in(&shop, "asha@example.com", "cafe"), KRIPA_UNAUTHENTICATED);
}
END_TEST

/* A hash of the password as it was typed, from before, opens; then it is one of its NFC. */
START_TEST(an_older_hash_opens_as_it_was_typed_and_is_renewed)
{
    char hash[KP_PASSWORD_HASH_SIZE];
    ck_assert_int_eq(enrol("Asha", SHOP_PASSWORD), KRIPA_OK);
    ck_assert_int_eq(kp_password_hash(DECOMPOSED, 64, 1, hash, NULL), KRIPA_OK);
    put_hash(hash);
    ck_assert_int_eq(shop_try_sign_in(&shop, "asha@example.com", COMPOSED), KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(shop_try_sign_in(&shop, "asha@example.com", DECOMPOSED), KRIPA_OK);
    ck_assert_int_eq(shop_try_sign_in(&shop, "asha@example.com", COMPOSED), KRIPA_OK);
    ck_assert_int_eq(shop_try_sign_in(&shop, "asha@example.com", DECOMPOSED), KRIPA_OK);
}
END_TEST

/* The app before still reads it, so it stays until that is gone. */
START_TEST(an_imported_hash_opens_as_it_was_typed)
{
    ck_assert_int_eq(enrol("Asha", SHOP_PASSWORD), KRIPA_OK);
    put_hash("$2b$04$mG0pRFFkkhEpgWjGGbeZZuxm3Yrio9hDxHp7WoTl4ABvae2o9FgmC"); /* of DECOMPOSED */
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(shop_try_sign_in(&shop, "asha@example.com", DECOMPOSED), KRIPA_OK);
        ck_assert_int_eq(shop_try_sign_in(&shop, "asha@example.com", COMPOSED),
                         KRIPA_UNAUTHENTICATED);
    }
}
END_TEST

START_TEST(an_account_without_password_opens_to_nobody)
{
    ck_assert_int_eq(enrol("Asha", SHOP_PASSWORD), KRIPA_OK);
    put_hash(NULL);
    ck_assert_int_eq(shop_try_sign_in(&shop, "asha@example.com", SHOP_PASSWORD),
                     KRIPA_UNAUTHENTICATED);
    put_hash("x");
    ck_assert_int_eq(shop_try_sign_in(&shop, "asha@example.com", "x"), KRIPA_UNAUTHENTICATED);
}
END_TEST

START_TEST(a_sign_in_names_what_is_missing)
{
    ck_assert_int_eq(shop_try_sign_in(&shop, "asha@example.com", NULL), KRIPA_INVALID);
    ck_assert_str_eq(shop.err.fields[0].path, "password");
    ck_assert_int_eq(shop_try_sign_in(&shop, " ", SHOP_PASSWORD), KRIPA_INVALID);
    ck_assert_str_eq(shop.err.fields[0].path, "email");
    ck_assert_int_eq(shop_try_sign_in(&shop, "no address", SHOP_PASSWORD), KRIPA_UNAUTHENTICATED);
}
END_TEST

static int64_t try_us(struct kripa *kripa, const char *email, const char *password)
{
    struct kripa_sign_in sign_in = {.email = email, .password = password};
    struct kripa_signed_in out;
    struct timespec from, to;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
    ck_assert_int_eq(kripa_sign_in(kripa, &sign_in, &shop.arena, &out, NULL),
                     KRIPA_UNAUTHENTICATED);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
    return (to.tv_sec - from.tv_sec) * 1000000LL + (to.tv_nsec - from.tv_nsec) / 1000;
}

static const char *const wrong[] = {"wrong", DECOMPOSED};

START_TEST(an_unknown_email_costs_a_hash_as_a_known_one_does)
{
    struct fresh_store own;
    fresh_store_make_shop_alone(&own);
    struct kripa_config config = {.store_uri = own.uri,
                                  .create = true,
                                  .jwt_secret = SHOP_JWT_SECRET,
                                  .password_memory_kib = 8192,
                                  .password_passes = 2};
    struct kripa_registration registration = {
        .name = "Asha", .email = "asha@example.com", .password = SHOP_PASSWORD};
    struct kripa *kripa;
    struct kripa_account *account;
    ck_assert_int_eq(kripa_open(&config, &kripa, &shop.err), KRIPA_OK);
    ck_assert_int_eq(kripa_account_add(kripa, shop.console, &registration, KRIPA_ROLE_CUSTOMER,
                                       &shop.arena, &account, &shop.err),
                     KRIPA_OK);
    int64_t known_us = INT64_MAX, unknown_us = INT64_MAX;
    for (int i = 0; i < 5; i++) { /* the least of several: what nothing else disturbed */
        int64_t a = try_us(kripa, "asha@example.com", wrong[_i]);
        int64_t b = try_us(kripa, "nobody@example.com", wrong[_i]);
        known_us = a < known_us ? a : known_us;
        unknown_us = b < unknown_us ? b : unknown_us;
    }
    kripa_close(kripa);
    fresh_store_remove(&own);
    ck_assert_int_gt(unknown_us * 2, known_us);
    ck_assert_int_gt(known_us * 2, unknown_us);
}
END_TEST

int main(void)
{
    TCase *tests = new_cases("password", begin, end);
    tcase_add_loop_test(tests, others_are_taken_as_they_are, 0, sizeof good / sizeof *good);
    tcase_add_loop_test(tests, letters_are_one_however_they_are_made, 0, 2);
    tcase_add_loop_test(tests, an_unknown_email_costs_a_hash_as_a_known_one_does, 0, 2);
    return RUN_CASES(
        tests, "password", guessable_passwords_are_refused, the_longest_password_opens_its_account,
        the_list_of_common_passwords_is_of_use, an_imported_bcrypt_password_opens_its_account,
        an_older_hash_opens_as_it_was_typed_and_is_renewed, an_imported_hash_opens_as_it_was_typed,
        an_account_without_password_opens_to_nobody, a_sign_in_names_what_is_missing);
}
