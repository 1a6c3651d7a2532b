/* SPDX-License-Identifier: MIT
 * The env file of a new shop, which kripactl init writes: the settings that kripad and kripactl
 * share. */
#ifndef ENV_FILE_H
#define ENV_FILE_H

#include "base/session.h"

struct env_file {
    const char *path;  /* absolute; NULL: not asked for */
    const char *store; /* the path of a file is absolute, so that it is found from any folder */
    bool made;         /* this command made it */
    bool lacks_secret; /* it existed already, without a secret */
};

/* Writes the session's store and a new secret into the env file that was asked for, which only its
 * owner can read. An existing file is not changed: EXISTS when it names another store. INVALID for
 * a store that no other program can open, NOT_FOUND, FORBIDDEN. */
enum kripa_status env_file_make(struct session *s, struct env_file *out);
/* Deletes it, if this command made it. */
void env_file_undo(const struct env_file *file);
/* Says what was done, and what to do now. */
enum kripa_status env_file_tell(struct session *s, const struct env_file *file);

#endif
