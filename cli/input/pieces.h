/* SPDX-License-Identifier: MIT
 * The JSON objects of a file, one after the other: one a line, over several lines, in an array, or
 * in the {"items": [...]} that a list prints with --json. */
#ifndef PIECES_H
#define PIECES_H

#include "base/session.h"

#define PIECES_FILE_MAX (256UL << 20) /* bytes */

struct pieces {
    const char *at, *end; /* what is left */
    size_t line;          /* where `at` is */
    bool in_array, in_list;
    size_t item; /* the number of the piece in its array; 0: it is in none */
};
struct piece {
    const char *text; /* not ended by a NUL */
    size_t size, line;
    size_t item; /* in an array: its number; 0: it is in none */
};

/* Reads all of `path` ("-": standard input). NOT_FOUND, also for a folder; TOO_LARGE, NO_MEMORY. */
enum kripa_status pieces_open(struct session *s, const char *path, struct pieces *out);
/* The next object, or what stands in its place up to the end of its line; false at the end. */
bool pieces_next(struct pieces *pieces, struct piece *out);

#endif
