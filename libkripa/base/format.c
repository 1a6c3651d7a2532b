/* SPDX-License-Identifier: MIT
 * How a text of each format is normalized and checked, in one table. */
#include <ctype.h>
#include <string.h>

#include <kripa/limits.h>

#include "text.h"
#include "time.h"

/* Normalizes a trimmed text in place of *text (NULL: out of memory), or leaves it as it is; then
 * returns what is wrong with it, or NULL. */
typedef const char *normalize_fn(struct kripa_arena *arena, const char *text);
typedef const char *check_fn(const char *text);

static bool is_digits(const char *text, size_t size)
{
    return strspn(text, "0123456789") == size && text[size] == '\0';
}

static const char *normalize_lower(struct kripa_arena *arena, const char *text)
{
    char *lower = kripa_arena_text(arena, text, strlen(text));
    for (char *at = lower; at && *at; at++)
        *at = (char)tolower((unsigned char)*at);
    return lower;
}

static const char *normalize_upper(struct kripa_arena *arena, const char *text)
{
    char *upper = kripa_arena_text(arena, text, strlen(text));
    for (char *at = upper; at && *at; at++)
        *at = (char)toupper((unsigned char)*at);
    return upper;
}

/* A copy of the text in the arena without the characters in `signs`, which people put between
 * digits. */
static char *take_off(struct kripa_arena *arena, const char *text, const char *signs)
{
    const char *plain = kp_text_plain(arena, text);
    char *bare = plain ? kripa_arena_text(arena, plain, strlen(plain)) : NULL;
    char *to = bare;
    for (const char *at = bare; at && *at; at++)
        if (!strchr(signs, *at))
            *to++ = *at;
    if (to)
        *to = '\0';
    return bare;
}

/* Removes +91, 0091 or 91 before ten digits, and leading zeros. */
static const char *normalize_phone(struct kripa_arena *arena, const char *text)
{
    const char *phone = take_off(arena, text, " -.()[]");
    if (!phone)
        return NULL;
    bool abroad = strncmp(phone, "+91", 3) == 0;
    phone += abroad ? 3 : strspn(phone, "0");
    if (!abroad && strlen(phone) > 10 && strncmp(phone, "91", 2) == 0)
        phone += 2;
    return phone + strspn(phone, "0");
}

static const char *normalize_pincode(struct kripa_arena *arena, const char *text)
{
    return take_off(arena, text, " -.");
}

/* ASCII's control characters, but for those in `allowed`, DEL, and U+0080 to U+009F (C2 80 to C2
 * 9F). */
static bool has_control(const char *text, const char *allowed)
{
    for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
        if ((*at < ' ' && !strchr(allowed, *at)) || *at == 0x7f)
            return true;
        if (*at == 0xc2 && at[1] < 0xa0)
            return true;
    }
    return false;
}

/* U+2028 and U+2029: E2 80 A8, E2 80 A9. */
static bool has_line_end(const char *text)
{
    return strstr(text, "\xe2\x80\xa8") || strstr(text, "\xe2\x80\xa9");
}

static const char *check_search(const char *text)
{
    return has_control(text, "") ? "must not hold control characters" : NULL;
}

static const char *check_visible(const char *text)
{
    return kp_text_has_invisible(text)
               ? "must not hold invisible characters, or such as turn the writing round"
               : NULL;
}

static const char *check_line(const char *text)
{
    bool bad = has_control(text, "") || has_line_end(text);
    return bad ? "must be one line without control characters" : check_visible(text);
}

static const char *check_text(const char *text)
{
    bool bad = has_control(text, "\t\r\n");
    return bad ? "must not hold control characters" : check_visible(text);
}

#define LETTERS_AND_DIGITS "abcdefghijklmnopqrstuvwxyz0123456789"

/* Skips groups of these characters with single dots between, of `piece_max` bytes at most each.
 * Returns where they end, or NULL if the text does not begin so. */
