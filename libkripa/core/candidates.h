/* SPDX-License-Identifier: MIT
 * Finds a record by the name that people at the console type: collects the records it may mean and,
 * if there are several, lists them in the error. */
#ifndef KP_CANDIDATES_H
#define KP_CANDIDATES_H

#include "query.h"
#include "schema/schema.h"

/* Adds the record's id and the name people know it by to the error, with kripa_fail_field. */
typedef void kp_tell_fn(const void *record, struct kripa_error *err);
/* The records that a name may mean, each once; `count` goes on beyond the room. */
struct kp_candidates {
    const struct kp_call *call;
    const struct kripa_schema *of;
    const char *plural; /* "orders" */
    kp_tell_fn *tell;
    struct kripa_id ids[KRIPA_ERROR_FIELDS_MAX];
    size_t count;
    const char *ending; /* what is searched for */
};
void kp_candidate(struct kp_candidates *candidates, struct kripa_id id);
/* If there is no candidate yet, adds the records whose id ends in `name`, if that has enough
 * digits. `among` asks a table of terms; all its matches are read, which is fine for a person who
 * types. */
enum kripa_status kp_candidates_by_ending(struct kp_candidates *candidates, struct kp_query *among,
                                          const char *name);
/* Returns the only candidate; NOT_FOUND if there is none, CONFLICT with all of them as fields. */
enum kripa_status kp_candidates_only(const struct kp_candidates *candidates, struct kripa_id *out);

/* All of it where nothing but an id, or the end of one, names a record, as an admin asks for it:
 * *found is that record. FORBIDDEN, INVALID (no text), and as above. */
enum kripa_status kp_candidate_by_ending(struct kp_candidates *candidates, struct kp_query *among,
                                         const char *name, void **found);

#endif
