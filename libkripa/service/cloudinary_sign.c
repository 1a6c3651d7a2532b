/* SPDX-License-Identifier: MIT
 * Signatures of Cloudinary: the parameters as `name=value`, sorted and joined by `&`, the secret
 * right behind them, hashed. It is a plain hash, no HMAC. */
#include "cloudinary_account.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

static int by_name(const void *a, const void *b)
{
    const struct kp_cloudinary_param *left = a, *right = b;
    return strcmp(left->name, right->name);
}

static bool add(EVP_MD_CTX *hash, const char *text, size_t size)
{
    return EVP_DigestUpdate(hash, text, size) == 1;
}

static bool add_text(EVP_MD_CTX *hash, const char *text)
{
    return add(hash, text, strlen(text));
}

static bool add_value(EVP_MD_CTX *hash, const char *value, bool escaped)
{
    bool added = true;
    while (added && *value) {
        size_t size = escaped ? strcspn(value, "&") : strlen(value);
        added = add(hash, value, size);
        value += size;
        if (added && *value == '&') {
            added = add_text(hash, "%26");
            value++;
        }
    }
    return added;
}

static bool add_params(EVP_MD_CTX *hash, const struct kp_cloudinary_param *params, size_t count,
                       bool escaped)
{
    const char *before = "";
    bool added = true;
    for (size_t i = 0; added && i < count; i++) {
        if (!params[i].value || !*params[i].value)
            continue;
        added = add_text(hash, before) && add_text(hash, params[i].name) && add_text(hash, "=") &&
                add_value(hash, params[i].value, escaped);
        before = "&";
    }
    return added;
}

bool kp_cloudinary_sign(const struct kp_cloudinary_account *account, int version,
                        struct kp_cloudinary_param *params, size_t count,
                        char out[KP_CLOUDINARY_SIGNATURE_MAX])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    qsort(params, count, sizeof *params, by_name);
    EVP_MD_CTX *hash = EVP_MD_CTX_new();
    bool made = hash &&
                EVP_DigestInit_ex(hash, account->sha256 ? EVP_sha256() : EVP_sha1(), NULL) == 1 &&
                add_params(hash, params, count, version >= 2) &&
                add_text(hash, account->api_secret) && EVP_DigestFinal_ex(hash, digest, &size) == 1;
    EVP_MD_CTX_free(hash);
    for (unsigned i = 0; made && i < size; i++) {
        *out++ = digits[digest[i] >> 4];
        *out++ = digits[digest[i] & 15];
    }
    *out = '\0';
    return made;
}