static const char *skip_dotted(const char *text, const char *signs, size_t piece_max)
{
    for (;;) {
        size_t size = strspn(text, signs);
        if (size == 0 || size > piece_max)
            return NULL;
        text += size;
        if (*text != '.')
            return text;
        text++;
    }
}

/* At least two labels, none of which begins or ends with a hyphen. */
static bool is_host(const char *text)
{
    const char *end = skip_dotted(text, LETTERS_AND_DIGITS "-", KRIPA_EMAIL_LABEL_MAX);
    return end && *end == '\0' && end - text <= KRIPA_EMAIL_HOST_MAX && strchr(text, '.') &&
           *text != '-' && end[-1] != '-' && !strstr(text, ".-") && !strstr(text, "-.");
}

/* RFC 5321's dot-atom (name@host.tld in ASCII), which mail servers take without quotes. */
static const char *check_email(const char *text)
{
    static const char signs[] = LETTERS_AND_DIGITS "!#$%&'*+/=?^_`{|}~-";
    const char *at = skip_dotted(text, signs, KRIPA_EMAIL_LOCAL_MAX);
    bool right = at && *at == '@' && at - text <= KRIPA_EMAIL_LOCAL_MAX && is_host(at + 1);
    return right ? NULL : "must be an e-mail address";
}

static const char *check_phone(const char *text)
{
    bool right = is_digits(text, 10) && *text >= '6';
    return right ? NULL : "must be an Indian mobile number: 10 digits beginning with 6 to 9";
}

static const char *check_pincode(const char *text)
{
    return is_digits(text, 6) && *text != '0' ? NULL
                                              : "must be a PIN code: 6 digits, the first not 0";
}

static const char *check_code(const char *text)
{
    return is_digits(text, 6) ? NULL : "must be six digits";
}

static const char *check_slug(const char *text)
{
    return kp_text_is_slug(text) ? NULL : "must be lower-case words joined by single hyphens";
}

static const char *check_sku(const char *text)
{
    for (const char *at = text; *at; at++)
        if (!isgraph((unsigned char)*at) || (*at & 0x80))
            return "must be letters, digits and signs without spaces";
    return NULL;
}

static const char *check_hsn(const char *text)
{
    size_t size = strlen(text);
    bool right = is_digits(text, size) && (size == 4 || size == 6 || size == 8);
    return right ? NULL : "must be an HSN code: 4, 6 or 8 digits";
}

static int gstin_value(char c)
{
    return isdigit((unsigned char)c) ? c - '0' : isupper((unsigned char)c) ? c - 'A' + 10 : -1;
}

/* A GSTIN: 2 digits of the State, a PAN, an entity number, Z, and a check character, which is made
 * with the factors 1 and 2 alternately in base 36. */
static const char *check_gstin(const char *text)
{
    static const char shape[] = "99AAAAA9999A#Z*"; /* # is never 0 */
    static const char wrong[] = "must be a GSTIN of 15 characters";
    if (strlen(text) != sizeof shape - 1)
        return wrong;
    int sum = 0;
    for (size_t i = 0; i < sizeof shape - 1; i++) {
        int value = gstin_value(text[i]);
        bool fits = shape[i] == '9'   ? isdigit((unsigned char)text[i])
                    : shape[i] == 'A' ? isupper((unsigned char)text[i])
                    : shape[i] == 'Z' ? text[i] == 'Z'
                                      : value >= (shape[i] == '#');
        if (!fits)
            return wrong;
        int product = value * (i % 2 ? 2 : 1);
        if (i < 14)
            sum += product / 36 + product % 36;
    }
    if (strncmp(text, "00", 2) == 0)
        return wrong;
    return gstin_value(text[14]) == (36 - sum % 36) % 36
               ? NULL
               : "must be a GSTIN: its check character is wrong";
}

