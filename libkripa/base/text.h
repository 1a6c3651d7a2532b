/* SPDX-License-Identifier: MIT
 * Text as people write it: UTF-8, folded for comparing and searching (libunistring). */
#ifndef KP_TEXT_H
#define KP_TEXT_H

#include <kripa/arena.h>
#include <kripa/status.h>
#include <kripa/sys/field.h>

/* Unicode characters of valid UTF-8; -1 when it is not valid. */
int64_t kp_text_length(const char *text);
/* Whether valid UTF-8 holds what no reader sees but what changes the rest, or hides it: characters
 * that turn the writing round, zero-width ones, soft hyphens. Joiners after a letter (Devanagari
 * needs them) and an emoji's variations are not meant. */
bool kp_text_has_invisible(const char *text);
/* Puts a question mark for each byte that is no UTF-8: names that clients send, and texts cut to a
 * buffer. */
void kp_text_mend(char *text);
/* NFC; NULL when out of memory. */
const char *kp_text_compose(struct kripa_arena *arena, const char *text);
/* Trims white space and makes NFC; NULL when out of memory. */
const char *kp_text_trim(struct kripa_arena *arena, const char *text);
/* Whether valid UTF-8 is nothing but white space, or nothing at all. */
bool kp_text_is_white(const char *text);
/* Numbers and searches as people write and paste them: what nobody sees gone, blanks of any kind as
 * one of ASCII, hyphens and dashes as '-', wide letters as plain ones, digits of every script as
 * ASCII's. NULL when out of memory. */
const char *kp_text_plain(struct kripa_arena *arena, const char *text);
/* For comparing names and sorting: NFC, nukta and anusvara folded, lower case, white space to
 * single blanks, cut at `bytes_max` bytes between characters. */
const char *kp_text_fold(struct kripa_arena *arena, const char *text, size_t bytes_max);
/* What one writes in one word another writes in two. */
enum kp_spelling {
    KP_EVERY_WAY, /* "V-Guard 9 W": v, guard, vguard, 9, w, 9w; what is found by is kept so */
    KP_WRITTEN,   /* v, guard, 9, w; what is asked for */
    KP_JOINED,    /* vguard, 9w */
    KP_SPLIT,     /* "9w" as 9, w */
    KP_BARE,      /* vguard9w: an article number without its separators */
};
/* The search terms of a text: its folded words (letters, marks and digits kept together, accents
 * off Latin letters, digits of every script as ASCII's), each at most KRIPA_TERM_BYTES_MAX bytes
 * and once, appended to `terms` up to `terms_max`. NO_MEMORY, INVALID for bad UTF-8. */
enum kripa_status kp_text_terms(struct kripa_arena *arena, const char *text,
                                enum kp_spelling spelling, const char **terms, size_t terms_max,
                                size_t *terms_count);
/* "Ceiling Fan 1200 mm" -> "ceiling-fan-1200-mm"; Devanagari letters stay. "" when nothing is
 * left. */
const char *kp_text_slug(struct kripa_arena *arena, const char *text);
/* Whether a text holds an emoji's variation selector, which nobody sees. */
bool kp_text_has_selector(const char *text);
/* A slug in NFC, without selectors, and without the hyphens that only they held apart. NULL when
 * out of memory. */
const char *kp_text_slug_seen(struct kripa_arena *arena, const char *slug);
bool kp_text_equal(const char *a, const char *b); /* NULL equals NULL only */
/* Whether valid UTF-8 says the same, composed or not; what can't be composed for want of memory
 * doesn't. */
bool kp_text_same(const char *a, const char *b);

/* Lower-case words (letters, marks, digits) joined by single hyphens. */
bool kp_text_is_slug(const char *text);

/* Brings *text (valid UTF-8) to the spelling of its form and says what is wrong with it, or NULL.
 * Length is not looked at. An empty text is right, and so is white space alone where any text may
 * stand; anything else of which nothing is left is not, but for a search. Out of memory it says so,
 * and *text is NULL. */
const char *kp_format_normalize(enum kripa_format format, struct kripa_arena *arena,
                                const char **text);

#endif
