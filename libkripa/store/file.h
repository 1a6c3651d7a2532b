/* SPDX-License-Identifier: MIT
 * Giving what was written aside its name, in every store. */
#ifndef KP_FILE_H
#define KP_FILE_H

#include <kripa/status.h>

/* Gives a whole file, or a folder of such, its name, on the disk too. EXISTS unless `replace`,
 * UNAVAILABLE. */
enum kripa_status kp_file_put(const char *from, const char *to, bool replace,
                              struct kripa_error *err);
/* By errno: EXISTS or UNAVAILABLE, "WHAT PATH: why". */
enum kripa_status kp_file_failed(const char *what, const char *path, struct kripa_error *err);

#endif
