/* SPDX-License-Identifier: MIT
 * Words that are near to a word. */
#include "text_near.h"

#include <stdlib.h>
#include <string.h>
#include <unistr.h>

/* The letters that an edit may insert. */
static const struct alphabet {
    ucs4_t from, to;
} latin[] = {{'a', 'z'}, {0, 0}},
  devanagari[] = {{0x902, 0x902}, {0x905, 0x90b}, {0x90f, 0x914}, {0x915, 0x928}, {0x92a, 0x930},
                  {0x932, 0x932}, {0x935, 0x939}, {0x93e, 0x943}, {0x945, 0x94d}, {0, 0}},
  none[] = {{0, 0}};

struct edits {
    struct kripa_arena *arena;
    const struct kp_letters *word;
    const char **at;
    size_t count;
    bool failed; /* out of memory */
};

struct kp_letters kp_letters_of(const char *text, size_t size)
{
    struct kp_letters word;
    size_t room = KRIPA_TERM_BYTES_MAX;
    ucs4_t *letters = u8_to_u32((const uint8_t *)text, size, word.at, &room);
    bool fits = letters == word.at;
    word.count = fits ? room : 0;
    if (!fits)
        free(letters); /* another program may have stored a word too long for the buffer */
    return word;
}

const char *kp_letters_text(struct kripa_arena *arena, const struct kp_letters *word, size_t count)
{
    uint8_t bytes[4 * (KRIPA_TERM_BYTES_MAX + 1)];
    size_t size = sizeof bytes;
    if (count == 0 || u32_to_u8(word->at, count, bytes, &size) != bytes)
        size = 0;
    return kripa_arena_text(arena, (const char *)bytes, size);
}

static const struct alphabet *alphabet_of(const struct kp_letters *word)
{
    ucs4_t first = word->at[0];
    if (first < 0x80)
        return latin;
    return first >= 0x900 && first < 0x980 ? devanagari : none;
}

static size_t size_of(const struct alphabet *alphabet)
{
    size_t size = 0;
    for (; alphabet->from; alphabet++)
        size += alphabet->to - alphabet->from + 1;
    return size;
}

/* Adds the word with `drop` letters from `at` on replaced by these. */
static void add_edit(struct edits *edits, size_t at, size_t drop, const ucs4_t *put,
                     size_t put_count)
{
    const struct kp_letters *word = edits->word;
    struct kp_letters edited = {.count = at};
    memcpy(edited.at, word->at, at * sizeof *edited.at);
    for (size_t i = 0; i < put_count; i++)
        edited.at[edited.count++] = put[i];
    for (size_t i = at + drop; i < word->count; i++)
        edited.at[edited.count++] = word->at[i];
    const char *text = kp_letters_text(edits->arena, &edited, edited.count);
    if (text)
        edits->at[edits->count++] = text;
    edits->failed |= !text;
}

static void add_letter(struct edits *edits, size_t at, ucs4_t letter)
{
    add_edit(edits, at, 0, &letter, 1);
    if (at < edits->word->count)
        add_edit(edits, at, 1, &letter, 1);
}

static void add_edits_at(struct edits *edits, size_t at)
{
    const struct kp_letters *word = edits->word;
    if (at < word->count)
        add_edit(edits, at, 1, NULL, 0);
    if (at + 1 < word->count)
        add_edit(edits, at, 2, (const ucs4_t[]){word->at[at + 1], word->at[at]}, 2);
    for (const struct alphabet *range = alphabet_of(word); range->from; range++)
        for (ucs4_t letter = range->from; letter <= range->to; letter++)
            add_letter(edits, at, letter);
}

const char **kp_letters_edited(struct kripa_arena *arena, const struct kp_letters *word,
                               size_t *count)
{
    struct edits edits = {.arena = arena, .word = word};
    size_t most = 2 * word->count + (2 * word->count + 1) * size_of(alphabet_of(word));
    edits.at = kripa_arena_alloc(arena, sizeof *edits.at, most);
    edits.failed = !edits.at;
    for (size_t at = 0; at <= word->count && !edits.failed; at++)
        add_edits_at(&edits, at);
    *count = edits.count;
    return edits.failed ? NULL : edits.at;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t kp_letters_apart(const struct kp_letters *a, const struct kp_letters *b, size_t most)
{
    size_t rows[3][KRIPA_TERM_BYTES_MAX + 2];
    if (a->count > b->count + most || b->count > a->count + most)
        return KP_FAR;
    size_t *two_up = rows[0], *up = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b->count; j++)
        up[j] = j;
    for (size_t i = 1; i <= a->count; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b->count; j++) {
            bool same = a->at[i - 1] == b->at[j - 1];
            row[j] = least(up[j - 1] + !same, least(up[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a->at[i - 1] == b->at[j - 2] && a->at[i - 2] == b->at[j - 1])
                row[j] = least(row[j], two_up[j - 2] + 1);
        }
        size_t *next = two_up;
        two_up = up;
        up = row;
        row = next;
    }
    return up[b->count];
}
