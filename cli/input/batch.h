/* SPDX-License-Identifier: MIT
 * Adds or changes many records from a file of JSON objects (pieces.c). */
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

/* pieces.c: the JSON objects of a file, one after the other: one a line, over several lines, in an
 * array, or in the {"items": [...]} that a list prints with --json. */
#define PIECES_FILE_MAX (256UL << 20) /* bytes */

struct pieces {
    const char *at, *end; /* the rest of the file */
    size_t line;          /* the line of `at` */
    bool in_array, in_list;
    size_t item; /* the piece's number in its array; 0: not in an array */
};
struct piece {
    const char *text; /* without a NUL at the end */
    size_t size, line;
    size_t item; /* its number in its array; 0: not in an array */
};

/* Reads all of `path` ("-": standard input). NOT_FOUND, also for a folder; TOO_LARGE, NO_MEMORY. */
enum kripa_status pieces_open(struct session *s, const char *path, struct pieces *out);
/* The next object, or whatever is in its place up to the end of the line; false at the end. */
bool pieces_next(struct pieces *pieces, struct piece *out);

/* seen.c: finds duplicates within a file for a dry run, which stores nothing and so can't find them
 * in the store. */
#define SEEN_BUCKETS 4096

struct seen_value;
struct seen {
    const struct kripa_schema *schema;
    struct kripa_arena *arena; /* for the values */
    struct seen_value *buckets[SEEN_BUCKETS];
};

/* EXISTS, naming the field and the line (or element) `number`, when a unique value of `record` was
 * seen before: a `given` one, or one that the library makes unique. NO_MEMORY. Otherwise the values
 * are noted. */
enum kripa_status seen_check(struct seen *seen, const void *record, kripa_given given,
                             size_t number, struct kripa_error *err);

/* Whether this value of the field was seen before. */
bool seen_before(const struct seen *seen, const char *name, const void *record);

#endif
