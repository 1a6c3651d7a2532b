/* SPDX-License-Identifier: MIT
 * The rule at the end of a TZif file, in the form of POSIX's TZ: what holds after the file's last
 * moment. */
#ifndef KP_ZONE_RULE_H
#define KP_ZONE_RULE_H

#include <kripa/base.h>

/* Seconds east of UTC at this second, by a rule like "GMT0BST,M3.5.0/1,M10.5.0", ended by a line's
 * end or NUL. False when it can't be read; of the days only the form M (month, week, weekday) is,
 * which is what all zones of today use. */
bool kp_zone_rule_offset(const char *rule, int64_t second, int64_t *offset_s);

#endif
