/* SPDX-License-Identifier: MIT
 * Folded text as characters, shared by text.c and text_terms.c. */
#ifndef KP_TEXT_FOLD_H
#define KP_TEXT_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <unitypes.h>

/* Returns the text in NFC and lower case, with one spelling for Devanagari and without invisible
 * characters. With `loose`, for searches, accents are dropped and all digits are ASCII. The caller
 * frees it; NULL when out of memory or for bad UTF-8. */
ucs4_t *kp_fold(const char *text, bool loose, size_t *count);

#endif
