/* SPDX-License-Identifier: MIT
 * Splits and decodes targets and query strings. */
#include "path.h"

#include <string.h>

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The number of bytes of the UTF-8 character at `at`; 0 when it is invalid (overlong, surrogate,
 * cut off). */
static size_t character_size(const unsigned char *at)
{
    static const struct {
        unsigned char mask, lead;
        uint32_t least;
    } forms[] = {{0x80, 0x00, 0}, {0xE0, 0xC0, 0x80}, {0xF0, 0xE0, 0x800}, {0xF8, 0xF0, 0x10000}};
    for (size_t size = 1; size <= 4; size++) {
        if ((at[0] & forms[size - 1].mask) != forms[size - 1].lead)
            continue;
        uint32_t point = at[0] & (unsigned char)~forms[size - 1].mask;
        for (size_t i = 1; i < size; i++) {
            if ((at[i] & 0xC0) != 0x80)
                return 0;
            point = point << 6 | (at[i] & 0x3F);
        }
        bool whole = point >= forms[size - 1].least && point <= 0x10FFFF && point >> 11 != 0x1B;
        return whole ? size : 0;
    }
    return 0;
}

static bool is_clean(const char *text)
{
    for (const unsigned char *at = (const unsigned char *)text; *at;) {
        size_t size = character_size(at);
        if (!size)
            return false;
        at += size;
    }
    return true;
}

/* Decodes in place; false for a bad escape or an encoded NUL. */
static bool unescape(char *text, bool plus_is_blank)
{
    char *to = text;
    for (const char *at = text; *at; at++) {
        char c = *at;
        if (c == '+' && plus_is_blank)
            c = ' ';
        if (c == '%') {
            int high = hex_digit(at[1]), low = high < 0 ? -1 : hex_digit(at[2]);
            if (low < 0 || high + low == 0)
                return false;
            c = (char)(high << 4 | low);
            at += 2;
        }
        *to++ = c;
    }
    *to = '\0';
    return true;
}

static enum kripa_status decode(const char *from, size_t size, bool plus_is_blank,
                                struct kripa_arena *arena, const char **out,
                                struct kripa_error *err)
{
    char *text = kripa_arena_text(arena, from, size);
    if (!text)
        return kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
    if (!unescape(text, plus_is_blank) || !is_clean(text))
        return kripa_fail(err, KRIPA_INVALID,
                          "the address holds a bad escape or bytes that are no text");
    *out = text;
    return KRIPA_OK;
}

/* "http://host/path", which proxies send, becomes "/path"; NULL for anything without a path. */
static const char *path_of(const char *target)
{
    if (target[0] == '/')
        return target;
    const char *authority = strncmp(target, "http://", 7) == 0    ? target + 7
                            : strncmp(target, "https://", 8) == 0 ? target + 8
                                                                  : NULL;
    if (!authority)
        return NULL;
    const char *path = authority + strcspn(authority, "/?#");
    return *path == '/' ? path : "/";
}

enum kripa_status path_split(const char *target, struct kripa_arena *arena, struct path *out,
                             struct kripa_error *err)
{
    const char *at = path_of(target);
    if (!at)
        return kripa_fail(err, KRIPA_INVALID, "the address must begin with a slash");
    const char *end = at + strcspn(at, "?#");
    out->query = *end == '?' ? end + 1 : NULL;
    out->count = 0;
    while (at < end && at + 1 < end) {
        const char *segment = at + 1;
        size_t size = strcspn(segment, "/?#");
        if (out->count > PATH_SEGMENTS_MAX)
            return KRIPA_OK; /* longer than any route's: none will match */
        enum kripa_status status =
            decode(segment, size, false, arena, &out->segments[out->count], err);
        if (status != KRIPA_OK)
            return status;
        out->count++;
        at = segment + size;
    }
    return KRIPA_OK;
}

static size_t count_pairs(const char *query)
{
    size_t count = 1;
    for (; *query; query++)
        count += *query == '&';
    return count;
}

enum kripa_status query_split(const char *query, struct kripa_arena *arena,
                              struct kripa_pair **pairs, size_t *count, struct kripa_error *err)
{
    *count = 0;
    *pairs = NULL;
    if (!query || !*query)
        return KRIPA_OK;
    size_t most = count_pairs(query);
    if (most > QUERY_PAIRS_MAX)
        return kripa_fail(err, KRIPA_INVALID, "at most %d query parameters", QUERY_PAIRS_MAX);
    if (!(*pairs = kripa_arena_alloc(arena, sizeof **pairs, most)))
        return kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
    while (*query && *query != '#') {
        size_t size = strcspn(query, "&#");
        size_t name_size = strcspn(query, "=&#");
        size_t value_at = name_size < size ? name_size + 1 : size;
        struct kripa_pair *pair = &(*pairs)[*count];
        enum kripa_status status = decode(query, name_size, true, arena, &pair->name, err);
        if (status == KRIPA_OK)
            status = decode(query + value_at, size - value_at, true, arena, &pair->value, err);
        if (status != KRIPA_OK)
            return status;
        *count += name_size > 0;
        query += size + (query[size] == '&');
    }
    return KRIPA_OK;
}
