/* SPDX-License-Identifier: MIT
 * Sealing a text: encrypted and authenticated (XSalsa20, Poly1305), as base64url. */
#include "secret.h"

#include <sodium.h>
#include <string.h>

#define BASE64 sodium_base64_VARIANT_URLSAFE_NO_PADDING

_Static_assert(KP_SEAL_KEY == crypto_secretbox_KEYBYTES &&
                   KP_SEAL_NONCE == crypto_secretbox_NONCEBYTES,
               "the sizes of a secretbox");

const char *kp_seal(struct kripa_arena *arena, const unsigned char key[KP_SEAL_KEY],
                    const unsigned char nonce[KP_SEAL_NONCE], const char *text)
{
    size_t size = strlen(text), boxed = KP_SEAL_NONCE + crypto_secretbox_MACBYTES + size;
    unsigned char *box = kripa_arena_alloc(arena, 1, boxed);
    char *sealed = kripa_arena_alloc(arena, 1, sodium_base64_encoded_len(boxed, BASE64));
    if (!box || !sealed)
        return NULL;
    memcpy(box, nonce, KP_SEAL_NONCE);
    crypto_secretbox_easy(box + KP_SEAL_NONCE, (const unsigned char *)text, size, nonce, key);
    return sodium_bin2base64(sealed, sodium_base64_encoded_len(boxed, BASE64), box, boxed, BASE64);
}

bool kp_unseal(struct kripa_arena *arena, const unsigned char key[KP_SEAL_KEY], const char *sealed,
               const char **text)
{
    size_t size = strlen(sealed), boxed = 0;
    unsigned char *box = kripa_arena_alloc(arena, 1, size + 1);
    char *opened = kripa_arena_alloc(arena, 1, size + 1);
    *text = NULL;
    if (!box || !opened)
        return false;
    if (sodium_base642bin(box, size, sealed, size, NULL, &boxed, NULL, BASE64) != 0 ||
        boxed < KP_SEAL_NONCE + crypto_secretbox_MACBYTES)
        return true;
    if (crypto_secretbox_open_easy((unsigned char *)opened, box + KP_SEAL_NONCE,
                                   boxed - KP_SEAL_NONCE, box, key) != 0)
        return true;
    *text = opened; /* the arena is cleared memory: the text ends */
    return true;
}
