/* SPDX-License-Identifier: MIT
 * Time as int64 milliseconds UTC, ISO 8601 text, and the days of the shop's time zone. Nothing here
 * reads a clock. */
#ifndef KP_TIME_H
#define KP_TIME_H

#include <kripa/base.h>
#include <kripa/status.h>

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
/* Whether the system knows the zone. */
bool kp_zone_known(const char *zone);

#endif
