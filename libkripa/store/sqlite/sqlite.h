/* SPDX-License-Identifier: MIT
 * Shops in an SQLite file, as the table of kinds takes them: sqlite.c, restore.c. `path`: what
 * follows "sqlite:". */
#ifndef KP_SQLITE_H
#define KP_SQLITE_H

#include <kripa/sys/store.h>

/* The path is one, and its folder is there. INVALID. */
enum kripa_status kp_sqlite_check_uri(const char *path, struct kripa_error *err);
enum kripa_status kp_sqlite_open(const char *path, bool create, int64_t connections,
                                 const struct kripa_schema *const *schemas,
                                 struct kripa_store **out, struct kripa_error *err);
enum kripa_status kp_sqlite_restore(const char *from, const char *path, enum kripa_placing placing,
                                    const struct kripa_schema *const *schemas,
                                    kripa_copy_check_fn *check, void *ctx,
                                    char kept[KRIPA_KEPT_SIZE], struct kripa_error *err);

#endif
