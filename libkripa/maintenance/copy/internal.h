/* SPDX-License-Identifier: MIT
 * The parts of copying a store into another. */
#ifndef KP_COPY_INTERNAL_H
#define KP_COPY_INTERNAL_H

#include <kripa/maintenance.h>
#include <kripa/sys/store.h>

#include "copy.h"
#include "schema/schema.h"

/* tables.c: a copy reads and writes each collection by one table that has the fields of all
 * tables which share it and a KRIPA_RESIDUAL, so that a record carries all of a stored one. */
struct kp_copy_tables {
    const struct kripa_schema **all; /* those given and `whole`, ended by NULL: to open stores by */
    const struct kripa_schema **whole; /* one a collection; _id is its first field, at 0 */
    size_t whole_count;
};
/* Tables for the collections of `schemas` (but the mark's) and for `others`, in the arena. INTERNAL
 * when two tables of a collection disagree about a field. */
enum kripa_status kp_copy_tables_make(struct kp_copy_tables *tables,
                                      const struct kripa_schema *const *schemas,
                                      const struct kripa_unknown_collection *others,
                                      size_t others_count, struct kripa_arena *arena,
                                      struct kripa_error *err);

/* difference.c: the first field that differs, KRIPA_RESIDUAL left out; NULL: the records say the
 * same. */
const struct kripa_field *kp_record_difference(const struct kripa_schema *of, const void *a,
                                               const void *b);

/* walk.c: goes through a collection of both stores side by side, in the order of _id. */
struct kp_copy_walk {
    struct kripa_store *from, *to;
    const struct kripa_schema *of;
    bool comparing; /* differences are told; else they are mended in `to` */
    const struct kripa_copying *how;
    struct kripa_copied *out;
    struct kripa_error *err;
};
enum kripa_status kp_copy_walk(const struct kp_copy_walk *walk);
/* The failure, with the store it happened in. */
enum kripa_status kp_copy_blame(const char *store, enum kripa_status status,
                                const struct kripa_error *failure, struct kripa_error *err);
/* Holds for the records that can be copied. */
extern const struct kripa_cond kp_copy_has_id;

/* mark.c: makes such a mark, and takes it away. */
enum kripa_status kp_copy_mark_put(struct kripa_store *store, const char *from,
                                   struct kripa_error *err);
enum kripa_status kp_copy_mark_remove(struct kripa_store *store, struct kripa_error *err);

#endif
