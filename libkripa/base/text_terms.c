/* SPDX-License-Identifier: MIT
 * Splits texts into words: search terms and slugs. Marks stay with their letters, so that a
 * Devanagari word is not split at a vowel sign. Some write in one word what others write in two, so
 * both are stored, and one of them is searched for. */
#include "text.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <unistr.h>

#include <kripa/limits.h>

#include "text_fold.h"

#define SHORT_LETTERS 2 /* "V Guard", "Type C", "वाई फाई": so short pieces may be joined */

struct word {
    uint8_t bytes[KRIPA_SLUG_MAX * 4];
    size_t size;
};

static bool is_of_word(ucs4_t character)
{
    return uc_is_general_category_withtable(character, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M |
                                                           UC_CATEGORY_MASK_N);
}

/* Finds the next word from *at on, cut to `bytes_max`; false when there is none. */
static bool next_word(const ucs4_t *text, size_t count, size_t *at, size_t bytes_max,
                      struct word *word)
{
    bool full = false;
    word->size = 0;
    while (*at < count && !is_of_word(text[*at]))
        (*at)++;
    for (; *at < count && is_of_word(text[*at]); (*at)++) {
        uint8_t bytes[6];
        int size = u8_uctomb(bytes, text[*at], sizeof bytes);
        full = full || size <= 0 || word->size + (size_t)size > bytes_max;
        if (full)
            continue;
        memcpy(word->bytes + word->size, bytes, (size_t)size);
        word->size += (size_t)size;
    }
    return word->size > 0;
}

/* What stands between a piece and the one before. */
enum link {
    LINK_NONE,
    LINK_BLANK, /* "Type C" */
    LINK_SIGN,  /* "Type-C" */
};
/* Letters and digits with nothing between them. */
struct piece {
    uint8_t bytes[KRIPA_TERM_BYTES_MAX];
    size_t size, letters;
    bool digits, first_digit, last_digit; /* only digits; the first, the last is one */
    bool unit;                            /* a unit of measure after a number */
    enum link link;
};

struct terms {
    struct kripa_arena *arena;
    const char **at;
    size_t max, *count;
    bool failed;
};

static bool is_number(ucs4_t character)
{
    return character >= '0' && character <= '9';
}

/* A character that joins words: "V-Guard", "L'Oréal", "AC/DC", "Type_C", "B.22", "B&W". */
static bool is_sign(ucs4_t character)
{
    return uc_is_property_dash(character) ||
           (character < 0x80 && strchr("'/_.&+", (int)character)) || character == 0x2019;
}

static enum link link_of(const ucs4_t *text, size_t from, size_t to)
{
    if (from == 0)
        return LINK_NONE;
    if (to - from == 1 && is_sign(text[from]))
        return LINK_SIGN;
    for (; from < to; from++)
        if (!uc_is_property_white_space(text[from]))
            return LINK_NONE;
    return LINK_BLANK;
}

static bool put(struct piece *piece, ucs4_t character)
{
    int size = u8_uctomb(piece->bytes + piece->size, character,
                         (ptrdiff_t)(sizeof piece->bytes - piece->size));
    if (size <= 0)
        return false;
    bool number = is_number(character);
    piece->digits = number && (piece->size == 0 || piece->digits);
    piece->first_digit = piece->size == 0 ? number : piece->first_digit;
    piece->last_digit = number;
    piece->letters += uc_is_general_category(character, UC_LETTER);
    piece->size += (size_t)size;
    return true;
}

/* Finds the next piece from *at on, cut to its buffer. With `split` a piece also ends where digits
 * and letters meet. */
static bool next_piece(const ucs4_t *text, size_t count, size_t *at, bool split,
                       struct piece *piece)
{
    size_t from = *at;
    bool room = true;
    while (*at < count && !is_of_word(text[*at]))
        (*at)++;
    *piece = (struct piece){.link = link_of(text, from, *at)};
    for (; *at < count && is_of_word(text[*at]); (*at)++) {
        bool mark = uc_is_general_category(text[*at], UC_MARK);
        if (split && piece->size > 0 && !mark && is_number(text[*at]) != piece->last_digit)
            break;
        room = room && put(piece, text[*at]);
    }
    return piece->size > 0;
}

static bool has_term(const struct terms *terms, const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < *terms->count; i++)
        if (strlen(terms->at[i]) == size && memcmp(terms->at[i], bytes, size) == 0)
            return true;
    return false;
}

static void add(struct terms *terms, const uint8_t *bytes, size_t size)
{
    if (*terms->count == terms->max || size == 0 || has_term(terms, bytes, size))
        return;
    const char *term = kripa_arena_text(terms->arena, (const char *)bytes, size);
    if (term)
        terms->at[(*terms->count)++] = term;
    else
        terms->failed = true;
}

/* Appends a piece; false: there is no room for both. */
static bool glue(struct piece *to, const struct piece *piece)
{
    if (to->size == 0) {
        *to = *piece;
        return true;
    }
    if (to->size + piece->size > sizeof to->bytes)
        return false;
    memcpy(to->bytes + to->size, piece->bytes, piece->size);
    to->size += piece->size;
    to->letters += piece->letters;
    to->digits &= piece->digits;
    to->last_digit = piece->last_digit;
    return true;
}

static bool is_unit(const struct piece *before, const struct piece *piece)
{
    return before->size > 0 && before->digits && piece->link == LINK_BLANK && !piece->first_digit;
}

