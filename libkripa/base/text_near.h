/* SPDX-License-Identifier: MIT
 * Words near to a word: its letters, all spellings that are one edit away (one letter inserted,
 * replaced or left out, or two swapped), and the number of edits between two words. */
#ifndef KP_TEXT_NEAR_H
#define KP_TEXT_NEAR_H

#include <stddef.h>
#include <stdint.h>

#include <kripa/arena.h>
#include <kripa/limits.h>

struct kp_letters {
    uint32_t at[KRIPA_TERM_BYTES_MAX + 1];
    size_t count;
};

/* The letters of a folded word of at most KRIPA_TERM_BYTES_MAX bytes. */
struct kp_letters kp_letters_of(const char *text, size_t size);
/* The first `count` letters as text; NULL: out of memory. */
const char *kp_letters_text(struct kripa_arena *arena, const struct kp_letters *word, size_t count);
/* Every spelling one edit away, in Latin and Devanagari; NULL: out of memory. */
const char **kp_letters_edited(struct kripa_arena *arena, const struct kp_letters *word,
                               size_t *count);
#define KP_FAR 99
/* The number of edits between the two, or KP_FAR when it is surely above `most`. */
size_t kp_letters_apart(const struct kp_letters *a, const struct kp_letters *b, size_t most);

#endif
