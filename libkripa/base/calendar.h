/* SPDX-License-Identifier: MIT
 * Days since 1970-01-01 as year, month and day, and back: the proleptic Gregorian calendar. */
#ifndef KP_CALENDAR_H
#define KP_CALENDAR_H

#include <stdint.h>

struct kp_civil {
    int64_t year;
    unsigned month, day; /* from 1 */
};

int64_t kp_civil_days(struct kp_civil civil);
struct kp_civil kp_days_civil(int64_t days);

#endif
