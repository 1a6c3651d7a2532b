/* SPDX-License-Identifier: MIT
 * A store that allocates, copies without a size, and shows a name of its own. */
#include <stdlib.h>
#include <string.h>

char *copy(const char *text)
{
    char *to = malloc(strlen(text) + 1);
    return strcpy(to, text);
}
