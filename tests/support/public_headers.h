/* SPDX-License-Identifier: MIT
 * The public functions, found in the headers by a pattern: for what must hold for each of them. */
#ifndef PUBLIC_HEADERS_H
#define PUBLIC_HEADERS_H

#include <regex.h>

/* An extended pattern, compiled; release it with regfree. */
regex_t compile_pattern(const char *pattern);
/* A source as a text, which the next call overwrites. */
char *source_text(const char *path);
/* Calls `check` with what the pattern's first group matches, wherever it matches in the headers of
 * `folder` (those in folders inside it are left out); returns how often. */
#define PUBLIC_HEADERS KRIPA_SOURCE_DIR "/include/kripa"
int check_public_headers(const char *folder, const char *pattern,
                         void (*check)(const char *function));

#endif
