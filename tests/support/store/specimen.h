/* SPDX-License-Identifier: MIT
 * Values made from a field table: one that fits a field, and every kind that does not. */
#ifndef SPECIMEN_H
#define SPECIMEN_H

#include <jansson.h>

#include <kripa/sys/field.h>

/* A value that fits the field; to be released. */
json_t *specimen_value(const struct kripa_field *field, enum kripa_role role);
/* An object with the fields that are required of this role. */
json_t *specimen_record(const struct kripa_schema *schema, enum kripa_role role);

#define SPECIMEN_BAD_MAX 16
struct specimen_bad {
    const char *what; /* "one above its maximum" */
    json_t *value;    /* NULL: left out */
};
/* Values that break the field in a new record, or with `partial` in an edit; returns how many. To
 * be released one by one. */
size_t specimen_bad(const struct kripa_field *field, enum kripa_role role, bool partial,
                    struct specimen_bad bad[SPECIMEN_BAD_MAX]);
/* The same as texts of a query: "page=0"; those that can be said so. In the arena. */
size_t specimen_bad_query(const struct kripa_field *field, struct kripa_arena *arena,
                          const char *bad[SPECIMEN_BAD_MAX]);
/* The field of that name which this role may set, or NULL. */
const struct kripa_field *specimen_settable(const struct kripa_schema *schema, const char *name,
                                            enum kripa_role role);

#endif
