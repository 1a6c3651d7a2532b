/* SPDX-License-Identifier: MIT
 * Words out of text: search terms and slugs. Letters, their marks and digits stay together, so that
 * no Devanagari word is torn at its vowel signs. */
#include "text.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <unistr.h>

#include <kripa/limits.h>

#include "text_fold.h"

struct word {
    uint8_t bytes[KRIPA_SLUG_MAX * 4];
    size_t size;
};

static bool is_of_word(ucs4_t character)
{
    return uc_is_general_category_withtable(character, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M |
                                                           UC_CATEGORY_MASK_N);
}

/* The next word from *at on, cut at `bytes_max`; false when there is none. */
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

static bool has_term(const char *const *terms, size_t count, const struct word *word)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(terms[i]) == word->size && memcmp(terms[i], word->bytes, word->size) == 0)
            return true;
    return false;
}

enum kripa_status kp_text_terms(struct kripa_arena *arena, const char *text, const char **terms,
                                size_t terms_max, size_t *terms_count)
{
    size_t count, at = 0;
    if (kp_text_length(text) < 0)
        return KRIPA_INVALID;
    ucs4_t *characters = kp_fold(text, &count);
    if (!characters)
        return KRIPA_NO_MEMORY;
    enum kripa_status status = KRIPA_OK;
    struct word word;
    while (*terms_count < terms_max &&
           next_word(characters, count, &at, KRIPA_TERM_BYTES_MAX, &word)) {
        if (has_term(terms, *terms_count, &word))
            continue;
        const char *term = kripa_arena_text(arena, (const char *)word.bytes, word.size);
        if (!term) {
            status = KRIPA_NO_MEMORY;
            break;
        }
        terms[(*terms_count)++] = term;
    }
    free(characters);
    return status;
}

const char *kp_text_slug(struct kripa_arena *arena, const char *text)
{
    size_t count, at = 0, size = 0;
    ucs4_t *characters = kp_fold(text, &count);
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
