/* SPDX-License-Identifier: MIT
 * Folding, cutting and comparing UTF-8. Names are sorted by folded text, and searches look for
 * it. */
#include "text.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include "text_fold.h"

#define NUKTA        0x093c
#define CHANDRABINDU 0x0901
#define ANUSVARA     0x0902
#define VIRAMA       0x094d
#define NON_JOINER   0x200c
#define JOINER       0x200d

bool kp_text_equal(const char *a, const char *b)
{
    if (!a || !b)
        return a == b;
    return strcmp(a, b) == 0;
}

/* ASCII, which most texts are, takes shortcuts. */
static bool is_ascii(const char *text, size_t size)
{
    unsigned char bits = 0;
    for (size_t i = 0; i < size; i++)
        bits |= (unsigned char)text[i];
    return bits < 0x80;
}

int64_t kp_text_length(const char *text)
{
    size_t size = strlen(text);
    if (is_ascii(text, size))
        return (int64_t)size;
    if (u8_check((const uint8_t *)text, size))
        return -1;
    return (int64_t)u8_mbsnlen((const uint8_t *)text, size);
}

bool kp_text_same(const char *a, const char *b)
{
    int order = 1;
    if (!a || !b || kp_text_length(a) < 0 || kp_text_length(b) < 0)
        return kp_text_equal(a, b);
    size_t a_size = strlen(a), b_size = strlen(b);
    if (is_ascii(a, a_size) || is_ascii(b, b_size))
        return strcmp(a, b) == 0;
    return u8_normcmp((const uint8_t *)a, a_size, (const uint8_t *)b, b_size, UNINORM_NFC,
                      &order) == 0 &&
           order == 0;
}

bool kp_text_has_invisible(const char *text)
{
    size_t size = strlen(text);
    if (is_ascii(text, size))
        return false;
    const uint8_t *from = (const uint8_t *)text, *end = from + size;
    ucs4_t character;
    for (const uint8_t *at = from; at < end;) {
        bool first = at == from;
        at += u8_mbtouc(&character, at, (size_t)(end - at));
        bool joins = character == JOINER || character == NON_JOINER ||
                     uc_is_property_variation_selector(character);
        if (uc_is_property_default_ignorable_code_point(character) && (first || !joins))
            return true;
    }
    return false;
}

void kp_text_mend(char *text)
{
    size_t size = strlen(text);
    uint8_t *at = (uint8_t *)text;
    const uint8_t *bad;
    while ((bad = u8_check(at, size - (size_t)(at - (uint8_t *)text)))) {
        at += bad - at;
        *at++ = '?';
    }
}

/* White space of any kind, and zero-width characters. */
static bool is_blank(ucs4_t character)
{
    return uc_is_property_white_space(character) || character == 0xfeff || character == 0x200b;
}

static const char *trim_blanks(struct kripa_arena *arena, const uint8_t *text, size_t size)
{
    const uint8_t *from = text, *end = text + size, *last;
    ucs4_t character;
    while (from < end) {
        int step = u8_mbtouc(&character, from, (size_t)(end - from));
        if (!is_blank(character))
            break;
        from += step;
    }
    last = from;
    for (const uint8_t *at = from; at < end;) {
        at += u8_mbtouc(&character, at, (size_t)(end - at));
        if (!is_blank(character))
            last = at;
    }
    return kripa_arena_text(arena, (const char *)from, (size_t)(last - from));
}

static const char *trim_ascii(struct kripa_arena *arena, const char *text, size_t size)
{
    static const char blanks[] = " \t\n\v\f\r";
    size_t from = 0; /* a composed text has no NUL */
    while (from < size && strchr(blanks, text[from]))
        from++;
    while (size > from && strchr(blanks, text[size - 1]))
        size--;
    return kripa_arena_text(arena, text + from, size - from);
}

const char *kp_text_compose(struct kripa_arena *arena, const char *text)
{
    size_t size = strlen(text);
    if (is_ascii(text, size))
        return kripa_arena_text(arena, text, size);
    uint8_t *composed = u8_normalize(UNINORM_NFC, (const uint8_t *)text, size, NULL, &size);
    const char *kept = composed ? kripa_arena_text(arena, (const char *)composed, size) : NULL;
    free(composed);
    return kept;
}

const char *kp_text_trim(struct kripa_arena *arena, const char *text)
{
    size_t size = strlen(text);
    if (is_ascii(text, size))
        return trim_ascii(arena, text, size);
    uint8_t *composed = u8_normalize(UNINORM_NFC, (const uint8_t *)text, size, NULL, &size);
    const char *trimmed = composed ? trim_blanks(arena, composed, size) : NULL;
    free(composed);
    return trimmed;
}

/* Returns the plain equivalent of a character in a number or a search; 0: it is dropped. */
static ucs4_t plain_of(ucs4_t character)
{
    int digit = uc_decimal_value(character);
    if (digit >= 0)
        return (ucs4_t)('0' + digit);
    if (uc_is_property_white_space(character))
        return ' ';
    if (uc_is_property_dash(character))
        return '-';
    bool unseen = uc_is_property_default_ignorable_code_point(character) ||
                  uc_is_general_category(character, UC_FORMAT);
    bool joins = character == JOINER || character == NON_JOINER; /* Devanagari needs joiners */
    return unseen && !joins ? 0 : character;
}

/* Works in place, as a replacement is never longer. */
static size_t make_plain(uint8_t *text, size_t size)
{
    uint8_t *to = text;
    const uint8_t *end = text + size;
    ucs4_t character;
    for (const uint8_t *at = text; at < end;) {
        at += u8_mbtouc(&character, at, (size_t)(end - at));
        ucs4_t plain = plain_of(character);
        int step = plain ? u8_uctomb(to, plain, at - to) : 0;
        to += step > 0 ? step : 0;
    }
    return (size_t)(to - text);
}

