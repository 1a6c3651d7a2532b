/* SPDX-License-Identifier: MIT
 * Writes numbers and texts one after the other. */
#include "put.h"

#include <string.h>

char *put_text(char *to, const char *text)
{
    size_t size = strlen(text);
    memcpy(to, text, size);
    return to + size;
}

static char *put_base(char *to, uint64_t number, int digits, unsigned base)
{
    char reversed[20];
    int count = 0;
    for (; number || count < digits || !count; number /= base)
        reversed[count++] = "0123456789abcdef"[number % base];
    while (count)
        *to++ = reversed[--count];
    return to;
}

char *put_hex(char *to, uint64_t number, int digits)
{
    return put_base(to, number, digits, 16);
}

char *put_int(char *to, int64_t number)
{
    if (number < 0)
        *to++ = '-';
    return put_base(to, number < 0 ? 0 - (uint64_t)number : (uint64_t)number, 1, 10);
}
