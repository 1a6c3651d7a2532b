/* SPDX-License-Identifier: MIT
 * What the files that copy a store share. */
#ifndef KP_COPY_INTERNAL_H
#define KP_COPY_INTERNAL_H

#include <kripa/maintenance.h>
#include <kripa/sys/store.h>

#include "copy.h"
#include "schema/schema.h"

/* tables.c: a copy reads and writes each collection by one table with the fields of all tables that
 * share it and a KRIPA_RESIDUAL, so that a record carries everything that is stored. */
struct kp_copy_tables {
    /* the given ones and `whole`, ended by NULL, for opening stores */
    const struct kripa_schema **all;
    /* one for each collection; its first field, at offset 0, is _id */
    const struct kripa_schema **whole;
    size_t whole_count;
};
/* Makes tables for the collections of `schemas` (except the mark's) and for `others`, in the arena.
 * INTERNAL when two tables of a collection disagree about a field. */
enum kripa_status kp_copy_tables_make(struct kp_copy_tables *tables,
                                      const struct kripa_schema *const *schemas,
                                      const struct kripa_unknown_collection *others,
                                      size_t others_count, struct kripa_arena *arena,
                                      struct kripa_error *err);

/* difference.c: the first field that differs, apart from KRIPA_RESIDUAL; NULL when none does. */
const struct kripa_field *kp_record_difference(const struct kripa_schema *of, const void *a,
                                               const void *b);

/* walk.c: goes through a collection of both stores at once, in the order of _id. */
struct kp_copy_walk {
    struct kripa_store *from, *to;
    const struct kripa_schema *of;
    bool comparing; /* differences are reported; otherwise they are corrected in `to` */
    const struct kripa_copying *how;
    struct kripa_copied *out;
    struct kripa_error *err;
};
enum kripa_status kp_copy_walk(const struct kp_copy_walk *walk);
/* Adds to the error which store it came from. */
enum kripa_status kp_copy_blame(const char *store, enum kripa_status status,
                                const struct kripa_error *failure, struct kripa_error *err);
/* The condition that a record can be copied. */
extern const struct kripa_cond kp_copy_has_id;

/* mark.c: puts the mark into a store, and removes it. */
enum kripa_status kp_copy_mark_put(struct kripa_store *store, const char *from,
                                   struct kripa_error *err);
enum kripa_status kp_copy_mark_remove(struct kripa_store *store, struct kripa_error *err);

#endif
