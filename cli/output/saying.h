/* SPDX-License-Identifier: MIT
 * Lines that the library reports while it works. */
#ifndef SAYING_H
#define SAYING_H

#include <kripa/sys/json.h>

#include "base/session.h"

/* They are printed at once, or kept for the JSON. */
struct saying {
    struct session *s;
    struct kripa_writer lines;
    size_t count;
};

struct saying saying_begin(struct session *s);
/* A kripa_line_fn, whose `ctx` is a struct saying. */
void saying_line(void *ctx, const char *line);
/* Writes the kept lines as a member of a JSON object, "differences":[...]. */
void saying_write(const struct saying *saying, const char *name, struct kripa_writer *to);

#endif
