/* SPDX-License-Identifier: MIT
 * Secrets: random bytes, digests, passwords (libsodium, libcrypt) and access tokens (libjwt). */
#ifndef KP_SECRET_H
#define KP_SECRET_H

#include <kripa/arena.h>
#include <kripa/status.h>

#define KP_DIGEST_BYTES       32
#define KP_DIGEST_TEXT_SIZE   65
#define KP_PASSWORD_HASH_SIZE 128

/* starts libsodium; needed once before all others, and may be repeated */
bool kp_secret_start(void);
bool kp_secret_random(void *ctx, void *to, size_t size);
void kp_sha256(const void *data, size_t size, unsigned char out[KP_DIGEST_BYTES]);
void kp_sha256_text(const void *data, size_t size, char out[KP_DIGEST_TEXT_SIZE]); /* in hex */
/* The same of what comes piece by piece. */
struct kp_sha256 {
    _Alignas(max_align_t) unsigned char state[128]; /* libsodium's */
};
void kp_sha256_begin(struct kp_sha256 *hash);
void kp_sha256_add(struct kp_sha256 *hash, const void *data, size_t size);
void kp_sha256_end(struct kp_sha256 *hash, char out[KP_DIGEST_TEXT_SIZE]); /* in hex */
void kp_hmac_sha256(const unsigned char key[KP_DIGEST_BYTES], const void *data, size_t size,
                    unsigned char out[KP_DIGEST_BYTES]);
void kp_hmac_sha256_text(const unsigned char key[KP_DIGEST_BYTES], const void *data, size_t size,
                         char out[KP_DIGEST_TEXT_SIZE]);         /* in hex */
bool kp_secret_equal(const void *a, const void *b, size_t size); /* in constant time */
/* Writes base64url without padding and returns its length. `out` holds (size * 4 + 2) / 3 + 1
 * bytes. */
size_t kp_base64url(const void *data, size_t size, char *out);

#define KP_SEAL_KEY   32
#define KP_SEAL_NONCE 24
/* Encrypts and authenticates a text; no nonce may be used twice. NULL: out of memory (seal.c). */
const char *kp_seal(struct kripa_arena *arena, const unsigned char key[KP_SEAL_KEY],
                    const unsigned char nonce[KP_SEAL_NONCE], const char *text);
/* Opens it again; *text is NULL when it was not sealed with this key. False: out of memory. */
bool kp_unseal(struct kripa_arena *arena, const unsigned char key[KP_SEAL_KEY], const char *sealed,
               const char **text);

/* Hashes with argon2id into a PHC string. NO_MEMORY. */
enum kripa_status kp_password_hash(const char *password, int64_t memory_kib, int64_t passes,
                                   char out[KP_PASSWORD_HASH_SIZE], struct kripa_error *err);
/* Verifies argon2id, or bcrypt $2a$/$2b$ of an imported account. False for any other hash. */
bool kp_password_verify(const char *hash, const char *password);
bool kp_password_is_imported(const char *hash); /* whether it is bcrypt */

/* The content of an access token (api.md: "A JWT carries exactly ..."). */
struct kp_claims {
    struct kripa_id user, session;
    const char *role;
    int64_t token_version, issued_s, expires_s;
};
enum kripa_status kp_token_make(const char *secret, size_t secret_size,
                                const struct kp_claims *claims, struct kripa_arena *arena,
                                const char **token, struct kripa_error *err);
/* UNAUTHENTICATED unless it is a complete HS256 token of this secret that has not expired, has iss,
 * aud, userId, role and jti, and was made at most KRIPA_ACCESS_AHEAD_MAX_S ahead of this clock. */
enum kripa_status kp_token_read(const char *secret, size_t secret_size, const char *token,
                                int64_t now_s, struct kp_claims *claims, struct kripa_error *err);
/* Whether claims that were read earlier hold at this time: UNAUTHENTICATED otherwise. */
enum kripa_status kp_claims_check(const struct kp_claims *claims, int64_t now_s,
                                  struct kripa_error *err);

/* verified_tokens.c: tokens that kp_token_read accepted, with their claims, for one secret. Find
 * says nothing of the time: kp_claims_check does. */
struct kp_verified_tokens;
struct kp_verified_tokens *kp_verified_tokens_create(void); /* NULL: out of memory */
void kp_verified_tokens_free(struct kp_verified_tokens *tokens);
bool kp_verified_token_find(struct kp_verified_tokens *tokens, const char *token,
                            struct kp_claims *claims);
void kp_verified_token_keep(struct kp_verified_tokens *tokens, const char *token,
                            const struct kp_claims *claims);

#endif
