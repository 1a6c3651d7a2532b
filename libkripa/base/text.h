/* SPDX-License-Identifier: MIT
 * Text as people write it, in UTF-8: folded for comparing and searching, with libunistring. */
#ifndef KP_TEXT_H
#define KP_TEXT_H

#include <kripa/arena.h>
#include <kripa/status.h>
#include <kripa/sys/field.h>

/* The number of Unicode characters, or -1 when the text is not valid UTF-8. */
int64_t kp_text_length(const char *text);
/* Whether valid UTF-8 has characters that nobody sees but that hide or reverse others:
 * bidirectional controls, zero-width characters, soft hyphens. Joiners after a letter, which
 * Devanagari needs, and variation selectors of emoji are fine. */
bool kp_text_has_invisible(const char *text);
/* Replaces each byte that is not valid UTF-8 by a question mark: for names that clients send, and
 * texts cut to a buffer. */
void kp_text_mend(char *text);
/* Returns the text in NFC; NULL when out of memory. */
const char *kp_text_compose(struct kripa_arena *arena, const char *text);
/* Returns the text in NFC without white space around it; NULL when out of memory. */
const char *kp_text_trim(struct kripa_arena *arena, const char *text);
/* Whether valid UTF-8 is empty or only white space. */
bool kp_text_is_white(const char *text);
/* Numbers and searches as people write and paste them, made plain: invisible characters are
 * dropped, white space is an ASCII blank, hyphens and dashes are '-', wide letters are normal ones,
 * digits of every script are ASCII digits. NULL when out of memory. */
const char *kp_text_plain(struct kripa_arena *arena, const char *text);
/* The key for comparing and sorting names: NFC, lower case, nukta and anusvara folded, single
 * blanks, cut to `bytes_max` bytes at a character. NULL when out of memory. */
const char *kp_text_fold(struct kripa_arena *arena, const char *text, size_t bytes_max);
/* The ways to split a text into terms, as some write in one word what others write in two. */
enum kp_spelling {
    KP_EVERY_WAY, /* "V-Guard 9 W": v, guard, vguard, 9, w, 9w; the terms that are stored */
    KP_WRITTEN,   /* v, guard, 9, w; the terms that are searched for first */
    KP_JOINED,    /* vguard, 9w */
    KP_SPLIT,     /* "9w" as 9, w */
    KP_BARE,      /* vguard9w: an article number without separators */
};
/* Appends the search terms of a text to `terms`, up to `terms_max`: its folded words (letters,
 * marks and digits kept together, Latin letters without accents, digits of every script as ASCII
 * digits), each at most KRIPA_TERM_BYTES_MAX bytes and only once. NO_MEMORY, INVALID for bad
 * UTF-8. */
enum kripa_status kp_text_terms(struct kripa_arena *arena, const char *text,
                                enum kp_spelling spelling, const char **terms, size_t terms_max,
                                size_t *terms_count);
/* "Ceiling Fan 1200 mm" becomes "ceiling-fan-1200-mm"; Devanagari letters stay. "" when no letter
 * or digit is left. */
const char *kp_text_slug(struct kripa_arena *arena, const char *text);
/* Whether a text has a variation selector, which is invisible. */
bool kp_text_has_selector(const char *text);
/* A slug in NFC without variation selectors, and without hyphens that were next to nothing else.
 * NULL when out of memory. */
const char *kp_text_slug_seen(struct kripa_arena *arena, const char *slug);
bool kp_text_equal(const char *a, const char *b); /* NULL equals only NULL */
/* Whether two texts of valid UTF-8 have the same NFC; false also when out of memory. */
bool kp_text_same(const char *a, const char *b);

/* Lower-case words (letters, marks, digits) joined by single hyphens. */
bool kp_text_is_slug(const char *text);

/* Normalizes *text (valid UTF-8) to its format and returns what is wrong with it, or NULL. Lengths
 * are not checked. An empty text is fine, and so is white space in free text; any other text of
 * which nothing is left is not, except in a search. When out of memory it returns a message, and
 * *text is NULL. */
const char *kp_format_normalize(enum kripa_format format, struct kripa_arena *arena,
                                const char **text);

#endif
