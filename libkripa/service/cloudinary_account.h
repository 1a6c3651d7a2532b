/* SPDX-License-Identifier: MIT
 * An account at Cloudinary, and what is signed with its secret. */
#ifndef KP_CLOUDINARY_ACCOUNT_H
#define KP_CLOUDINARY_ACCOUNT_H

#include <kripa/arena.h>
#include <kripa/context.h>

#define KP_CLOUDINARY_TIMEOUT_MS    30000 /* for one request; the URL may say less */
#define KP_CLOUDINARY_PREFIX        "https://api.cloudinary.com"
#define KP_CLOUDINARY_TEXT_MAX      255
#define KP_CLOUDINARY_SIGNATURE_MAX 65 /* SHA-256 in hex, and its end */

struct kp_cloudinary_account {
    char cloud_name[KP_CLOUDINARY_TEXT_MAX + 1], api_key[KP_CLOUDINARY_TEXT_MAX + 1],
        api_secret[KP_CLOUDINARY_TEXT_MAX + 1];
    char prefix[KP_CLOUDINARY_TEXT_MAX + 1]; /* where the API is */
    bool sha256;                             /* else SHA-1, as Cloudinary does by default */
    int64_t timeout_ms;
};
/* Reads the settings: CLOUDINARY_URL, or else the three single ones. *set is false when there are
 * none. INVALID, naming the setting. */
enum kripa_status kp_cloudinary_account(const struct kripa_cloudinary *config,
                                        struct kp_cloudinary_account *out, bool *set,
                                        struct kripa_error *err);

struct kp_cloudinary_param {
    const char *name, *value; /* value NULL or empty: the parameter is left out */
};
/* Signs the parameters, which it sorts by name. Version 2 of the signature escapes `&` inside
 * values; answers are signed by version 1, which does not. False: out of memory. */
bool kp_cloudinary_sign(const struct kp_cloudinary_account *account, int version,
                        struct kp_cloudinary_param *params, size_t count,
                        char out[KP_CLOUDINARY_SIGNATURE_MAX]);

#endif
