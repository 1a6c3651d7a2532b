/* SPDX-License-Identifier: MIT
 * Adds or changes many records from a file of JSON objects (pieces.h). */
#ifndef BATCH_H
#define BATCH_H

#include "base/session.h"

/* A record, and which of its fields were given. */
struct batch_record {
    const void *record;
    kripa_given given;
};
/* How records of one kind are added. What these functions return is in `arena`. */
struct batch_kind {
    const struct kripa_schema *schema;
    /* the fields that identify a record, of which the first given one is used; ended by NULL */
    const char *const *names;
    enum kripa_status (*add)(struct session *s, const struct batch_record *sent,
                             struct kripa_arena *arena, const void **out, struct kripa_error *err);
    /* Finds the existing record; NOT_FOUND: there is none. */
    enum kripa_status (*find)(struct session *s, const void *record, struct kripa_arena *arena,
                              const void **out, struct kripa_error *err);
    enum kripa_status (*edit)(struct session *s, const void *found, const struct batch_record *sent,
                              struct kripa_arena *arena, const void **out, struct kripa_error *err);
};

/* Reads `path` ("-": standard input), with objects as a request or as --json has them. One that
 * can't be read or added is reported by its line, or its number in an array, and skipped; the first
 * such status is returned. A failing store ends it. With `update` an existing record is changed
 * where it differs; otherwise it is refused. */
enum kripa_status batch_run(struct session *s, const char *path, const struct batch_kind *kind,
                            bool update);

#endif
