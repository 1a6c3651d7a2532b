/* SPDX-License-Identifier: MIT
 * Tables of text, fitted to the screen. */
#ifndef TABLE_H
#define TABLE_H

#include <kripa/arena.h>
#include <kripa/status.h>

#include "base/screen.h"

#define TABLE_COLUMNS_MAX 64

struct table_cell {
    const char *text; /* without control characters */
    enum tint tint;
};
struct table_column {
    const char *head;
    bool right; /* numbers stand right */
    bool whole; /* is left out rather than cut: half a number is another number */
};
struct table {
    const struct table_column *columns;
    size_t columns_count; /* the most important first: a screen too narrow loses the last ones */
    const struct table_cell *cells; /* row by row */
    size_t rows_count;
    size_t indent;
    bool whole; /* no column is left out, however narrow the screen */
};

/* Prints it; returns how many columns with something in them it had to leave out. */
size_t table_print(const struct screen *screen, const struct table *table);

#endif
