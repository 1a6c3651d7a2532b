/* SPDX-License-Identifier: MIT
 * What a file is, found out before SQLite opens it: look.c. */
#ifndef KP_SQLITE_LOOK_H
#define KP_SQLITE_LOOK_H

#include <kripa/sys/store.h>

#define KP_APPLICATION_ID 0x4b525041 /* "KRPA", the application_id of every file of Kripa */

enum kp_file_kind {
    KP_FILE_MISSING,
    KP_FILE_EMPTY,         /* without bytes */
    KP_FILE_BLANK,         /* a database without tables */
    KP_FILE_OTHER_PROGRAM, /* another program's database */
    KP_FILE_NO_DATABASE,   /* or a database that was overwritten */
    KP_FILE_NOT_REGULAR,   /* a folder or device */
    KP_FILE_SHOP,          /* has Kripa's mark; it may be damaged */
};
/* UNAVAILABLE when it can't be read. */
enum kripa_status kp_file_look(const char *path, enum kp_file_kind *kind, struct kripa_error *err);
/* Whether the folder of this file exists. */
bool kp_file_has_folder(const char *path);
/* How a shop can be opened: 0, or read only. UNAVAILABLE when it can't be read. */
enum kripa_status kp_file_access(const char *path, unsigned *access, struct kripa_error *err);
/* Fails because a file of this kind is not the shop that was asked for: with NOT_FOUND if one could
 * be made there, else with CORRUPT. */
enum kripa_status kp_file_refuse(const char *path, enum kp_file_kind kind, struct kripa_error *err);
/* Follows the links at the end of a path; there need not be a file. */
enum kripa_status kp_file_real(const char *path, struct kripa_arena *arena, const char **out,
                               struct kripa_error *err);

#endif
