/* SPDX-License-Identifier: MIT
 * The file, its WAL and the WAL's index, and whether their names still lead to them: files.c. */
#ifndef KP_SQLITE_FILES_H
#define KP_SQLITE_FILES_H

#include <sys/types.h>

#include <kripa/sys/store.h>

#define KP_FILES 3
struct kp_known_file {
    const char *path; /* NULL: there is no such file */
    dev_t device;
    ino_t inode;
};

struct kp_sqlite;

enum kripa_status kp_files_path(const char *path, struct kripa_arena *arena, const char **out,
                                struct kripa_error *err);
/* Notes which files the names lead to, when the writer's connection is open. */
enum kripa_status kp_files_note(struct kp_sqlite *store, struct kripa_error *err);
/* UNAVAILABLE when one of the names leads to another file, or to none. */
enum kripa_status kp_files_check(const struct kp_sqlite *store, struct kripa_error *err);

#endif
