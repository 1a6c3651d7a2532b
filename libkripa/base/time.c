/* SPDX-License-Identifier: MIT
 * Instants as ISO 8601 text, and the days of a time zone. */
#include "time.h"

#include <ctype.h>
#include <string.h>

static int64_t floor_days(int64_t time_ms)
{
    return time_ms / KP_DAY_MS - (time_ms % KP_DAY_MS < 0);
}

static char *put_digits(char *to, int64_t value, int count)
{
    for (int i = count - 1; i >= 0; i--, value /= 10)
        to[i] = (char)('0' + value % 10);
    return to + count;
}

static char *put_day(char *to, struct kp_civil civil)
{
    to = put_digits(to, civil.year, 4);
    *to++ = '-';
    to = put_digits(to, civil.month, 2);
    *to++ = '-';
    return put_digits(to, civil.day, 2);
}

void kp_time_format(int64_t time_ms, char out[KP_TIME_TEXT_SIZE])
{
    int64_t days = floor_days(time_ms), rest = time_ms - days * KP_DAY_MS;
    char *to = put_day(out, kp_days_civil(days));
    *to++ = 'T';
    to = put_digits(to, rest / 3600000, 2);
    *to++ = ':';
    to = put_digits(to, rest / 60000 % 60, 2);
    *to++ = ':';
    to = put_digits(to, rest / 1000 % 60, 2);
    *to++ = '.';
    to = put_digits(to, rest % 1000, 3);
    *to++ = 'Z';
    *to = '\0';
}

/* Reads `count` digits with a value of at most `max`; -1 when that fails. */
static int take_digits(const char **at, int count, int max)
{
    int value = 0;
    for (int i = 0; i < count; i++, (*at)++) {
        if (!isdigit((unsigned char)**at))
            return -1;
        value = value * 10 + (**at - '0');
    }
    return value <= max ? value : -1;
}

static bool take_mark(const char **at, const char *marks)
{
    if (**at == '\0' || !strchr(marks, **at))
        return false;
    (*at)++;
    return true;
}

static bool take_day(const char **at, int64_t *days)
{
    int year = take_digits(at, 4, 9999);
    if (year < 0 || !take_mark(at, "-"))
        return false;
    int month = take_digits(at, 2, 12);
    if (month < 1 || !take_mark(at, "-"))
        return false;
    int day = take_digits(at, 2, 31);
    if (day < 1)
        return false;
    struct kp_civil civil = {year, (unsigned)month, (unsigned)day};
    *days = kp_civil_days(civil);
    struct kp_civil back = kp_days_civil(*days); /* not so on 31 April */
    return back.month == civil.month && back.day == civil.day;
}

static bool take_clock(const char **at, int64_t *ms)
{
    int hour = take_digits(at, 2, 23);
    if (hour < 0 || !take_mark(at, ":"))
        return false;
    int minute = take_digits(at, 2, 59);
    if (minute < 0 || !take_mark(at, ":"))
        return false;
    int second = take_digits(at, 2, 60);
    if (second < 0)
        return false;
    *ms = ((hour * 60 + minute) * 60 + second) * INT64_C(1000);
    if (**at != '.')
        return true;
    (*at)++;
    int64_t unit = 100;
    size_t digits = strspn(*at, "0123456789");
    for (size_t i = 0; i < digits; i++, unit /= 10)
        *ms += ((*at)[i] - '0') * unit;
    *at += digits;
    return digits > 0;
}

static bool take_offset(const char **at, int64_t *ms)
{
    *ms = 0;
    if (take_mark(at, "Zz"))
        return true;
    int sign = **at == '-' ? -1 : 1;
    if (!take_mark(at, "+-"))
        return false;
    int hours = take_digits(at, 2, 23);
    if (hours < 0 || !take_mark(at, ":"))
        return false;
    int minutes = take_digits(at, 2, 59);
    *ms = INT64_C(60000) * sign * (hours * 60 + minutes);
    return minutes >= 0;
}

bool kp_time_parse(const char *text, int64_t *time_ms)
{
    int64_t days, clock_ms, offset_ms;
    if (!take_day(&text, &days) || !take_mark(&text, "Tt ") || !take_clock(&text, &clock_ms) ||
        !take_offset(&text, &offset_ms) || *text)
        return false;
    *time_ms = days * KP_DAY_MS + clock_ms - offset_ms;
    return true;
}

bool kp_day_start(const char *day, const char *zone, int64_t *time_ms)
{
    int64_t days, offset_s;
    if (!take_day(&day, &days) || *day)
        return false;
    int64_t local_ms = days * KP_DAY_MS;
    if (!kp_zone_offset(zone, local_ms / 1000, &offset_s))
        return false;
    /* take the offset at the local midnight, not at midnight UTC */
    if (!kp_zone_offset(zone, local_ms / 1000 - offset_s, &offset_s))
        return false;
    *time_ms = local_ms - offset_s * 1000;
    return true;
}

bool kp_day_number(int64_t time_ms, const char *zone, int64_t *day)
{
    int64_t offset_s;
    int64_t second = time_ms / 1000 - (time_ms % 1000 < 0);
    if (!kp_zone_offset(zone, second, &offset_s))
        return false;
    *day = floor_days(time_ms + offset_s * 1000);
    return true;
}

bool kp_day_parse(const char *text, int64_t *day)
{
    return take_day(&text, day) && !*text;
}

void kp_day_format(int64_t day, char out[11])
{
    *put_day(out, kp_days_civil(day)) = '\0';
}

bool kp_day_of(int64_t time_ms, const char *zone, char out[11])
{
    int64_t day;
    if (!kp_day_number(time_ms, zone, &day))
        return false;
    kp_day_format(day, out);
    return true;
}

bool kp_zone_known(const char *zone)
{
    int64_t offset_s;
    return kp_zone_offset(zone, 0, &offset_s);
}
