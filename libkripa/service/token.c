/* SPDX-License-Identifier: MIT
 * Access tokens: JWT with HS256. libjwt checks the signature, but accepts expired tokens, other
 * algorithms and, without a key, anything: so every claim is checked below. */
#include "base/status.h"
#include "secret.h"

#include <errno.h>
#include <jwt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <kripa/limits.h>
#include <kripa/viewer.h>

#define ISSUER            "kripa"
#define AUDIENCE          "kripa-api"
#define JTI_SIZE          (20 + 1 + KRIPA_ID_TEXT_SIZE) /* <version>.<session> */
#define BASE64URL_LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

static bool add_claims(jwt_t *jwt, const struct kp_claims *claims)
{
    char user[KRIPA_ID_TEXT_SIZE], session[KRIPA_ID_TEXT_SIZE], jti[JTI_SIZE];
    kripa_id_format(claims->user, user);
    kripa_id_format(claims->session, session);
    snprintf(jti, sizeof jti, "%lld.%s", (long long)claims->token_version, session);
    return jwt_add_grant(jwt, "userId", user) == 0 &&
           jwt_add_grant(jwt, "role", claims->role) == 0 &&
           jwt_add_grant(jwt, "iss", ISSUER) == 0 && jwt_add_grant(jwt, "aud", AUDIENCE) == 0 &&
           jwt_add_grant_int(jwt, "iat", (long)claims->issued_s) == 0 &&
           jwt_add_grant_int(jwt, "exp", (long)claims->expires_s) == 0 &&
           jwt_add_grant(jwt, "jti", jti) == 0;
}

static bool usable(const char *secret, size_t secret_size)
{
    return secret && secret_size >= KRIPA_SECRET_BYTES_MIN && secret_size <= INT32_MAX;
}

enum kripa_status kp_token_make(const char *secret, size_t secret_size,
                                const struct kp_claims *claims, struct kripa_arena *arena,
                                const char **token, struct kripa_error *err)
{
    if (!usable(secret, secret_size))
        return kripa_fail(err, KRIPA_INTERNAL, "there is no secret to sign with");
    jwt_t *jwt;
    if (jwt_new(&jwt) != 0)
        return kp_no_memory(err);
    char *encoded = NULL;
    if (add_claims(jwt, claims) &&
        jwt_set_alg(jwt, JWT_ALG_HS256, (const unsigned char *)secret, (int)secret_size) == 0)
        encoded = jwt_encode_str(jwt);
    *token = encoded ? kripa_arena_text(arena, encoded, strlen(encoded)) : NULL;
    free(encoded);
    jwt_free(jwt);
    return *token ? KRIPA_OK : kp_no_memory(err);
}

static bool grant_is(jwt_t *jwt, const char *name, const char *value)
{
    const char *grant = jwt_get_grant(jwt, name);
    return grant && strcmp(grant, value) == 0;
}

static bool read_int(jwt_t *jwt, const char *name, int64_t *value)
{
    errno = 0;
    *value = jwt_get_grant_int(jwt, name);
    return errno == 0;
}

static bool read_id(jwt_t *jwt, const char *name, struct kripa_id *id)
{
    const char *grant = jwt_get_grant(jwt, name);
    return grant && kripa_id_parse(grant, id);
}

/* Takes only roles that an account may have. */
static bool read_role(jwt_t *jwt, const char **role)
{
    const char *grant = jwt_get_grant(jwt, "role");
    for (int i = KRIPA_ROLE_CUSTOMER; grant && i < KRIPA_ROLE_COUNT; i++) {
        *role = kripa_role_name((enum kripa_role)i);
        if (strcmp(grant, *role) == 0)
            return true;
    }
    return false;
}

static bool read_jti(jwt_t *jwt, int64_t *version, struct kripa_id *session)
{
    const char *grant = jwt_get_grant(jwt, "jti");
    if (!grant || *grant < '0' || *grant > '9')
        return false;
    char *end;
    errno = 0;
    *version = strtoll(grant, &end, 10);
    return errno == 0 && *end == '.' && kripa_id_parse(end + 1, session);
}

static const char *read_claims(jwt_t *jwt, struct kp_claims *claims)
{
    if (jwt_get_alg(jwt) != JWT_ALG_HS256)
        return "the access token is not one of this shop";
    if (!grant_is(jwt, "iss", ISSUER) || !grant_is(jwt, "aud", AUDIENCE))
        return "the access token is not one of this shop";
    if (!read_int(jwt, "exp", &claims->expires_s))
        return "the access token has expired";
    if (!read_int(jwt, "iat", &claims->issued_s) || !read_id(jwt, "userId", &claims->user) ||
        !read_role(jwt, &claims->role) || !read_jti(jwt, &claims->token_version, &claims->session))
        return "the access token is not one of this shop";
    return NULL;
}

enum kripa_status kp_claims_check(const struct kp_claims *claims, int64_t now_s,
                                  struct kripa_error *err)
{
    if (claims->expires_s <= now_s)
        return kripa_fail(err, KRIPA_UNAUTHENTICATED, "the access token has expired");
    if (claims->issued_s > now_s && claims->issued_s - now_s > KRIPA_ACCESS_AHEAD_MAX_S)
        return kripa_fail(err, KRIPA_UNAUTHENTICATED,
                          "the access token is of a time to come: a clock was set back");
    return KRIPA_OK;
}

/* Whether head, body and signature are not empty: for an empty one libjwt would write past the
 * memory it allocates. */
static bool has_three_parts(const char *token)
{
    for (int part = 0; part < 3; part++) {
        size_t size = strspn(token, BASE64URL_LETTERS);
        if (size == 0 || token[size] != (part < 2 ? '.' : '\0'))
            return false;
        token += size + 1;
    }
    return true;
}

enum kripa_status kp_token_read(const char *secret, size_t secret_size, const char *token,
                                int64_t now_s, struct kp_claims *claims, struct kripa_error *err)
{
    jwt_t *jwt = NULL;
    if (!usable(secret, secret_size) ||
        strnlen(token, KRIPA_TOKEN_BYTES_MAX + 1) > KRIPA_TOKEN_BYTES_MAX ||
        !has_three_parts(token))
        return kripa_fail(err, KRIPA_UNAUTHENTICATED, "the access token can't be read");
    int failed = jwt_decode(&jwt, token, (const unsigned char *)secret, (int)secret_size);
    if (failed)
        return failed == ENOMEM ? kp_no_memory(err)
                                : kripa_fail(err, KRIPA_UNAUTHENTICATED,
                                             "the access token is not one of this shop");
    struct kp_claims found = {0};
    const char *problem = read_claims(jwt, &found);
    jwt_free(jwt);
    if (problem)
        return kripa_fail(err, KRIPA_UNAUTHENTICATED, "%s", problem);
    enum kripa_status status = kp_claims_check(&found, now_s, err);
    if (status == KRIPA_OK)
        *claims = found;
    return status;
}
