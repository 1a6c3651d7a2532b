/* SPDX-License-Identifier: MIT
 * Making the secret of a server, and detecting one that is easy to guess. */
#include "secret.h"

#include <kripa/context.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define SECRET_BYTES  32
/* different characters a secret must have; 32 random hex digits have about 14 */
#define KINDS_MIN     8
#define PERIOD_MAX    16 /* repetition, as in "abcdefghabcdefgh..." */
#define EXAMPLE_BYTES 512

enum kripa_status kripa_secret_new(char out[KRIPA_SECRET_TEXT_SIZE], struct kripa_error *err)
{
    kripa_error_clear(err);
    unsigned char bytes[SECRET_BYTES];
    if (!kp_secret_random(NULL, bytes, sizeof bytes))
        return kripa_fail(err, KRIPA_UNAVAILABLE, "the system has no random bytes to give");
    kp_base64url(bytes, sizeof bytes, out);
    explicit_bzero(bytes, sizeof bytes);
    return KRIPA_OK;
}

static size_t count_kinds(const char *text)
{
    bool seen[256] = {false};
    size_t kinds = 0;
    for (; *text; text++) {
        kinds += !seen[(unsigned char)*text];
        seen[(unsigned char)*text] = true;
    }
    return kinds;
}

static bool repeats(const char *text, size_t size)
{
    for (size_t period = 1; period <= PERIOD_MAX; period++)
        if (memcmp(text, text + period, size - period) == 0)
            return true;
    return false;
}

/* Whether most characters follow each other, as in "abcdefgh" or "87654321". */
static bool counts(const char *text, size_t size)
{
    size_t steps = 0;
    for (size_t i = 1; i < size; i++)
        steps += abs(text[i] - text[i - 1]) <= 1;
    return steps > size / 2;
}

/* Secrets of .env examples and tutorials, without case and punctuation. */
static const char *const examples[] = {
    "changeme",  "changethis",  "yourjwt",   "yoursecret", "jwtsecret", "mysecret", "supersecret",
    "secretkey", "placeholder", "replaceme", "password",   "example",   NULL,
};

static bool is_example(const char *text)
{
    char plain[EXAMPLE_BYTES];
    size_t size = 0;
    for (; *text && size < sizeof plain - 1; text++)
        if (isalnum((unsigned char)*text))
            plain[size++] = (char)tolower((unsigned char)*text);
    plain[size] = '\0';
    for (const char *const *example = examples; *example; example++)
        if (strstr(plain, *example))
            return true;
    return false;
}

const char *kripa_secret_problem(const char *secret)
{
    if (!secret)
        return "is required";
    size_t size = strlen(secret);
    if (is_example(secret))
        return "is a known example, not a secret";
    if (size < KRIPA_SECRET_BYTES_MIN)
        return "is too short: at least 32 bytes";
    if (count_kinds(secret) < KINDS_MIN || repeats(secret, size) || counts(secret, size))
        return "is too regular: use random characters";
    return NULL;
}
