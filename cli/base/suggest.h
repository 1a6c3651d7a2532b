/* SPDX-License-Identifier: MIT
 * What was most likely meant by a word that nobody knows. */
#ifndef SUGGEST_H
#define SUGGEST_H

#include <stddef.h>

struct suggestion {
    const char *typed;
    const char *best; /* NULL: nothing is near */
    size_t distance;
};

struct suggestion suggestion_for(const char *typed);
void suggestion_try(struct suggestion *suggestion, const char *candidate);

#endif
