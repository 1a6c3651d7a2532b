/* SPDX-License-Identifier: MIT
 * Folded text as characters, between text.c and text_terms.c. */
#ifndef KP_TEXT_FOLD_H
#define KP_TEXT_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <unitypes.h>

/* NFC, lower case, Devanagari in one spelling, without what nobody sees. `loose`: for searching,
 * accents off Latin letters and digits of every script as ASCII's. Freed by the caller; NULL when
 * out of memory or not UTF-8. */
ucs4_t *kp_fold(const char *text, bool loose, size_t *count);

#endif
