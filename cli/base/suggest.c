/* SPDX-License-Identifier: MIT
 * Suggests the word with the least edit distance, in which swapping two neighbours counts as one
 * edit. */
#include "suggest.h"

#include <stdint.h>
#include <string.h>

#define WORD_MAX     40
#define DISTANCE_MAX 3

static size_t least(size_t a, size_t b, size_t c)
{
    size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

static size_t distance(const char *a, size_t a_size, const char *b, size_t b_size)
{
    size_t row[3][WORD_MAX + 1]; /* of the letters two before, one before, and this one */
    for (size_t j = 0; j <= b_size; j++)
        row[1][j] = j;
    for (size_t i = 1; i <= a_size; i++) {
        row[2][0] = i;
        for (size_t j = 1; j <= b_size; j++) {
            size_t same = a[i - 1] == b[j - 1] ? 0 : 1;
            row[2][j] = least(row[1][j] + 1, row[2][j - 1] + 1, row[1][j - 1] + same);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[2][j] = least(row[2][j], row[0][j - 2] + 1, SIZE_MAX);
        }
        memcpy(row[0], row[1], sizeof row[0]);
        memcpy(row[1], row[2], sizeof row[1]);
    }
    return row[1][b_size];
}

struct suggestion suggestion_for(const char *typed)
{
    size_t size = strlen(typed);
    size_t most = (size + 1) / 2; /* half of a short word may be wrong, but not all of it */
    return (struct suggestion){.typed = typed,
                               .distance = (most < DISTANCE_MAX ? most : DISTANCE_MAX) + 1};
}

void suggestion_try(struct suggestion *suggestion, const char *candidate)
{
    size_t typed_size = strlen(suggestion->typed), size = strlen(candidate);
    if (typed_size > WORD_MAX || size > WORD_MAX)
        return;
    size_t found = distance(suggestion->typed, typed_size, candidate, size);
    if (found < suggestion->distance) {
        suggestion->distance = found;
        suggestion->best = candidate;
    }
}