const char *kp_text_plain(struct kripa_arena *arena, const char *text)
{
    size_t size = strlen(text);
    uint8_t *composed = u8_normalize(UNINORM_NFKC, (const uint8_t *)text, size, NULL, &size);
    const char *plain =
        composed ? trim_ascii(arena, (const char *)composed, make_plain(composed, size)) : NULL;
    free(composed);
    return plain;
}

bool kp_text_is_white(const char *text)
{
    const uint8_t *at = (const uint8_t *)text;
    ucs4_t character;
    while ((at = u8_next(&character, at)))
        if (!uc_is_property_white_space(character))
            return false;
    return true;
}

/* A nasal consonant (ङ ञ ण न म) with virama before one of the four consonants of its own group,
 * which precede it in Unicode, may also be written as anusvara. */
static bool is_joined_nasal(const ucs4_t *at, size_t left)
{
    bool nasal =
        at[0] == 0x0919 || at[0] == 0x091e || at[0] == 0x0923 || at[0] == 0x0928 || at[0] == 0x092e;
    return nasal && left > 2 && at[1] == VIRAMA && at[2] < at[0] && at[2] + 4 >= at[0];
}

/* Nukta, joiners, and variation selectors of emoji. */
static bool is_dropped(ucs4_t character)
{
    return character == NUKTA || uc_is_property_default_ignorable_code_point(character);
}

/* Hindi has several spellings for a sound (हिन्दी, हिंदी). This drops nukta, and makes chandrabindu
 * and a nasal before a consonant of its group an anusvara. Works in place, as the result is never
 * longer. */
static size_t fold_devanagari(ucs4_t *text, size_t count)
{
    size_t kept = 0, to = 0;
    for (size_t i = 0; i < count; i++)
        if (!is_dropped(text[i]))
            text[kept++] = text[i];
    for (size_t i = 0; i < kept; i++) {
        bool nasal = is_joined_nasal(text + i, kept - i);
        text[to++] = nasal || text[i] == CHANDRABINDU ? ANUSVARA : text[i];
        i += nasal; /* and its virama */
    }
    return to;
}

/* Latin letters that have no decomposition. */
static ucs4_t plain_letter(ucs4_t letter)
{
    static const ucs4_t letters[][2] = {{0xf8, 'o'},  {0x111, 'd'}, {0x127, 'h'},
                                        {0x131, 'i'}, {0x142, 'l'}, {0x167, 't'}};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (letters[i][0] == letter)
            return letters[i][1];
    return letter;
}

/* Works on decomposed text, in place. */
static size_t fold_loosely(ucs4_t *text, size_t count)
{
    size_t to = 0;
    bool latin = false;
    for (size_t i = 0; i < count; i++) {
        bool mark = uc_is_general_category(text[i], UC_NON_SPACING_MARK);
        if (mark && latin)
            continue;
        latin = uc_is_script(text[i], uc_script('a'));
        int digit = uc_decimal_value(text[i]);
        text[to++] = digit >= 0 ? (ucs4_t)('0' + digit) : plain_letter(text[i]);
    }
    return to;
}

/* In ASCII only capitals change. */
static ucs4_t *fold_ascii(const char *text, size_t size)
{
    ucs4_t *folded = malloc((size + 1) * sizeof *folded);
    for (size_t i = 0; folded && i < size; i++)
        folded[i] = (ucs4_t)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] + ('a' - 'A') : text[i]);
    return folded;
}

ucs4_t *kp_fold(const char *text, bool loose, size_t *count)
{
    size_t size = strlen(text);
    *count = size;
    if (is_ascii(text, size))
        return fold_ascii(text, size);
    /* decomposed, so that nukta is a character of its own */
    uint8_t *folded = u8_casefold((const uint8_t *)text, size, NULL, UNINORM_NFD, NULL, &size);
    uint32_t *apart = folded ? u8_to_u32(folded, size, NULL, count) : NULL;
    free(folded);
    if (!apart)
        return NULL;
    *count = fold_devanagari(apart, *count);
    if (loose)
        *count = fold_loosely(apart, *count);
    uint32_t *composed = u32_normalize(UNINORM_NFC, apart, *count, NULL, count);
    free(apart);
    return composed;
}

/* Writes the characters as UTF-8, with single blanks for white space, and stops before a character
 * that does not fit. */
static void put_words(const ucs4_t *from, size_t count, uint8_t *to, size_t bytes_max)
{
    size_t length = 0;
    bool blank = false;
    for (size_t i = 0; i < count; i++) {
        if (is_blank(from[i])) {
            blank = length > 0;
            continue;
        }
        uint8_t bytes[6];
        int size = u8_uctomb(bytes, from[i], sizeof bytes);
        if (size <= 0 || length + (size_t)size + blank > bytes_max)
            return;
        if (blank)
            to[length++] = ' ';
        blank = false;
        memcpy(to + length, bytes, (size_t)size);
        length += (size_t)size;
    }
}

const char *kp_text_fold(struct kripa_arena *arena, const char *text, size_t bytes_max)
{
    size_t count;
    ucs4_t *characters = kp_fold(text, false, &count);
    uint8_t *folded = characters ? kripa_arena_alloc(arena, 1, bytes_max + 1) : NULL;
    if (folded)
        put_words(characters, count, folded, bytes_max);
    free(characters);
    return (const char *)folded;
}
