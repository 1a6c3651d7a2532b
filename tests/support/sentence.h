/* SPDX-License-Identifier: MIT
 * What the API's document, `--help` and the settings say of a thing, as a stranger reads it. */
#ifndef SENTENCE_H
#define SENTENCE_H

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

/* Begins with a capital, ends with a period, and has three words at least: "What." says nothing. */
static inline bool is_sentence(const char *text)
{
    size_t size = text ? strlen(text) : 0, blanks = 0;
    for (size_t i = 0; i < size; i++)
        blanks += text[i] == ' ' && text[i + 1] != ' ';
    return blanks >= 2 && isupper((unsigned char)*text) && text[size - 1] == '.';
}

#endif
