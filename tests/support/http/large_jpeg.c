/* SPDX-License-Identifier: MIT
 * Pictures of any size in bytes. */
#include "large_jpeg.h"

#include <stdlib.h>
#include <string.h>

char *large_jpeg(size_t size, unsigned seed)
{
    static const unsigned char head[] = {
        0xff, 0xd8, 0xff, 0xdb, 0, 67, 0,    1, 1,    1,    1, 1, 1, 1, 1,    1,    1,  1,  1,
        1,    1,    1,    1,    1, 1,  1,    1, 1,    1,    1, 1, 1, 1, 1,    1,    1,  1,  1,
        1,    1,    1,    1,    1, 1,  1,    1, 1,    1,    1, 1, 1, 1, 1,    1,    1,  1,  1,
        1,    1,    1,    1,    1, 1,  1,    1, 1,    1,    1, 1, 1, 1, 0xff, 0xc0, 0,  11, 8,
        0,    1,    0,    1,    1, 1,  0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0,    0,    63, 0};
    char *bytes = malloc(size);
    if (!bytes)
        exit(2);
    for (size_t i = 0; i < size; i++) {
        seed = seed * 1103515245 + 12345;
        bytes[i] = (char)(seed >> 16 & 0x7f);
    }
    memcpy(bytes, head, sizeof head);
    memcpy(bytes + size - 2, "\xff\xd9", 2);
    return bytes;
}
