/* SPDX-License-Identifier: MIT
 * See wrk.h. */
#include "wrk.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

FILE *wrk_script(const char *folder, const char *name, char path[WRK_PATH_SIZE])
{
    snprintf(path, WRK_PATH_SIZE, "%s/%s.lua", folder, name);
    FILE *file = fopen(path, "w");
    if (!file)
        exit(2);
    return file;
}

double wrk_rate(const char *base, const char *lua, int connections, unsigned seconds)
{
    char command[640], line[256];
    double rate = 0;
    snprintf(command, sizeof command, "wrk -t1 -c%d -d%us -s %s %s", connections, seconds, lua,
             base);
    FILE *pipe = popen(command, "r");
    while (pipe && fgets(line, sizeof line, pipe)) {
        sscanf(line, "Requests/sec: %lf", &rate);
        if (strstr(line, "Non-2xx") || strstr(line, "Socket errors"))
            fprintf(stderr, "%s: %s", lua, line);
    }
    if (!pipe || pclose(pipe) != 0)
        exit(2);
    return rate;
}

double wrk_now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double wrk_median(double *figures, size_t count)
{
    qsort(figures, count, sizeof *figures, by_value);
    return figures[count / 2];
}
