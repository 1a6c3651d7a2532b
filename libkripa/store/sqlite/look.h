/* SPDX-License-Identifier: MIT
 * What a file is, before SQLite gets it: look.c. */
#ifndef KP_SQLITE_LOOK_H
#define KP_SQLITE_LOOK_H

#include <kripa/sys/store.h>

#define KP_APPLICATION_ID 0x4b525041 /* "KRPA": what stands in every file of Kripa */

enum kp_file_kind {
    KP_FILE_MISSING,
    KP_FILE_EMPTY,         /* no byte */
    KP_FILE_BLANK,         /* a database in which nothing was made yet */
    KP_FILE_OTHER_PROGRAM, /* another program's database */
    KP_FILE_NO_DATABASE,   /* or one that was overwritten */
    KP_FILE_NOT_REGULAR,   /* a folder, a device */
    KP_FILE_SHOP,          /* says that it is one; it may be damaged */
};
/* UNAVAILABLE when it may not be looked at. */
enum kripa_status kp_file_look(const char *path, enum kp_file_kind *kind, struct kripa_error *err);
/* Whether there is a folder for this file. */
bool kp_file_has_folder(const char *path);
/* How a shop can be opened: 0, or read only; UNAVAILABLE when it can't be read. */
enum kripa_status kp_file_access(const char *path, unsigned *access, struct kripa_error *err);
/* Why a file of this kind is not the shop that was asked for: NOT_FOUND where one could be made,
 * else CORRUPT. */
enum kripa_status kp_file_refuse(const char *path, enum kp_file_kind kind, struct kripa_error *err);
/* Where the links at the end of a path lead; there need not be a file. */
enum kripa_status kp_file_real(const char *path, struct kripa_arena *arena, const char **out,
                               struct kripa_error *err);

#endif
