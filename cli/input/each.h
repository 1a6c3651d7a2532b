/* SPDX-License-Identifier: MIT
 * The same for each of several arguments: orders, products, accounts. */
#ifndef EACH_H
#define EACH_H

#include "base/session.h"

typedef enum kripa_status each_fn(struct session *s, const struct input *in, const char *name);

/* Calls `one` for every positional argument. Of several, one that fails is told and the others are
 * done all the same, unless they would fail alike; the first such status is returned. With --json
 * their records are an array. */
enum kripa_status each_argument(struct session *s, const struct input *in, each_fn *one);

#endif
