/* SPDX-License-Identifier: MIT
 * The digest by which logs name an account. */
#include <stdio.h>
#include <string.h>

#include "core/context.h"
#include "service/secret.h"

#define PURPOSE "kripa mark" /* no other key is derived with this text */

void kripa_account_digest(const struct kripa *kripa, const char *name,
                          char text[KRIPA_ACCOUNT_DIGEST_SIZE])
{
    unsigned char secret[KP_DIGEST_BYTES], key[KP_DIGEST_BYTES], digest[KP_DIGEST_BYTES];
    *text = '\0';
    if (!kripa->can_sign || !name)
        return;
    kp_sha256(kripa->jwt_secret, kripa->jwt_secret_size, secret);
    kp_hmac_sha256(secret, PURPOSE, strlen(PURPOSE), key);
    kp_hmac_sha256(key, name, strlen(name), digest);
    for (size_t i = 0; i < (KRIPA_ACCOUNT_DIGEST_SIZE - 1) / 2; i++)
        snprintf(text + 2 * i, 3, "%02x", digest[i]);
}
