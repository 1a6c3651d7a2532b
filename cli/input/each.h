/* SPDX-License-Identifier: MIT
 * Does the same to each of several arguments: orders, products, accounts. */
#ifndef EACH_H
#define EACH_H

#include "base/session.h"

typedef enum kripa_status each_fn(struct session *s, const struct input *in, const char *name);

/* Calls `one` for every argument. A failure is reported and the others are done, unless they would
 * fail for the same reason; the first such status is returned. With --json their records are an
 * array. */
enum kripa_status each_argument(struct session *s, const struct input *in, each_fn *one);

/* Defines a command that does `one` (session, input, the argument, `how`) to each argument. */
#define EACH_ARGUMENT(command, one, how)                                                           \
    static enum kripa_status command##_one(struct session *s, const struct input *in,              \
                                           const char *name)                                       \
    {                                                                                              \
        return one(s, in, name, how);                                                              \
    }                                                                                              \
    enum kripa_status command(struct session *s, const struct input *in)                           \
    {                                                                                              \
        return each_argument(s, in, command##_one);                                                \
    }

#endif
