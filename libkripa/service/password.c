/* SPDX-License-Identifier: MIT
 * Password hashes: argon2id as PHC strings (libsodium), and bcrypt for imported accounts
 * (libcrypt). */
#include "base/status.h"
#include "secret.h"

#include <crypt.h>
#include <sodium.h>
#include <string.h>

_Static_assert(KP_PASSWORD_HASH_SIZE >= crypto_pwhash_STRBYTES, "a hash does not fit");

enum kripa_status kp_password_hash(const char *password, int64_t memory_kib, int64_t passes,
                                   char out[KP_PASSWORD_HASH_SIZE], struct kripa_error *err)
{
    if (crypto_pwhash_str_alg(out, password, strlen(password), (unsigned long long)passes,
                              (size_t)memory_kib * 1024, crypto_pwhash_ALG_ARGON2ID13) == 0)
        return KRIPA_OK;
    return kp_no_memory(err);
}

static bool verify_bcrypt(const char *hash, const char *password)
{
    struct crypt_data data;
    memset(&data, 0, sizeof data);
    const char *made = crypt_r(password, hash, &data);
    size_t size = strlen(hash);
    bool equal = made && strlen(made) == size && kp_secret_equal(made, hash, size);
    sodium_memzero(&data, sizeof data);
    return equal;
}

static bool begins_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

bool kp_password_is_imported(const char *hash)
{
    return begins_with(hash, "$2a$") || begins_with(hash, "$2b$");
}

bool kp_password_verify(const char *hash, const char *password)
{
    if (begins_with(hash, "$argon2id$") && strlen(hash) < crypto_pwhash_STRBYTES)
        return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
    if (kp_password_is_imported(hash))
        return verify_bcrypt(hash, password);
    return false;
}
