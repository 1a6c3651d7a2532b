/* SPDX-License-Identifier: MIT
 * Access tokens: what is made can be read, and nothing else can. */
#include <check.h>
#include <jwt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <kripa/limits.h>

#include "service/secret.h"
#include "suite.h"

#define SECRET "kripa-test-secret-0123456789abcdef"
#define NOW_S  1700000100

static struct kripa_arena arena;

static void begin(void)
{
    ck_assert(kp_secret_start());
}

static void end(void)
{
    kripa_arena_clear(&arena);
}

static struct kp_claims sample_claims(void)
{
    struct kp_claims claims = {
        .role = "retailer", .token_version = 7, .issued_s = 1700000000, .expires_s = 1700000900};
    ck_assert(kripa_id_parse("0123456789abcdef01234567", &claims.user));
    ck_assert(kripa_id_parse("fedcba9876543210fedcba98", &claims.session));
    return claims;
}

static const char *make(const struct kp_claims *claims)
{
    const char *token = NULL;
    struct kripa_error err = {0};
    ck_assert_int_eq(kp_token_make(SECRET, strlen(SECRET), claims, &arena, &token, &err), KRIPA_OK);
    return token;
}

static enum kripa_status read_at(const char *token, int64_t now_s, struct kp_claims *claims)
{
    struct kripa_error err = {0};
    enum kripa_status status = kp_token_read(SECRET, strlen(SECRET), token, now_s, claims, &err);
    if (status != KRIPA_OK)
        ck_assert(err.message[0]);
    return status;
}

static void refuse(const char *token)
{
    struct kp_claims claims;
    ck_assert_msg(read_at(token, NOW_S, &claims) == KRIPA_UNAUTHENTICATED, "%s", token);
}

/* A token with any header and claims, signed rightly. */
static const char *sign(jwt_alg_t alg, const char *claims_json)
{
    jwt_t *jwt;
    ck_assert_int_eq(jwt_new(&jwt), 0);
    ck_assert_int_eq(jwt_add_grants_json(jwt, claims_json), 0);
    if (alg != JWT_ALG_NONE)
        ck_assert_int_eq(jwt_set_alg(jwt, alg, (const unsigned char *)SECRET, (int)strlen(SECRET)),
                         0);
    char *encoded = jwt_encode_str(jwt);
    char *token = kripa_arena_text(&arena, encoded, strlen(encoded));
    free(encoded);
    jwt_free(jwt);
    return token;
}

#define USER    "\"userId\":\"0123456789abcdef01234567\""
#define ROLE    "\"role\":\"customer\""
#define ISS     "\"iss\":\"kripa\""
#define AUD     "\"aud\":\"kripa-api\""
#define IAT     "\"iat\":1700000000"
#define EXP     "\"exp\":1700000900"
#define JTI     "\"jti\":\"3.fedcba9876543210fedcba98\""
#define CLAIMS7 "{" USER "," ROLE "," ISS "," AUD "," IAT "," EXP "," JTI "}"

START_TEST(what_was_made_is_read_back)
{
    struct kp_claims claims = sample_claims(), found = {0};
    ck_assert_int_eq(read_at(make(&claims), NOW_S, &found), KRIPA_OK);
    ck_assert(kripa_id_equal(found.user, claims.user));
    ck_assert(kripa_id_equal(found.session, claims.session));
    ck_assert_str_eq(found.role, "retailer");
    ck_assert_int_eq(found.token_version, 7);
    ck_assert_int_eq(found.issued_s, claims.issued_s);
    ck_assert_int_eq(found.expires_s, claims.expires_s);
}
END_TEST

