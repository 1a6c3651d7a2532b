/* SPDX-License-Identifier: MIT
 * The env file of a new shop: the settings that kripad and kripactl share, as kripactl init writes
 * them. */
#ifndef ENV_FILE_H
#define ENV_FILE_H

#include "base/session.h"

struct env_file {
    const char *path;  /* absolute; NULL: none was asked for */
    const char *store; /* a file's path is absolute in it, so that it is found from any folder */
    bool made;         /* by this command */
    bool lacks_secret; /* it was there already, and names none */
};

/* Writes the store of the session and a new secret into the env file that was asked for, readable
 * for its owner alone. One that is there already is left as it is: EXISTS when it names another
 * store. INVALID for a store that no other program can open, NOT_FOUND, FORBIDDEN. */
enum kripa_status env_file_make(struct session *s, struct env_file *out);
/* Takes it away again, when it was made. */
void env_file_undo(const struct env_file *file);
/* What came of it, and what to do now. */
enum kripa_status env_file_tell(struct session *s, const struct env_file *file);

#endif
