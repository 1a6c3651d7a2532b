/* SPDX-License-Identifier: MIT
 * Random bytes from the system, digests, and base64url. */
#include "secret.h"

#include <errno.h>
#include <sodium.h>
#include <sys/random.h>

bool kp_secret_start(void)
{
    return sodium_init() >= 0;
}

/* libsodium's own would end the process when the system has no random bytes. */
bool kp_secret_random(void *ctx, void *to, size_t size)
{
    (void)ctx;
    unsigned char *at = to;
    while (size > 0) {
        ssize_t got = getrandom(at, size, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        at += got;
        size -= (size_t)got;
    }
    return true;
}

void kp_sha256(const void *data, size_t size, unsigned char out[KP_DIGEST_BYTES])
{
    crypto_hash_sha256(out, data, size);
}

void kp_sha256_text(const void *data, size_t size, char out[KP_DIGEST_TEXT_SIZE])
{
    unsigned char digest[KP_DIGEST_BYTES];
    kp_sha256(data, size, digest);
    sodium_bin2hex(out, KP_DIGEST_TEXT_SIZE, digest, sizeof digest);
}

_Static_assert(sizeof(struct crypto_hash_sha256_state) <= sizeof(struct kp_sha256), "room for it");

void kp_sha256_begin(struct kp_sha256 *hash)
{
    crypto_hash_sha256_init((crypto_hash_sha256_state *)hash->state);
}

void kp_sha256_add(struct kp_sha256 *hash, const void *data, size_t size)
{
    crypto_hash_sha256_update((crypto_hash_sha256_state *)hash->state, data, size);
}

void kp_sha256_end(struct kp_sha256 *hash, char out[KP_DIGEST_TEXT_SIZE])
{
    unsigned char digest[KP_DIGEST_BYTES];
    crypto_hash_sha256_final((crypto_hash_sha256_state *)hash->state, digest);
    sodium_bin2hex(out, KP_DIGEST_TEXT_SIZE, digest, sizeof digest);
}

void kp_hmac_sha256(const unsigned char key[KP_DIGEST_BYTES], const void *data, size_t size,
                    unsigned char out[KP_DIGEST_BYTES])
{
    crypto_auth_hmacsha256(out, data, size, key);
}

void kp_hmac_sha256_text(const unsigned char key[KP_DIGEST_BYTES], const void *data, size_t size,
                         char out[KP_DIGEST_TEXT_SIZE])
{
    unsigned char digest[KP_DIGEST_BYTES];
    kp_hmac_sha256(key, data, size, digest);
    sodium_bin2hex(out, KP_DIGEST_TEXT_SIZE, digest, sizeof digest);
}

bool kp_secret_equal(const void *a, const void *b, size_t size)
{
    return sodium_memcmp(a, b, size) == 0;
}

size_t kp_base64url(const void *data, size_t size, char *out)
{
    size_t length = (size * 4 + 2) / 3;
    sodium_bin2base64(out, length + 1, data, size, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return length;
}
