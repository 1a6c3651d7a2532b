/* SPDX-License-Identifier: MIT
 * Which values of a file must not come twice in it: a dry run, which keeps nothing, would not
 * find them in the store. */
#ifndef SEEN_H
#define SEEN_H

#include "base/session.h"

#define SEEN_BUCKETS 4096

struct seen_value;
struct seen {
    const struct kripa_schema *schema;
    struct kripa_arena *arena; /* keeps the values */
    struct seen_value *buckets[SEEN_BUCKETS];
};

/* EXISTS, naming the field and the line (or item) `number`, when a unique value of `record` came
 * before: those that were `given`, and those the library makes and keeps unique. NO_MEMORY. Else
 * they are kept. */
enum kripa_status seen_check(struct seen *seen, const void *record, kripa_given given,
                             size_t number, struct kripa_error *err);

/* Whether this value of the field came before. */
bool seen_before(const struct seen *seen, const char *name, const void *record);

#endif
