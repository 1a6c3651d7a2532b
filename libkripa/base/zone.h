/* SPDX-License-Identifier: MIT
 * Time zones from the system's tzdata (RFC 8536), without using the process's own TZ. */
#ifndef KP_ZONE_H
#define KP_ZONE_H

#include <kripa/base.h>

/* The offset in seconds east of UTC at this second; false for a zone that the system doesn't know.
 * "" and "UTC" need no file. */
bool kp_zone_offset(const char *zone, int64_t second, int64_t *offset_s);

#endif
