/* SPDX-License-Identifier: MIT
 * Finds duplicates within a file for a dry run, which stores nothing and so can't find them in the
 * store. */
#ifndef SEEN_H
#define SEEN_H

#include "base/session.h"

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
