/* SPDX-License-Identifier: MIT
 * The monotonic clock, for durations and time limits. The shop's time comes from the library. */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>

int64_t clock_us(void);
int64_t clock_ms(void);

#endif
