/* SPDX-License-Identifier: MIT
 * See cloudinary_account.h: cloudinary://KEY:SECRET@CLOUD?upload_prefix=...&timeout=... */
#include "cloudinary_account.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/status.h"
#include "post.h"

#define SCHEME    "cloudinary://"
#define SHAPE     "must be cloudinary://KEY:SECRET@CLOUD"
#define DIGIT_MAX 5 /* of a time limit in ms */

static int hex_value(char digit)
{
    return isdigit((unsigned char)digit) ? digit - '0' : tolower((unsigned char)digit) - 'a' + 10;
}

/* Copies text, with %XX decoded; false: it is empty, too long, or no text. */
static bool decode(const char *from, size_t size, char to[KP_CLOUDINARY_TEXT_MAX + 1])
{
    size_t count = 0;
    for (size_t i = 0; i < size; i++) {
        char letter = from[i];
        if (letter == '%') {
            if (i + 2 >= size || !isxdigit((unsigned char)from[i + 1]) ||
                !isxdigit((unsigned char)from[i + 2]))
                return false;
            letter = (char)(hex_value(from[i + 1]) * 16 + hex_value(from[i + 2]));
            i += 2;
        }
        if (!letter || count == KP_CLOUDINARY_TEXT_MAX)
            return false;
        to[count++] = letter;
    }
    to[count] = '\0';
    return count > 0;
}

/* A cloud's name becomes part of a path. */
static bool is_cloud_name(const char *name)
{
    bool good = isalnum((unsigned char)*name);
    for (; good && *name; name++)
        good = isalnum((unsigned char)*name) || strchr("-_.", *name);
    return good;
}

static bool take_option(struct kp_cloudinary_account *account, const char *name, size_t name_size,
                        const char *value, size_t value_size)
{
    char text[KP_CLOUDINARY_TEXT_MAX + 1];
    bool is_text = decode(value, value_size, text);
    if (name_size == strlen("upload_prefix") && strncmp(name, "upload_prefix", name_size) == 0) {
        bool good = is_text && kp_post_may(text);
        if (good)
            memcpy(account->prefix, text, sizeof text);
        return good;
    }
    if (name_size == strlen("timeout") && strncmp(name, "timeout", name_size) == 0) {
        if (!is_text || strlen(text) > DIGIT_MAX || text[strspn(text, "0123456789")])
            return false;
        account->timeout_ms = strtoll(text, NULL, 10);
        return account->timeout_ms > 0 && account->timeout_ms <= KP_CLOUDINARY_TIMEOUT_MS;
    }
    if (name_size == strlen("signature_algorithm") &&
        strncmp(name, "signature_algorithm", name_size) == 0) {
        account->sha256 = is_text && strcasecmp(text, "sha256") == 0;
        return account->sha256 || (is_text && strcasecmp(text, "sha1") == 0);
    }
    return true; /* parameters that only Cloudinary's own libraries use */
}

static bool take_options(struct kp_cloudinary_account *account, const char *options)
{
    bool good = true;
    while (good && *options) {
        size_t size = strcspn(options, "&"), name_size = strcspn(options, "=&");
        const char *value = options + name_size + (name_size < size);
        good = take_option(account, options, name_size, value, (size_t)(options + size - value));
        options += size + (options[size] == '&');
    }
    return good;
}

static enum kripa_status take_url(const char *url, struct kp_cloudinary_account *out,
                                  struct kripa_error *err)
{
    static const char setting[] = "CLOUDINARY_URL";
    if (strncasecmp(url, SCHEME, sizeof SCHEME - 1) != 0)
        return kripa_fail_field(err, KRIPA_INVALID, setting, SHAPE);
    const char *key = url + sizeof SCHEME - 1, *at = strchr(key, '@');
    const char *colon = at ? memchr(key, ':', (size_t)(at - key)) : NULL;
    if (!at || !colon)
        return kripa_fail_field(err, KRIPA_INVALID, setting, SHAPE);
    const char *cloud = at + 1;
    size_t cloud_size = strcspn(cloud, "/?");
    const char *options = cloud + strcspn(cloud, "?");
    if (!decode(key, (size_t)(colon - key), out->api_key) ||
        !decode(colon + 1, (size_t)(at - colon - 1), out->api_secret) ||
        !decode(cloud, cloud_size, out->cloud_name) || !is_cloud_name(out->cloud_name))
        return kripa_fail_field(err, KRIPA_INVALID, setting, SHAPE);
    if (!take_options(out, *options ? options + 1 : options))
        return kripa_fail_field(err, KRIPA_INVALID, setting,
                                "has an upload_prefix, timeout or signature_algorithm that is "
                                "not possible");
    return KRIPA_OK;
}

static bool is_set(const char *text)
{
    return text && *text;
}

static enum kripa_status take_single(const struct kripa_cloudinary *config,
                                     struct kp_cloudinary_account *out, struct kripa_error *err)
{
    const struct {
        const char *setting, *value;
        char *to;
    } parts[] = {
        {"CLOUDINARY_CLOUD_NAME", config->cloud_name, out->cloud_name},
        {"CLOUDINARY_API_KEY", config->api_key, out->api_key},
        {"CLOUDINARY_API_SECRET", config->api_secret, out->api_secret},
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        size_t size = is_set(parts[i].value) ? strlen(parts[i].value) : 0;
        if (size == 0)
            return kripa_fail_field(
                err, KRIPA_INVALID, parts[i].setting,
                "is required together with the other two settings of Cloudinary");
        if (size > KP_CLOUDINARY_TEXT_MAX)
            return kripa_fail_field(err, KRIPA_INVALID, parts[i].setting, "is too long");
        memcpy(parts[i].to, parts[i].value, size + 1);
    }
    return is_cloud_name(out->cloud_name)
               ? KRIPA_OK
               : kripa_fail_field(err, KRIPA_INVALID, parts[0].setting,
                                  "must be the name of a cloud at Cloudinary");
}

enum kripa_status kp_cloudinary_account(const struct kripa_cloudinary *config,
                                        struct kp_cloudinary_account *out, bool *set,
                                        struct kripa_error *err)
{
    *out = (struct kp_cloudinary_account){.prefix = KP_CLOUDINARY_PREFIX,
                                          .timeout_ms = KP_CLOUDINARY_TIMEOUT_MS};
    bool single =
        is_set(config->cloud_name) || is_set(config->api_key) || is_set(config->api_secret);
    *set = is_set(config->url) || single;
    if (is_set(config->url))
        return take_url(config->url, out, err);
    return single ? take_single(config, out, err) : KRIPA_OK;
}
