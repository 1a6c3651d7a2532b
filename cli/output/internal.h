/* SPDX-License-Identifier: MIT
 * What the files of output share: cells, columns, and tables of text that fit the screen. */
#ifndef OUTPUT_INTERNAL_H
#define OUTPUT_INTERNAL_H

#include "base/screen.h"
#include "base/session.h"

#define TABLE_COLUMNS_MAX 64

struct table_cell {
    const char *text; /* without control characters */
    enum tint tint;
};
struct table_column {
    const char *head;
    bool right; /* right-aligned */
    bool whole; /* left out rather than cut: half a number is another number */
};
struct table {
    const struct table_column *columns;
    /* the most important ones first: on a narrow screen the last ones are left out */
    size_t columns_count;
    const struct table_cell *cells; /* row by row */
    size_t rows_count;
    size_t indent;
    bool whole; /* no column may be left out, however narrow the screen */
};

/* Prints the table; returns how many columns that were not empty had to be left out. */
size_t table_print(const struct screen *screen, const struct table *table);

/* cell.c: the value of a field as text for people. */
/* The field with this JSON name, if `role` may see it, or NULL. */
const struct kripa_field *cell_field(const struct kripa_schema *schema, const char *name,
                                     enum kripa_role role);
/* Whether it is right-aligned, as numbers and money are. */
bool cell_is_number(const struct kripa_field *field);
/* Whether it may be cut to fit: not so for numbers, times, ids and states. */
bool cell_is_text(const struct kripa_field *field);
/* The value for people, in `arena`: "" when absent, NULL when out of memory. `brief` shortens an id
 * to its end. */
const char *cell_text(struct kripa_arena *arena, const struct kripa_field *field,
                      const void *record, enum kripa_role role, bool brief);
/* The colour of a state: delivered is good, cancelled is not. */
enum tint cell_tint(const struct kripa_field *field, const void *record);
/* "retailer_price", "createdAt" -> "Retailer price", "Created at"; NULL when out of memory. */
const char *cell_label(struct kripa_arena *arena, const char *name);

/* view.c: which fields are the columns of a list. */
struct view_column {
    const char *path; /* "name", "category.name" */
    const char *head;
};
/* The columns, the most important first, ended by a NULL path. `variant` names another view of the
 * same records (NULL: the usual one). NULL: the schema has no view, and shows all plain fields. */
const struct view_column *view_of(const struct kripa_schema *schema, const char *variant);

/* columns.c: the columns of a table or of separated values: those of --fields, or of the schema's
 * view, or all. */
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

/* values.c: CSV by RFC 4180 for spreadsheets, TSV for cut and awk. */
/* Prints a line for each record, after a line of headings unless an earlier call in this run did
 * so. */
enum kripa_status values_print(struct session *s, const struct kripa_schema *schema,
                               const void *records, size_t count);

#endif
