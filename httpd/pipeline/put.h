/* SPDX-License-Identifier: MIT
 * Puts short texts together for every request, where printf would cost more than all else. Each
 * call writes at `to`, which must have room, and returns the end; none adds a NUL. */
#ifndef PUT_H
#define PUT_H

#include <stdint.h>

char *put_text(char *to, const char *text);
char *put_int(char *to, int64_t number); /* at most 20 characters */
/* At least `digits` hexadecimal digits, at most 16. */
char *put_hex(char *to, uint64_t number, int digits);

#endif
