/* SPDX-License-Identifier: MIT
 * Suggests what an unknown word was meant to be. */
#ifndef SUGGEST_H
#define SUGGEST_H

#include <stddef.h>

struct suggestion {
    const char *typed;
    const char *best; /* NULL: no word is similar */
    size_t distance;
};

struct suggestion suggestion_for(const char *typed);
void suggestion_try(struct suggestion *suggestion, const char *candidate);

#endif
