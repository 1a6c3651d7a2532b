/* SPDX-License-Identifier: MIT
 * Adding, and changing, many records from a file of JSON objects (pieces.h). */
#ifndef BATCH_H
#define BATCH_H

#include "base/session.h"

/* A record, and which of its fields were sent. */
struct batch_record {
    const void *record;
    kripa_given given;
};
/* How records of one kind come in. What they give lives in `arena`. */
struct batch_kind {
    const struct kripa_schema *schema;
    /* what tells which one it is: the first of these fields that is given; ended by NULL */
    const char *const *names;
    enum kripa_status (*add)(struct session *s, const struct batch_record *sent,
                             struct kripa_arena *arena, const void **out, struct kripa_error *err);
    /* The one that is there already; NOT_FOUND: there is none. */
    enum kripa_status (*find)(struct session *s, const void *record, struct kripa_arena *arena,
                              const void **out, struct kripa_error *err);
    enum kripa_status (*edit)(struct session *s, const void *found, const struct batch_record *sent,
                              struct kripa_arena *arena, const void **out, struct kripa_error *err);
};

/* Reads `path` ("-": standard input): what a request holds, or what --json printed. One that can't
 * be read or added is told by its line, or in an array by its number, and passed over; the first
 * such status is returned. A store that fails ends it. With `update` one that is there already is
 * changed where it differs, instead of being refused. */
enum kripa_status batch_run(struct session *s, const char *path, const struct batch_kind *kind,
                            bool update);

#endif
