/* SPDX-License-Identifier: MIT
 * The output: how wide it is, and whether it has colours. */
#ifndef SCREEN_H
#define SCREEN_H

#include <stdbool.h>
#include <stdio.h>

enum tint { TINT_NONE, TINT_HEAD, TINT_DIM, TINT_GOOD, TINT_WAIT, TINT_MOVE, TINT_BAD };

struct screen {
    FILE *out;
    bool color;
    size_t width; /* in columns; 0: unlimited */
};

/* `color` is "auto", "always", "never", or NULL for auto: colours on a terminal, unless NO_COLOR is
 * set or TERM is dumb. The width is COLUMNS or the terminal's; a pipe has none. */
struct screen screen_of(FILE *out, const char *color);

/* The columns that `text` takes: none for combining marks, two for wide characters. */
size_t screen_columns(const char *text);
/* How many bytes of `text` fit into `columns`; marks stay with their letter. */
size_t screen_fit(const char *text, size_t columns);
/* A copy without control characters, which could control a terminal, and without invalid UTF-8;
 * NULL when out of memory. */
struct kripa_arena;
char *screen_clean(struct kripa_arena *arena, const char *text);

void screen_tint(const struct screen *screen, enum tint tint);
void screen_untint(const struct screen *screen, enum tint tint);

#endif
