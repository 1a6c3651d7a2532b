/* SPDX-License-Identifier: MIT
 * What is near to a word: its letters, every spelling one edit away (a letter too many, two the
 * wrong way round, a wrong one, one too few), and how many edits lie between two words. */
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

/* Of a folded word of at most KRIPA_TERM_BYTES_MAX bytes of UTF-8. */
struct kp_letters kp_letters_of(const char *text, size_t size);
/* The first `count` letters as text; NULL: out of memory. */
const char *kp_letters_text(struct kripa_arena *arena, const struct kp_letters *word, size_t count);
/* Every spelling one edit away, in Latin and Devanagari; NULL: out of memory. */
const char **kp_letters_edited(struct kripa_arena *arena, const struct kp_letters *word,
                               size_t *count);
#define KP_FAR 99
/* Edits between the two; KP_FAR when it is clear that there are more than `most`. */
size_t kp_letters_apart(const struct kp_letters *a, const struct kp_letters *b, size_t most);

#endif