/* Whether people write the two as one word, as nobody does with "1.5" and "220-240". */
static bool are_joined(const struct piece *before, const struct piece *piece)
{
    if (before->size == 0 || piece->link == LINK_NONE)
        return false;
    if (piece->link == LINK_SIGN)
        return !(before->last_digit && piece->first_digit);
    bool letters = before->letters > 0 && !before->last_digit && !before->first_digit &&
                   piece->letters > 0 && !piece->first_digit && !piece->last_digit;
    bool is_short = before->letters <= SHORT_LETTERS || piece->letters <= SHORT_LETTERS;
    return (letters && is_short && !before->unit) || is_unit(before, piece);
}

/* "9w" is also found as 9 and w. */
static void add_split(struct terms *terms, const struct piece *piece)
{
    const uint8_t *end = piece->bytes + piece->size;
    for (const uint8_t *from = piece->bytes; from < end;) {
        const uint8_t *to = from;
        while (to < end && is_number(*to) == is_number(*from))
            to++;
        add(terms, from, (size_t)(to - from));
        from = to;
    }
}

/* Adds every piece, the parts of one that has letters and digits, each piece joined with the one
 * before, and a word of more pieces as a whole. */
static void add_stored(struct terms *terms, const ucs4_t *text, size_t count)
{
    struct piece before = {0}, whole = {0}, piece;
    for (size_t at = 0; next_piece(text, count, &at, false, &piece);) {
        bool joined = are_joined(&before, &piece);
        if (!joined || piece.link != LINK_SIGN || !glue(&whole, &piece)) {
            add(terms, whole.bytes, whole.size);
            whole = piece;
        }
        add(terms, piece.bytes, piece.size);
        if (piece.letters > 0)
            add_split(terms, &piece);
        piece.unit = is_unit(&before, &piece);
        if (joined && glue(&before, &piece))
            add(terms, before.bytes, before.size);
        before = piece;
    }
    add(terms, whole.bytes, whole.size);
}

static void add_spelt(struct terms *terms, const ucs4_t *text, size_t count,
                      enum kp_spelling spelling)
{
    struct piece word = {0}, piece;
    for (size_t at = 0; next_piece(text, count, &at, spelling == KP_SPLIT, &piece);) {
        bool joined = spelling == KP_BARE || (spelling == KP_JOINED && are_joined(&word, &piece));
        if (joined && glue(&word, &piece))
            continue;
        add(terms, word.bytes, word.size);
        word = piece;
    }
    add(terms, word.bytes, word.size);
}

enum kripa_status kp_text_terms(struct kripa_arena *arena, const char *text,
                                enum kp_spelling spelling, const char **terms, size_t terms_max,
                                size_t *terms_count)
{
    struct terms to = {.arena = arena, .at = terms, .max = terms_max, .count = terms_count};
    size_t count;
    if (kp_text_length(text) < 0)
        return KRIPA_INVALID;
    ucs4_t *characters = kp_fold(text, true, &count);
    if (!characters)
        return KRIPA_NO_MEMORY;
    if (spelling == KP_EVERY_WAY)
        add_stored(&to, characters, count);
    else
        add_spelt(&to, characters, count, spelling);
    free(characters);
    return to.failed ? KRIPA_NO_MEMORY : KRIPA_OK;
}

const char *kp_text_slug(struct kripa_arena *arena, const char *text)
{
    size_t count, at = 0, size = 0;
    ucs4_t *characters = kp_fold(text, false, &count);
    char *slug = characters ? kripa_arena_alloc(arena, 1, KRIPA_SLUG_MAX + 1) : NULL;
    struct word word;
    while (slug && next_word(characters, count, &at, KRIPA_SLUG_MAX, &word)) {
        if (size + word.size + 1 > KRIPA_SLUG_MAX)
            break;
        if (size)
            slug[size++] = '-';
        memcpy(slug + size, word.bytes, word.size);
        size += word.size;
    }
    free(characters);
    return slug;
}

/* U+FE00 to U+FE0F: EF B8 80 to EF B8 8F. */
static bool is_selector(const char *at)
{
    return strncmp(at, "\xef\xb8", 2) == 0 && ((unsigned char)at[2] & 0xf0) == 0x80;
}

bool kp_text_has_selector(const char *text)
{
    while (*text && !is_selector(text))
        text++;
    return *text;
}

const char *kp_text_slug_seen(struct kripa_arena *arena, const char *slug)
{
    const char *composed = kp_text_trim(arena, slug);
    if (!composed || !kp_text_has_selector(composed))
        return composed;
    char *seen = kripa_arena_text(arena, composed, strlen(composed)), *to = seen;
    for (const char *at = composed; seen && *at; at++) {
        if (is_selector(at))
            at += 2;
        else if (*at != '-' || (to > seen && to[-1] != '-'))
            *to++ = *at;
    }
    while (to > seen && to[-1] == '-')
        to--;
    if (seen)
        *to = '\0';
    return seen;
}

bool kp_text_is_slug(const char *text)
{
    const uint8_t *at = (const uint8_t *)text;
    ucs4_t character, before = '-';
    while ((at = u8_next(&character, at))) {
        bool lower = is_of_word(character) && uc_tolower(character) == character;
        if (!lower && (character != '-' || before == '-'))
            return false;
        before = character;
    }
    return before != '-';
}
