/* SPDX-License-Identifier: MIT
 * Chance, digests, stored passwords and server secrets, against known vectors. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include <kripa/context.h>

#include "service/secret.h"
#include "suite.h"

static void begin(void)
{
    ck_assert(kp_secret_start());
}

START_TEST(sha256_matches_its_vector)
{
    char text[KP_DIGEST_TEXT_SIZE];
    kp_sha256_text("refresh-token-plain", 19, text);
    ck_assert_str_eq(text, "b6bad94eead3f9dfe4b1b4eb4583cdce9a46dbe2acb2a21ad84af358903f9438");
}
END_TEST

/* RFC 4231, test case 2, its key filled up with zeros as HMAC does itself. */
START_TEST(hmac_matches_its_vector)
{
    static const unsigned char expected[KP_DIGEST_BYTES] = {
        0x5b, 0xdc, 0xc1, 0x46, 0xbf, 0x60, 0x75, 0x4e, 0x6a, 0x04, 0x24,
        0x26, 0x08, 0x95, 0x75, 0xc7, 0x5a, 0x00, 0x3f, 0x08, 0x9d, 0x27,
        0x39, 0x83, 0x9d, 0xec, 0x58, 0xb9, 0x64, 0xec, 0x38, 0x43};
    unsigned char key[KP_DIGEST_BYTES] = "Jefe", made[KP_DIGEST_BYTES];
    kp_hmac_sha256(key, "what do ya want for nothing?", 28, made);
    ck_assert(kp_secret_equal(made, expected, sizeof made));
    made[31] ^= 1;
    ck_assert(!kp_secret_equal(made, expected, sizeof made));
}
END_TEST

START_TEST(base64url_has_no_padding)
{
    static const struct {
        const char *data, *text;
    } rows[] = {{"", ""}, {"f", "Zg"}, {"fo", "Zm8"}, {"foo", "Zm9v"}, {"\xfb\xff\xfe", "-__-"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[8];
        size_t size = kp_base64url(rows[i].data, strlen(rows[i].data), text);
        ck_assert_str_eq(text, rows[i].text);
        ck_assert_uint_eq(size, strlen(rows[i].text));
    }
}
END_TEST

START_TEST(what_is_sealed_opens_with_its_key_alone)
{
    static const unsigned char key[KP_SEAL_KEY] = {1}, other[KP_SEAL_KEY] = {2},
                               nonce[KP_SEAL_NONCE] = {3};
    static const char text[] = "{\"code\":\"482913\"}";
    struct kripa_arena arena = {0};
    const char *opened, *sealed = kp_seal(&arena, key, nonce, text);
    ck_assert_ptr_null(strstr(sealed, "482913"));
    ck_assert(kp_unseal(&arena, key, sealed, &opened));
    ck_assert_str_eq(opened, text);
    ck_assert(kp_unseal(&arena, other, sealed, &opened));
    ck_assert_ptr_null(opened);
    char *changed = kripa_arena_text(&arena, sealed, strlen(sealed));
    for (size_t i = 0; i < strlen(sealed) - 1; i++) { /* the last letter has bits to spare */
        changed[i] = sealed[i] == 'A' ? 'B' : 'A';
        ck_assert(kp_unseal(&arena, key, changed, &opened));
        ck_assert_msg(!opened, "letter %zu", i);
        changed[i] = '\0';
        ck_assert(kp_unseal(&arena, key, changed, &opened));
        ck_assert_msg(!opened, "cut at %zu", i);
        changed[i] = sealed[i];
    }
    ck_assert(kp_unseal(&arena, key, "no base64!", &opened));
    ck_assert_ptr_null(opened);
    kripa_arena_clear(&arena);
}
END_TEST

START_TEST(chance_differs)
{
    unsigned char a[300] = {0}, b[300] = {0};
    ck_assert(kp_secret_random(NULL, a, sizeof a) && kp_secret_random(NULL, b, sizeof b));
    ck_assert(memcmp(a, b, sizeof a) != 0);
}
END_TEST

static const struct {
    const char *hash, *password;
} known[] = {
    {"$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$"
     "rk2Mi3E4dgRMg0fHaYaptWVZRKqs//6b6k3/nntqGJk",
     "correct horse"},
    {"$argon2id$v=19$m=64,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$"
     "MjZP1+1U9JUbDWvDvtLyEsZiNXOKEUxfi6O2oe46uxA",
     "correct horse"},
    {"$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$"
     "hQoasEtT8Uk8erwjvb5KQKJnqxmaS46Rycfuds7LIdQ",
     "पासवर्ड"},
    {"$2b$10$mG0pRFFkkhEpgWjGGbeZZuB56UEQJtAq99QM7DwiPsKePwgo.FGFm", "Owner#2025"},
    {"$2a$10$mG0pRFFkkhEpgWjGGbeZZuB56UEQJtAq99QM7DwiPsKePwgo.FGFm", "Owner#2025"},
};

START_TEST(stored_passwords_verify)
{
    ck_assert(kp_password_verify(known[_i].hash, known[_i].password));
    ck_assert(!kp_password_verify(known[_i].hash, "correct horsf"));
    ck_assert(!kp_password_verify(known[_i].hash, ""));
}
END_TEST

START_TEST(a_new_hash_is_argon2id_with_its_parameters)
{
    char hash[KP_PASSWORD_HASH_SIZE], again[KP_PASSWORD_HASH_SIZE];
    ck_assert_int_eq(kp_password_hash("correct horse", 64, 1, hash, NULL), KRIPA_OK);
    ck_assert_int_eq(kp_password_hash("correct horse", 64, 1, again, NULL), KRIPA_OK);
    ck_assert_ptr_eq(strstr(hash, "$argon2id$v=19$m=64,t=1,p=1$"), hash);
    ck_assert_str_ne(hash, again);
    ck_assert(kp_password_verify(hash, "correct horse"));
    ck_assert(!kp_password_verify(hash, "correct horse "));
}
END_TEST

START_TEST(no_other_hash_verifies)
{
    static const char *const hashes[] = {
        "",
        "correct horse",
        "*0",
        "$1$abcdefgh$kb5BK2dSEKKHrSF27rlh41",
        "$2b$",
        "$2b$10$",
        "$2y$10$mG0pRFFkkhEpgWjGGbeZZuB56UEQJtAq99QM7DwiPsKePwgo.FGFm",
        "$argon2id$",
        "$argon2i$v=19$m=64,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$"
        "MjZP1+1U9JUbDWvDvtLyEsZiNXOKEUxfi6O2oe46uxA"};
    for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++) {
        ck_assert(!kp_password_verify(hashes[i], "correct horse"));
        ck_assert(!kp_password_verify(hashes[i], "Owner#2025"));
        ck_assert(!kp_password_verify(hashes[i], hashes[i]));
    }
}
END_TEST

