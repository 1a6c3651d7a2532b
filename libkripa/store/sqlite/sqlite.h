/* SPDX-License-Identifier: MIT
 * The kind of store that keeps a shop in an SQLite file: sqlite.c, restore.c. `path` is what
 * follows "sqlite:". */
#ifndef KP_SQLITE_H
#define KP_SQLITE_H

#include <kripa/sys/store.h>

/* Checks that the path can be a file's, in an existing folder. INVALID. */
enum kripa_status kp_sqlite_check_uri(const char *path, struct kripa_error *err);
enum kripa_status kp_sqlite_open(const char *path, bool create, int64_t connections,
                                 const struct kripa_schema *const *schemas,
                                 struct kripa_store **out, struct kripa_error *err);
enum kripa_status kp_sqlite_restore(const char *from, const char *path, enum kripa_placing placing,
                                    const struct kripa_schema *const *schemas,
                                    kripa_copy_check_fn *check, void *ctx,
                                    char kept[KRIPA_KEPT_SIZE], struct kripa_error *err);

#endif
