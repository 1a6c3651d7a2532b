/* SPDX-License-Identifier: MIT
 * Small texts put together on the way of every request, where printf would cost more than the rest.
 * Each writes at `to`, which must have room, and returns the place behind; none ends the text. */
#ifndef PUT_H
#define PUT_H

#include <stdint.h>

char *put_text(char *to, const char *text);
char *put_int(char *to, int64_t number); /* at most 20 characters */
/* At least `digits` hexadecimal digits, at most 16. */
char *put_hex(char *to, uint64_t number, int digits);

#endif