START_TEST(a_new_secret_will_do)
{
    char secret[KRIPA_SECRET_TEXT_SIZE], other[KRIPA_SECRET_TEXT_SIZE];
    ck_assert_int_eq(kripa_secret_new(secret, NULL), KRIPA_OK);
    ck_assert_int_eq(kripa_secret_new(other, NULL), KRIPA_OK);
    ck_assert_uint_eq(strlen(secret), KRIPA_SECRET_TEXT_SIZE - 1);
    ck_assert_str_ne(secret, other);
    ck_assert_ptr_null(kripa_secret_problem(secret));
}
END_TEST

START_TEST(poor_secrets_are_told)
{
    static const char *const poor[] = {"",
                                       "secret",
                                       "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P",
                                       "changeme",
                                       "changeme-changeme-changeme-1234567",
                                       "your_jwt_secret",
                                       "your_super_secret_jwt_key_2b7e151628aed2a6",
                                       "Your-JWT-Secret-Here-2b7e151628aed2a6abf7",
                                       "secretsecretsecretsecretsecretsecret",
                                       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                                       "abcdefghijklmnopqrstuvwxyz0123456789",
                                       "0123456789012345678901234567890123456789",
                                       "qwertyuiopasdfghqwertyuiopasdfgh"};
    for (size_t i = 0; i < sizeof poor / sizeof *poor; i++)
        ck_assert_msg(kripa_secret_problem(poor[i]) != NULL, "%s", poor[i]);
}
END_TEST

START_TEST(random_looking_secrets_will_do)
{
    static const char *const good[] = {"2b7e151628aed2a6abf7158809cf4f3c",
                                       "kripa-test-Zk3vR8wq1LbY6tNsD0hXjC9u",
                                       "kU0ZtFfX4oDq7mB2yJ9sLhVw3nCeRg8aPi1TbKxQz5E"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        ck_assert_msg(kripa_secret_problem(good[i]) == NULL, "%s", good[i]);
}
END_TEST

int main(void)
{
    TCase *tests = new_cases("secret", begin, NULL);
    tcase_add_loop_test(tests, stored_passwords_verify, 0, sizeof known / sizeof *known);
    return RUN_CASES(tests, "secret", sha256_matches_its_vector, hmac_matches_its_vector,
                     base64url_has_no_padding, what_is_sealed_opens_with_its_key_alone,
                     chance_differs, a_new_hash_is_argon2id_with_its_parameters,
                     no_other_hash_verifies, a_new_secret_will_do, poor_secrets_are_told,
                     random_looking_secrets_will_do);
}
