/* SPDX-License-Identifier: MIT
 * Which fields of a record stand side by side, in a table or in a file of separated values: those
 * of --fields, or of the schema's view, or all. */
#ifndef COLUMNS_H
#define COLUMNS_H

#include "base/session.h"

#define COLUMNS_MAX 64

/* A column: a field, and the record it is inside of ("user.name"). */
struct column {
    const struct kripa_field *outer; /* NULL: the field is the record's own */
    const struct kripa_field *field;
    const char *path; /* "user.name" */
    const char *head; /* of a table */
};
struct columns {
    struct column at[COLUMNS_MAX];
    size_t count;
    bool chosen; /* by --fields: none of them is to be left out */
};

/* For people: the most important first. INVALID when --fields names none. */
enum kripa_status columns_for_people(struct session *s, const struct kripa_schema *schema,
                                     struct columns *out);
/* For programs: every field that fits in a cell, a record's own fields one level down. */
enum kripa_status columns_for_programs(struct session *s, const struct kripa_schema *schema,
                                       struct columns *out);
/* The schema with the fields of --fields alone; itself without --fields. For JSON. */
enum kripa_status columns_schema(struct session *s, const struct kripa_schema *schema,
                                 const struct kripa_schema **out);
/* Where the column's field is; NULL: the record it is inside of is absent. */
const void *column_record(const struct column *column, const void *record);

#endif
