/* SPDX-License-Identifier: MIT
 * A record by what people at the console call it: what a name may mean is gathered, and if that is
 * more than one record, they are told. */
#ifndef KP_CANDIDATES_H
#define KP_CANDIDATES_H

#include "query.h"
#include "schema/schema.h"

/* Adds the record's id and what people know it by to the error, by kripa_fail_field. */
typedef void kp_tell_fn(const void *record, struct kripa_error *err);
/* The records a name may mean, each once; those beyond the room are only counted. */
struct kp_candidates {
    const struct kp_call *call;
    const struct kripa_schema *of;
    const char *plural; /* "orders" */
    kp_tell_fn *tell;
    struct kripa_id ids[KRIPA_ERROR_FIELDS_MAX];
    size_t count;
    const char *ending; /* what is looked for */
};
void kp_candidate(struct kp_candidates *candidates, struct kripa_id id);
/* When there is none yet: those whose id ends in `name`, if these are digits enough. `among` asks a
 * table of terms; all of its matches are looked at, for a person who types. */
enum kripa_status kp_candidates_by_ending(struct kp_candidates *candidates, struct kp_query *among,
                                          const char *name);
/* The only one; NOT_FOUND; CONFLICT, its fields the candidates. */
enum kripa_status kp_candidates_only(const struct kp_candidates *candidates, struct kripa_id *out);

#endif
