/* SPDX-License-Identifier: MIT
 * The calendar by arithmetic, without tables. */
#include "time.h"

/* Counting years from March puts the leap day at the end. */
int64_t kp_civil_days(struct kp_civil civil)
{
    int64_t year = civil.year - (civil.month <= 2);
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t month = civil.month > 2 ? civil.month - 3 : civil.month + 9;
    int64_t day_of_year = (153 * month + 2) / 5 + civil.day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

struct kp_civil kp_days_civil(int64_t days)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153;
    struct kp_civil civil = {.year = year_of_era + era * 400,
                             .month = (unsigned)(month < 10 ? month + 3 : month - 9),
                             .day = (unsigned)(day_of_year - (153 * month + 2) / 5 + 1)};
    civil.year += civil.month <= 2;
    return civil;
}
