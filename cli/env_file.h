/* SPDX-License-Identifier: MIT
 * The env file that kripad reads too: NAME=VALUE lines. */
#ifndef ENV_FILE_H
#define ENV_FILE_H

#include <kripa/arena.h>
#include <kripa/status.h>

/* The last value of `name`, in the arena; *out stays as it was when the file doesn't name it.
 * NOT_FOUND when the file can't be read. */
enum kripa_status env_file_value(const char *path, const char *name, struct kripa_arena *arena,
                                 const char **out, struct kripa_error *err);

#endif
