/* SPDX-License-Identifier: MIT
 * Which fields of a record are the columns of a table or of separated values: those of --fields, or
 * of the schema's view, or all. */
#ifndef COLUMNS_H
#define COLUMNS_H

#include "base/session.h"

#define COLUMNS_MAX 64

/* A column: a field, and the embedded record that it is in ("user.name"). */
struct column {
    const struct kripa_field *outer; /* NULL: it is the record's own */
    const struct kripa_field *field;
    const char *path; /* "user.name" */
    const char *head; /* the heading in a table */
};
struct columns {
    struct column at[COLUMNS_MAX];
    size_t count;
    bool chosen; /* by --fields: none of them may be left out */
};

/* For people: the most important ones first. INVALID when --fields names none. */
enum kripa_status columns_for_people(struct session *s, const struct kripa_schema *schema,
                                     struct columns *out);
/* For programs: every field that fits into a cell, and those of embedded records. */
enum kripa_status columns_for_programs(struct session *s, const struct kripa_schema *schema,
                                       struct columns *out);
/* For JSON: the schema with only the fields of --fields, or itself without --fields. */
enum kripa_status columns_schema(struct session *s, const struct kripa_schema *schema,
                                 const struct kripa_schema **out);
/* The record that has the column's field; NULL: that embedded record is absent. */
const void *column_record(const struct column *column, const void *record);

#endif