START_TEST(a_token_holds_these_claims_and_no_more)
{
    struct kp_claims claims = sample_claims();
    jwt_t *jwt;
    ck_assert_int_eq(jwt_decode(&jwt, make(&claims), NULL, 0), 0);
    char *json = jwt_get_grants_json(jwt, NULL);
    ck_assert_str_eq(json, "{\"aud\":\"kripa-api\",\"exp\":1700000900,\"iat\":1700000000,"
                           "\"iss\":\"kripa\",\"jti\":\"7.fedcba9876543210fedcba98\","
                           "\"role\":\"retailer\",\"userId\":\"0123456789abcdef01234567\"}");
    free(json);
    jwt_free(jwt);
}
END_TEST

START_TEST(a_token_ends_at_its_second)
{
    struct kp_claims claims = sample_claims(), found;
    const char *token = make(&claims);
    ck_assert_int_eq(read_at(token, 1700000899, &found), KRIPA_OK);
    ck_assert_int_eq(read_at(token, 1700000900, &found), KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(read_at(token, INT64_MAX, &found), KRIPA_UNAUTHENTICATED);
}
END_TEST

START_TEST(a_token_from_later_than_a_minute_is_refused)
{
    struct kp_claims claims = sample_claims(), found;
    const char *token = make(&claims);
    ck_assert_int_eq(read_at(token, claims.issued_s - 60, &found), KRIPA_OK);
    ck_assert_int_eq(read_at(token, claims.issued_s - 61, &found), KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(read_at(token, claims.issued_s - 3600, &found), KRIPA_UNAUTHENTICATED);
    claims.issued_s = claims.expires_s = INT64_MAX;
    ck_assert_int_eq(read_at(make(&claims), NOW_S, &found), KRIPA_UNAUTHENTICATED);
}
END_TEST

START_TEST(any_changed_byte_is_refused)
{
    struct kp_claims claims = sample_claims();
    const char *token = make(&claims);
    for (size_t i = 0; token[i]; i++) {
        char *other = kripa_arena_text(&arena, token, strlen(token));
        other[i] = other[i] == 'A' ? 'B' : 'A';
        refuse(other);
    }
}
END_TEST

START_TEST(anything_around_a_token_is_refused)
{
    struct kp_claims claims = sample_claims();
    const char *token = make(&claims);
    refuse(kripa_arena_format(&arena, "%s=", token));
    refuse(kripa_arena_format(&arena, "%s.", token));
    refuse(kripa_arena_format(&arena, "%s.%s", token, token));
    refuse(kripa_arena_format(&arena, " %s", token));
    refuse(kripa_arena_format(&arena, "%s ", token));
    char *cut = kripa_arena_text(&arena, token, strlen(token) - 1);
    refuse(cut);
    refuse("");
    refuse(".");
    refuse("..");
    refuse(".a.b");
    refuse("a..b");
    refuse("a.b.");
    refuse("a.b.c");
}
END_TEST

START_TEST(a_token_without_signature_is_refused)
{
    const char *none = sign(JWT_ALG_NONE, CLAIMS7);
    refuse(none);
    const char *good = sign(JWT_ALG_HS256, CLAIMS7);
    const char *payload = strchr(good, '.') + 1;
    int size = (int)(strchr(payload, '.') - payload);
    refuse(kripa_arena_format(&arena, "eyJhbGciOiJub25lIn0.%.*s.", size, payload));
    refuse(kripa_arena_format(&arena, "eyJhbGciOiJOT05FIn0.%.*s.", size, payload));
}
END_TEST

START_TEST(another_algorithm_with_the_same_key_is_refused)
{
    struct kp_claims found;
    ck_assert_int_eq(read_at(sign(JWT_ALG_HS256, CLAIMS7), NOW_S, &found), KRIPA_OK);
    refuse(sign(JWT_ALG_HS384, CLAIMS7));
    refuse(sign(JWT_ALG_HS512, CLAIMS7));
}
END_TEST

START_TEST(another_key_and_a_short_key_are_refused)
{
    struct kp_claims claims = sample_claims(), found;
    const char *token = make(&claims), *made;
    const char *other = "kripa-test-secret-0123456789abcdeX";
    ck_assert_int_eq(kp_token_read(other, strlen(other), token, NOW_S, &found, NULL),
                     KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(kp_token_read(NULL, 0, token, NOW_S, &found, NULL), KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(kp_token_read("short", 5, token, NOW_S, &found, NULL), KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(kp_token_make("short", 5, &claims, &arena, &made, NULL), KRIPA_INTERNAL);
}
END_TEST

START_TEST(every_claim_is_needed_and_checked)
{
    static const char *const bad[] = {
        "{" ROLE "," ISS "," AUD "," IAT "," EXP "," JTI "}",
        "{" USER "," ISS "," AUD "," IAT "," EXP "," JTI "}",
        "{" USER "," ROLE "," AUD "," IAT "," EXP "," JTI "}",
        "{" USER "," ROLE "," ISS "," IAT "," EXP "," JTI "}",
        "{" USER "," ROLE "," ISS "," AUD "," EXP "," JTI "}",
        "{" USER "," ROLE "," ISS "," AUD "," IAT "," JTI "}",
        "{" USER "," ROLE "," ISS "," AUD "," IAT "," EXP "}",
        "{\"userId\":\"u_1\"," ROLE "," ISS "," AUD "," IAT "," EXP "," JTI "}",
        "{\"userId\":5," ROLE "," ISS "," AUD "," IAT "," EXP "," JTI "}",
        "{" USER ",\"role\":\"guest\"," ISS "," AUD "," IAT "," EXP "," JTI "}",
        "{" USER ",\"role\":\"owner\"," ISS "," AUD "," IAT "," EXP "," JTI "}",
        "{" USER "," ROLE ",\"iss\":\"other\"," AUD "," IAT "," EXP "," JTI "}",
        "{" USER "," ROLE "," ISS ",\"aud\":\"kripa-mail\"," IAT "," EXP "," JTI "}",
        "{" USER "," ROLE "," ISS ",\"aud\":[\"kripa-api\"]," IAT "," EXP "," JTI "}",
        "{" USER "," ROLE "," ISS "," AUD "," IAT ",\"exp\":\"1700000900\"," JTI "}",
        "{" USER "," ROLE "," ISS "," AUD "," IAT ",\"exp\":1.9e9," JTI "}",
        "{" USER "," ROLE "," ISS "," AUD "," IAT "," EXP ",\"jti\":\"j1\"}",
        "{" USER "," ROLE "," ISS "," AUD "," IAT "," EXP
        ",\"jti\":\"-1.fedcba9876543210fedcba98\"}",
        "{" USER "," ROLE "," ISS "," AUD "," IAT "," EXP ",\"jti\":\"3.fedc\"}",
        "{" USER "," ROLE "," ISS "," AUD "," IAT "," EXP
        ",\"jti\":\"99999999999999999999.fedcba9876543210fedcba98\"}",
        "{}",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        refuse(sign(JWT_ALG_HS256, bad[i]));
}
END_TEST

/* Made by the jsonwebtoken package with this key: the signature is right, userId and role are
 * missing. */
START_TEST(a_foreign_token_without_user_is_refused)
{
    refuse("eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9."
           "eyJzdWIiOiJ1XzEiLCJpc3MiOiJrcmlwYSIsImF1ZCI6ImtyaXBhLWFwaSIsImlhdCI6MTcwMDAwMDAwMCwi"
           "ZXhwIjoxNzAwMDAwOTAwLCJqdGkiOiJqMSJ9."
           "WrkZl1NTdARXSZFl4xVVg_30v7-_JgR5uniNiSu1HJY");
}
END_TEST

START_TEST(a_token_longer_than_the_limit_is_not_looked_at)
{
    char *long_token = kripa_arena_alloc(&arena, 1, 5000);
    memset(long_token, 'a', 4999);
    refuse(long_token);
    char *json = kripa_arena_format(
        &arena, "{\"pad\":\"%0900d\"," USER "," ROLE "," ISS "," AUD "," IAT "," EXP "," JTI "}",
        0);
    const char *token = sign(JWT_ALG_HS256, json);
    ck_assert_uint_gt(strlen(token), 1024);
    refuse(token);
}
END_TEST

START_TEST(a_verified_token_is_found_and_no_other)
{
    struct kp_verified_tokens *kept = kp_verified_tokens_create();
    struct kp_claims claims = sample_claims(), found = {0};
    char *token = kripa_arena_format(&arena, "%s", make(&claims));
    ck_assert(!kp_verified_token_find(kept, token, &found));
    kp_verified_token_keep(kept, token, &claims);
    ck_assert(kp_verified_token_find(kept, token, &found));
    ck_assert_mem_eq(&found, &claims, sizeof claims);
    for (size_t i = 0, size = strlen(token); i < size; i++) {
        char before = token[i];
        token[i] ^= 1;
        ck_assert(!kp_verified_token_find(kept, token, &found));
        token[i] = before;
    }
    kp_verified_tokens_free(kept);
}
END_TEST

/* More of them than there are places: who is pushed out is verified again, and nobody gets
 * another's claims. */
START_TEST(many_verified_tokens_keep_their_own_claims)
{
    struct kp_verified_tokens *kept = kp_verified_tokens_create();
    size_t found_count = 0;
    for (int64_t round = 0; round < 2; round++)
        for (int64_t i = 0; i < 2000; i++) {
            struct kp_claims claims = sample_claims(), found;
            claims.token_version = i;
            char *token = kripa_arena_format(&arena, "a.b.%lld", (long long)i);
            bool is_kept = kp_verified_token_find(kept, token, &found);
            ck_assert(!is_kept || found.token_version == i);
            found_count += is_kept;
            kp_verified_token_keep(kept, token, &claims);
            ck_assert(kp_verified_token_find(kept, token, &found) && found.token_version == i);
        }
    ck_assert_uint_lt(found_count, 2000); /* it does not grow */
    kp_verified_tokens_free(kept);
}
END_TEST

START_TEST(a_token_longer_than_the_limit_is_not_kept)
{
    struct kp_verified_tokens *kept = kp_verified_tokens_create();
    struct kp_claims claims = sample_claims(), found;
    char *token = kripa_arena_format(&arena, "a.b.%0*d", KRIPA_TOKEN_BYTES_MAX, 0);
    kp_verified_token_keep(kept, token, &claims);
    ck_assert(!kp_verified_token_find(kept, token, &found));
    kp_verified_tokens_free(kept);
}
END_TEST

/* The time is asked for each time, also of claims that were read earlier. */
START_TEST(kept_claims_end_at_their_second)
{
    struct kp_claims claims = sample_claims();
    ck_assert_int_eq(kp_claims_check(&claims, claims.expires_s - 1, NULL), KRIPA_OK);
    ck_assert_int_eq(kp_claims_check(&claims, claims.expires_s, NULL), KRIPA_UNAUTHENTICATED);
    int64_t ahead = claims.issued_s - KRIPA_ACCESS_AHEAD_MAX_S;
    ck_assert_int_eq(kp_claims_check(&claims, ahead, NULL), KRIPA_OK);
    ck_assert_int_eq(kp_claims_check(&claims, ahead - 1, NULL), KRIPA_UNAUTHENTICATED);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN(
        "token", begin, end, what_was_made_is_read_back, a_token_holds_these_claims_and_no_more,
        a_token_ends_at_its_second, a_token_from_later_than_a_minute_is_refused,
        any_changed_byte_is_refused, anything_around_a_token_is_refused,
        a_token_without_signature_is_refused, another_algorithm_with_the_same_key_is_refused,
        another_key_and_a_short_key_are_refused, every_claim_is_needed_and_checked,
        a_foreign_token_without_user_is_refused, a_token_longer_than_the_limit_is_not_looked_at,
        a_verified_token_is_found_and_no_other, many_verified_tokens_keep_their_own_claims,
        a_token_longer_than_the_limit_is_not_kept, kept_claims_end_at_their_second);
}
