/* SPDX-License-Identifier: MIT
 * What a text must be: each form's way of tidying and checking, in one table. */
#include <ctype.h>
#include <string.h>

#include "text.h"
#include "time.h"

/* Brings a trimmed text to its spelling (NULL when out of memory) or leaves it; then says what is wrong, or NULL. */
typedef const char *tidy_fn(struct kripa_arena *arena, const char *text);
typedef const char *check_fn(const char *text);

static bool is_digits(const char *text, size_t size)
{
    return strspn(text, "0123456789") == size && text[size] == '\0';
}

static const char *tidy_lower(struct kripa_arena *arena, const char *text)
{
    char *lower = kripa_arena_text(arena, text, strlen(text));
    for (char *at = lower; at && *at; at++)
        *at = (char)tolower((unsigned char)*at);
    return lower;
}

static const char *tidy_upper(struct kripa_arena *arena, const char *text)
{
    char *upper = kripa_arena_text(arena, text, strlen(text));
    for (char *at = upper; at && *at; at++)
        *at = (char)toupper((unsigned char)*at);
    return upper;
}

static const char *tidy_phone(struct kripa_arena *arena, const char *text)
{
    char *phone = kripa_arena_text(arena, text, strlen(text));
    if (!phone)
        return NULL;
    char *to = phone;
    for (const char *at = phone; *at; at++)
        if (!strchr(" -()", *at))
            *to++ = *at;
    *to = '\0';
    if (strncmp(phone, "+91", 3) == 0)
        return phone + 3;
    if (strlen(phone) == 12 && strncmp(phone, "91", 2) == 0)
        return phone + 2;
    return *phone == '0' ? phone + 1 : phone;
}

static const char *check_line(const char *text)
{
    for (const char *at = text; *at; at++)
        if ((unsigned char)*at < ' ' || *at == 0x7f)
            return "must be one line without control characters";
    return NULL;
}

static const char *check_text(const char *text)
{
    for (const char *at = text; *at; at++)
        if (((unsigned char)*at < ' ' && !strchr("\t\r\n", *at)) || *at == 0x7f)
            return "must not hold control characters";
    return NULL;
}

static const char *check_email(const char *text)
{
    static const char wrong[] = "must be an e-mail address";
    const char *at = strchr(text, '@');
    if (!at || at == text || at - text > 64 || strchr(at + 1, '@') ||
        strpbrk(text, " \t\"(),:;<>[\\]"))
        return wrong;
    const char *dot = strrchr(at, '.');
    if (!dot || dot == at + 1 || dot[1] == '\0' || strstr(at, "..") || at[1] == '-')
        return wrong;
    return check_line(text) ? wrong : NULL;
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

/* Lower-case letters and digits, or anything outside ASCII (Devanagari), joined by single hyphens. */
static const char *check_slug(const char *text)
{
    char before = '-';
    for (const char *at = text; *at; before = *at++) {
        bool word = islower((unsigned char)*at) || isdigit((unsigned char)*at) || (*at & 0x80);
        if (!word && (*at != '-' || before == '-'))
            return "must be lower-case words joined by single hyphens";
    }
    return before == '-' ? "must be lower-case words joined by single hyphens" : NULL;
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

/* 2 digits of state, a PAN, an entity, Z, and a check character: factors 1 and 2 by turns, base 36. */
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
    tidy_fn *tidy;
    check_fn *check;
    const char *pattern;
} forms[KRIPA_FORM_COUNT] = {
    [KRIPA_FORM_LINE] = {NULL, check_line, NULL},
    [KRIPA_FORM_TEXT] = {NULL, check_text, NULL},
    [KRIPA_FORM_PASSWORD] = {NULL, NULL, NULL},
    [KRIPA_FORM_EMAIL] = {tidy_lower, check_email, "^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$"},
    [KRIPA_FORM_PHONE] = {tidy_phone, check_phone, "^(\\+91|0)?[ 0-9-]*[6-9][ 0-9-]*$"},
    [KRIPA_FORM_PINCODE] = {NULL, check_pincode, "^[1-9][0-9]{5}$"},
    [KRIPA_FORM_SLUG] = {NULL, check_slug, "^[^A-Z\\s-]+(-[^A-Z\\s-]+)*$"},
    [KRIPA_FORM_SKU] = {NULL, check_sku, "^[!-~]+$"},
    [KRIPA_FORM_HSN] = {NULL, check_hsn, "^([0-9]{4}|[0-9]{6}|[0-9]{8})$"},
    [KRIPA_FORM_GSTIN] = {tidy_upper, check_gstin,
                          "^[0-9]{2}[A-Za-z]{5}[0-9]{4}[A-Za-z][0-9A-Za-z][Zz][0-9A-Za-z]$"},
    [KRIPA_FORM_URL] = {NULL, check_url, "^https?://.+$"},
    [KRIPA_FORM_DAY] = {NULL, check_day, "^[0-9]{4}-[0-9]{2}-[0-9]{2}.*$"},
};

const char *kripa_form_pattern(enum kripa_form form)
{
    return forms[form].pattern;
}

const char *kp_form_tidy(enum kripa_form form, struct kripa_arena *arena, const char **text)
{
    static const char no_memory[] = "could not be read: out of memory";
    if (form != KRIPA_FORM_PASSWORD) {
        const char *trimmed = kp_text_trim(arena, *text);
        if (trimmed && forms[form].tidy)
            trimmed = forms[form].tidy(arena, trimmed);
        if (!trimmed)
            return no_memory;
        *text = trimmed;
    }
    return forms[form].check && **text ? forms[form].check(*text) : NULL;
}
