/* SPDX-License-Identifier: MIT
 * The file, its WAL, the WAL's index, and whether their names still lead to them: files.c. */
#ifndef KP_SQLITE_FILES_H
#define KP_SQLITE_FILES_H

#include <sys/types.h>

#include <kripa/sys/store.h>

#define KP_FILES 3
struct kp_known_file {
    const char *path; /* NULL: there is none */
    dev_t device;
    ino_t inode;
};

struct kp_sqlite;

enum kripa_status kp_files_path(const char *path, struct kripa_arena *arena, const char **out,
                                struct kripa_error *err);
/* Once the writer's connection is open: what the names lead to. */
enum kripa_status kp_files_note(struct kp_sqlite *store, struct kripa_error *err);
/* UNAVAILABLE when one of the names leads to another file now, or to none. */
enum kripa_status kp_files_check(const struct kp_sqlite *store, struct kripa_error *err);

#endif
