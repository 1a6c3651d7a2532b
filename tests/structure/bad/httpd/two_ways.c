/* SPDX-License-Identifier: MIT
 * What C lets one write in two ways is written in one; sizeof(x) in a text is fine. */
#include <string.h>

struct pair {
    int first, second;
};

#define COUNT(all) (sizeof(all) / sizeof *(all))

int two_ways(int status, struct pair *pair, int code)
{
    memset(pair, 0, sizeof(*pair));
    memset(pair, 0, sizeof(struct pair));
    if (status)
        return !status;
    while (!code && (status || pair->first))
        code = strlen("sizeof(x)") > sizeof "if (status)";
    return code;
}
