/* SPDX-License-Identifier: MIT
 * The access tokens that were verified last, with their claims. To verify one again would cost
 * more than the rest of most requests. A digest of the token is kept, never the token. */
#include "secret.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include <kripa/limits.h>

#define KEPT_MAX 512 /* people who are active at the same time */

struct verified {
    unsigned char digest[crypto_generichash_BYTES];
    struct kp_claims claims; /* no role: nothing is kept here */
};
struct kp_verified_tokens {
    pthread_mutex_t lock;
    unsigned char key[crypto_generichash_KEYBYTES];
    struct verified kept[KEPT_MAX]; /* at the place that the digest names; the last one stays */
};

struct kp_verified_tokens *kp_verified_tokens_create(void)
{
    struct kp_verified_tokens *tokens = calloc(1, sizeof *tokens);
    if (!tokens)
        return NULL;
    pthread_mutex_init(&tokens->lock, NULL);
    crypto_generichash_keygen(tokens->key);
    return tokens;
}

void kp_verified_tokens_free(struct kp_verified_tokens *tokens)
{
    if (!tokens)
        return;
    pthread_mutex_destroy(&tokens->lock);
    sodium_memzero(tokens, sizeof *tokens);
    free(tokens);
}

/* Digests are made with a random key, so nobody can choose who shares a place with whom. False: the
 * token is too long to be one. */
static bool digest(const struct kp_verified_tokens *tokens, const char *token,
                   unsigned char out[crypto_generichash_BYTES])
{
    size_t size = strnlen(token, KRIPA_TOKEN_BYTES_MAX + 1);
    return size <= KRIPA_TOKEN_BYTES_MAX &&
           crypto_generichash(out, crypto_generichash_BYTES, (const unsigned char *)token, size,
                              tokens->key, sizeof tokens->key) == 0;
}

static struct verified *place_of(struct kp_verified_tokens *tokens, const unsigned char *digest)
{
    return &tokens->kept[(digest[0] << 8 | digest[1]) % KEPT_MAX];
}

bool kp_verified_token_find(struct kp_verified_tokens *tokens, const char *token,
                            struct kp_claims *claims)
{
    unsigned char wanted[crypto_generichash_BYTES];
    if (!digest(tokens, token, wanted))
        return false;
    pthread_mutex_lock(&tokens->lock);
    const struct verified *kept = place_of(tokens, wanted);
    bool found = kept->claims.role && sodium_memcmp(kept->digest, wanted, sizeof wanted) == 0;
    if (found)
        *claims = kept->claims;
    pthread_mutex_unlock(&tokens->lock);
    return found;
}

void kp_verified_token_keep(struct kp_verified_tokens *tokens, const char *token,
                            const struct kp_claims *claims)
{
    struct verified made = {.claims = *claims};
    if (!digest(tokens, token, made.digest))
        return;
    pthread_mutex_lock(&tokens->lock);
    *place_of(tokens, made.digest) = made;
    pthread_mutex_unlock(&tokens->lock);
}
