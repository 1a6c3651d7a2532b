/* SPDX-License-Identifier: MIT
 * The domain asks the world by itself; "time(0)" in a text and strcpy() here are none. */
#include <stdio.h>
#include <time.h>

static long when(void)
{
    printf("time(0)");
    return time(0);
}

long kp_when(void)
{
    return when();
}
