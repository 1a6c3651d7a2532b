/* SPDX-License-Identifier: MIT
 * Adding many records from a file of JSON objects, one a line. */
#ifndef BATCH_H
#define BATCH_H

#include "session.h"

/* Adds what one line says; the record as it is then goes to *out. */
typedef enum kripa_status batch_add_fn(struct session *s, const void *record, kripa_given given,
                                       struct kripa_arena *arena, const void **out,
                                       struct kripa_error *err);

/* Reads `path` ("-": standard input) by `schema`. A line that can't be read or added is told by its
 * number and passed over; the first such status is returned. A store that fails ends it. */
enum kripa_status batch_add(struct session *s, const char *path, const struct kripa_schema *schema,
                            batch_add_fn *add);

#endif
