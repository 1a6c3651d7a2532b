/* SPDX-License-Identifier: MIT
 * The JSON objects of a file, one after the other: one a line, over several lines, in an array, or
 * in the {"items": [...]} that a list prints with --json. */
#ifndef PIECES_H
#define PIECES_H

#include "base/session.h"

#define PIECES_FILE_MAX (256UL << 20) /* bytes */

struct pieces {
    const char *at, *end; /* the rest of the file */
    size_t line;          /* the line of `at` */
    bool in_array, in_list;
    size_t item; /* the piece's number in its array; 0: not in an array */
};
struct piece {
    const char *text; /* without a NUL at the end */
    size_t size, line;
    size_t item; /* its number in its array; 0: not in an array */
};

/* Reads all of `path` ("-": standard input). NOT_FOUND, also for a folder; TOO_LARGE, NO_MEMORY. */
enum kripa_status pieces_open(struct session *s, const char *path, struct pieces *out);
/* The next object, or whatever is in its place up to the end of the line; false at the end. */
bool pieces_next(struct pieces *pieces, struct piece *out);

#endif
