/* SPDX-License-Identifier: MIT
 * Putting finished files in their place, for every store. */
#ifndef KP_FILE_H
#define KP_FILE_H

#include <kripa/status.h>

/* Syncs a finished file or folder and gives it its name. EXISTS unless `replace`, UNAVAILABLE. */
enum kripa_status kp_file_put(const char *from, const char *to, bool replace,
                              struct kripa_error *err);
/* Fails by errno with EXISTS or UNAVAILABLE and the message "WHAT PATH: why". */
enum kripa_status kp_file_failed(const char *what, const char *path, struct kripa_error *err);

#endif
