/* SPDX-License-Identifier: MIT
 * The digest by which logs name an account. */
#include <string.h>

#include "core/context.h"
#include "service/secret.h"

#define PURPOSE "kripa mark" /* no other key is derived with this text */

void kripa_account_digest(const struct kripa *kripa, const char *name,
                          char text[KRIPA_ACCOUNT_DIGEST_SIZE])
{
    unsigned char key[KP_KEY_BYTES];
    char digest[KP_DIGEST_TEXT_SIZE];
    *text = '\0';
    if (!kripa->can_sign || !name)
        return;
    kp_derive_key(kripa, PURPOSE, key);
    kp_hmac_sha256_text(key, name, strlen(name), digest);
    memcpy(text, digest, KRIPA_ACCOUNT_DIGEST_SIZE - 1);
    text[KRIPA_ACCOUNT_DIGEST_SIZE - 1] = '\0';
}
