/* SPDX-License-Identifier: MIT
 * A function that is handed one by one what a call knows. */
#include "tall.h"

static int sum(int a, int b, int c, int d, int e, int f, int g)
{
    return a + b + c + d + e + f + g;
}

int kripa_wide(int n)
{
    return sum(n, n, n, n, n, n, n);
}
