/* SPDX-License-Identifier: MIT
 * The rule at the end of a TZif file, written as POSIX's TZ, for the time after the file's last
 * moment. */
#ifndef KP_ZONE_RULE_H
#define KP_ZONE_RULE_H

#include <kripa/base.h>

/* The offset in seconds east of UTC at this second, by a rule like "GMT0BST,M3.5.0/1,M10.5.0" that
 * ends with a line end or NUL. False when it can't be read: only dates of the form M (month, week,
 * weekday), which today's zones all use, are known. */
bool kp_zone_rule_offset(const char *rule, int64_t second, int64_t *offset_s);

#endif
