/* SPDX-License-Identifier: MIT
 * The files of examples/front-end, as the build put them into the program (embed.cmake). */
#ifndef DEMO_FILES_H
#define DEMO_FILES_H

#include <stddef.h>

struct demo_file {
    const char *name; /* "index.html" */
    const char *bytes;
    size_t size;
};
/* Ended by one without name. */
extern const struct demo_file demo_files[];

#endif
