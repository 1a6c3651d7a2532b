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
    bool right; /* right-aligned */
    bool whole; /* left out rather than cut: half a number is another number */
};
struct table {
    const struct table_column *columns;
    /* the most important ones first: on a narrow screen the last ones are left out */
    size_t columns_count;
    const struct table_cell *cells; /* row by row */
    size_t rows_count;
    size_t indent;
    bool whole; /* no column may be left out, however narrow the screen */
};

/* Prints the table; returns how many columns that were not empty had to be left out. */
size_t table_print(const struct screen *screen, const struct table *table);

#endif
