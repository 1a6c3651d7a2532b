/* SPDX-License-Identifier: MIT
 * What the library says line by line while it works. */
#ifndef SAYING_H
#define SAYING_H

#include <kripa/sys/json.h>

#include "base/session.h"

/* Lines go out as they are said, or are kept for the JSON. */
struct saying {
    struct session *s;
    struct kripa_writer lines;
    size_t count;
};

struct saying saying_begin(struct session *s);
/* A kripa_line_fn; `ctx` is the saying. */
void saying_line(void *ctx, const char *line);
/* "differences":[...]: what was kept, as a member of a JSON object. */
void saying_write(const struct saying *saying, const char *name, struct kripa_writer *to);

#endif
