/* SPDX-License-Identifier: MIT
 * Load from wrk, and what the benchmarks make of its figures. */
#ifndef WRK_H
#define WRK_H

#include <stddef.h>
#include <stdio.h>

#define WRK_PATH_SIZE 192

/* A new FOLDER/NAME.lua to write a script into; its path. */
FILE *wrk_script(const char *folder, const char *name, char path[WRK_PATH_SIZE]);
/* Requests a second; says so when an answer was not 2xx. */
double wrk_rate(const char *base, const char *lua, int connections, unsigned seconds);

double wrk_now_s(void);
/* Sorts them. */
double wrk_median(double *figures, size_t count);

#endif
