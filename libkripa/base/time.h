/* SPDX-License-Identifier: MIT
 * Time as int64 milliseconds UTC, ISO 8601 text, and the days of the shop's time zone. Nothing here
 * reads a clock. */
#ifndef KP_TIME_H
#define KP_TIME_H

#include <kripa/base.h>
#include <kripa/status.h>
#include <stdint.h>

#define KP_TIME_TEXT_SIZE 25 /* of 2026-11-22T10:30:00.000Z and its NUL */
#define KP_DAY_MS         86400000

void kp_time_format(int64_t time_ms, char out[KP_TIME_TEXT_SIZE]);
/* RFC 3339 with a zone; false for anything else. */
bool kp_time_parse(const char *text, int64_t *time_ms);
/* The start of the day "2026-11-22" in a zone (an IANA name; "" and "UTC" always work, others need
 * the system's tzdata). */
bool kp_day_start(const char *day, const char *zone, int64_t *time_ms);
/* The local day of an instant in the zone, as YYYY-MM-DD. */
bool kp_day_of(int64_t time_ms, const char *zone, char out[11]);
/* The same as a number: days since 1970-01-01. And that of such a text, and back. */
bool kp_day_number(int64_t time_ms, const char *zone, int64_t *day);
bool kp_day_parse(const char *text, int64_t *day);
void kp_day_format(int64_t day, char out[11]);
/* Whether the system knows the zone. */
bool kp_zone_known(const char *zone);

/* zone.c: time zones from the system's tzdata (RFC 8536), without using the process's own TZ. */
/* The offset in seconds east of UTC at this second; false for a zone that the system doesn't know.
 * "" and "UTC" need no file. */
bool kp_zone_offset(const char *zone, int64_t second, int64_t *offset_s);
/* zone_rule.c: the rule for the time after a TZif file's last moment, as POSIX's TZ has it. */
/* The offset in seconds east of UTC at this second, by a rule like "GMT0BST,M3.5.0/1,M10.5.0" that
 * ends with a line end or NUL. False when it can't be read: only dates of the form M (month, week,
 * weekday), which today's zones all use, are known. */
bool kp_zone_rule_offset(const char *rule, int64_t second, int64_t *offset_s);

/* calendar.c: days since 1970-01-01 as year, month and day (the proleptic Gregorian calendar). */
struct kp_civil {
    int64_t year;
    unsigned month, day; /* from 1 */
};
int64_t kp_civil_days(struct kp_civil civil);
struct kp_civil kp_days_civil(int64_t days);

#endif
