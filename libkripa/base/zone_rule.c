/* SPDX-License-Identifier: MIT
 * Rules for summer time. "CET-1CEST,M3.5.0,M10.5.0/3" is CET, one hour east; CEST from the last
 * Sunday of March at 2:00 CET to the last Sunday of October at 3:00 CEST. */
#include "time.h"

#include <ctype.h>
#include <string.h>

#define DAY_S      86400
#define HOUR_S     3600
#define NUMBER_MAX 200 /* the hour of a change may be up to 167 */

struct change { /* When in a year an offset changes. */
    int64_t month, week, weekday, time_s;
};

static bool take_number(const char **at, int64_t *number)
{
    *number = 0;
    if (!isdigit((unsigned char)**at))
        return false;
    for (; isdigit((unsigned char)**at) && *number < NUMBER_MAX; (*at)++)
        *number = *number * 10 + (**at - '0');
    return true;
}

static bool take_mark(const char **at, char mark)
{
    if (**at != mark)
        return false;
    (*at)++;
    return true;
}

/* "CET", or "<+0530>". */
static bool take_name(const char **at)
{
    const char *from = *at;
    if (take_mark(at, '<')) {
        *at += strcspn(*at, ">\n");
        return take_mark(at, '>');
    }
    while (isalpha((unsigned char)**at))
        (*at)++;
    return *at > from;
}

/* [+-]hh[:mm[:ss]] as seconds. */
static bool take_clock(const char **at, int64_t *clock_s)
{
    int64_t part, unit = HOUR_S;
    bool minus = take_mark(at, '-');
    if (!minus)
        take_mark(at, '+');
    *clock_s = 0;
    do {
        if (!take_number(at, &part))
            return false;
        *clock_s += part * unit;
        unit /= 60;
    } while (unit && take_mark(at, ':'));
    if (minus)
        *clock_s = -*clock_s;
    return true;
}

static bool take_change(const char **at, struct change *change)
{
    change->time_s = INT64_C(2) * HOUR_S;
    if (!take_mark(at, ',') || !take_mark(at, 'M') || !take_number(at, &change->month) ||
        !take_mark(at, '.') || !take_number(at, &change->week) || !take_mark(at, '.') ||
        !take_number(at, &change->weekday))
        return false;
    if (take_mark(at, '/') && !take_clock(at, &change->time_s))
        return false;
    return change->month >= 1 && change->month <= 12 && change->week >= 1 && change->week <= 5 &&
           change->weekday <= 6;
}

/* The second in that year at which a clock at UTC + offset_s shows the time of the change. Week 5
 * means the last one. */
static int64_t second_of(const struct change *change, int64_t year, int64_t offset_s)
{
    struct kp_civil first = {year, (unsigned)change->month, 1}, next = first;
    next.year += next.month == 12;
    next.month = next.month % 12 + 1;
    int64_t day = kp_civil_days(first), end = kp_civil_days(next);
    int64_t weekday = ((day + 4) % 7 + 7) % 7; /* 1970-01-01 was a Thursday */
    day += (change->weekday - weekday + 7) % 7 + (change->week - 1) * 7;
    if (day >= end)
        day -= 7;
    return day * DAY_S + change->time_s - offset_s;
}

static int64_t year_of(int64_t second)
{
    return kp_days_civil(second / DAY_S - (second % DAY_S < 0)).year;
}

bool kp_zone_rule_offset(const char *rule, int64_t second, int64_t *offset_s)
{
    int64_t west_s, standard_s, summer_s;
    struct change to_summer, to_standard;
    if (!take_name(&rule) || !take_clock(&rule, &west_s))
        return false;
    standard_s = -west_s;
    summer_s = standard_s + HOUR_S;
    if (*rule == '\0' || *rule == '\n') {
        *offset_s = standard_s;
        return true;
    }
    if (!take_name(&rule))
        return false;
    if (*rule != ',') {
        if (!take_clock(&rule, &west_s))
            return false;
        summer_s = -west_s;
    }
    if (!take_change(&rule, &to_summer) || !take_change(&rule, &to_standard))
        return false;
    int64_t year = year_of(second + standard_s);
    int64_t from = second_of(&to_summer, year, standard_s);
    int64_t to = second_of(&to_standard, year, summer_s);
    bool summer = from < to ? second >= from && second < to : second >= from || second < to;
    *offset_s = summer ? summer_s : standard_s;
    return true;
}