static const char *check_url(const char *text)
{
    bool known = strncmp(text, "https://", 8) == 0 || strncmp(text, "http://", 7) == 0;
    bool clean = !strpbrk(text, " \"<>\\^`{|}") && !check_line(text);
    const char *host = known ? strstr(text, "://") + 3 : "";
    return clean && isalnum((unsigned char)*host) ? NULL : "must be an http or https URL";
}

static const char *check_day(const char *text)
{
    int64_t ignored;
    bool right = kp_day_start(text, "", &ignored) || kp_time_parse(text, &ignored);
    return right ? NULL : "must be a day as YYYY-MM-DD or a time as RFC 3339";
}

static const struct {
    normalize_fn *normalize;
    check_fn *check;
    const char *pattern;
} formats[KRIPA_FORMAT_COUNT] = {
    [KRIPA_FORMAT_LINE] = {NULL, check_line, NULL},
    [KRIPA_FORMAT_TEXT] = {NULL, check_text, NULL},
    [KRIPA_FORMAT_PASSWORD] = {NULL, NULL, NULL},
    [KRIPA_FORMAT_EMAIL] = {normalize_lower, check_email, "^[^@ ]+@[^@ ]+\\.[^@ ]+$"},
    [KRIPA_FORMAT_PHONE] = {normalize_phone, check_phone, NULL}, /* also as it was typed (api.md) */
    [KRIPA_FORMAT_PINCODE] = {normalize_pincode, check_pincode, NULL},
    [KRIPA_FORMAT_SLUG] = {NULL, check_slug, "^[^A-Z -]+(-[^A-Z -]+)*$"},
    [KRIPA_FORMAT_SKU] = {NULL, check_sku, "^[!-~]+$"},
    [KRIPA_FORMAT_HSN] = {NULL, check_hsn, "^([0-9]{4}|[0-9]{6}|[0-9]{8})$"},
    [KRIPA_FORMAT_GSTIN] = {normalize_upper, check_gstin,
                            "^[0-9]{2}[A-Za-z]{5}[0-9]{4}[A-Za-z][0-9A-Za-z][Zz][0-9A-Za-z]$"},
    [KRIPA_FORMAT_URL] = {NULL, check_url, "^https?://.+$"},
    [KRIPA_FORMAT_DAY] = {NULL, check_day, "^[0-9]{4}-[0-9]{2}-[0-9]{2}.*$"},
    [KRIPA_FORMAT_SEARCH] = {kp_text_plain, check_search, NULL},
    [KRIPA_FORMAT_CODE] = {normalize_pincode, check_code, NULL},
};

const char *kripa_format_pattern(enum kripa_format format)
{
    return formats[format].pattern;
}

/* A blank text is fine as an empty free text. As a phone or an e-mail it is a mistake, and must not
 * delete the stored one. */
static bool may_be_blank(enum kripa_format format)
{
    return format == KRIPA_FORMAT_LINE || format == KRIPA_FORMAT_TEXT ||
           format == KRIPA_FORMAT_PASSWORD || format == KRIPA_FORMAT_SEARCH;
}

/* "0" normalizes to no phone: it must not delete the stored one. */
static const char *check_left(enum kripa_format format, const char *text)
{
    const char *problem = formats[format].check ? formats[format].check(text) : NULL;
    bool none = *text == '\0' && format != KRIPA_FORMAT_SEARCH;
    return !problem && none ? "must hold something that can be seen" : problem;
}

const char *kp_format_normalize(enum kripa_format format, struct kripa_arena *arena,
                                const char **text)
{
    bool empty = may_be_blank(format) ? kp_text_is_white(*text) : **text == '\0';
    if (format != KRIPA_FORMAT_PASSWORD)
        *text = kp_text_trim(arena, *text);
    if (*text && formats[format].normalize)
        *text = formats[format].normalize(arena, *text);
    if (!*text)
        return "could not be read: out of memory";
    return empty ? NULL : check_left(format, *text);
}
