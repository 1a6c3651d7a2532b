/* SPDX-License-Identifier: MIT
 * Records as separated values (RFC 4180) for spreadsheets, by their field tables. A field that fits
 * in a cell is a column, under its name; those of a record inside stand under names with a dot
 * ("user.name"). Lists of records are left out. */
#ifndef KRIPA_SYS_CSV_H
#define KRIPA_SYS_CSV_H

#include <kripa/sys/json.h>

KRIPA_BEGIN

/* A byte order mark, by which spreadsheets know UTF-8, and the names of the columns that this role
 * may see. */
KRIPA_API void kripa_csv_write_head(struct kripa_writer *writer, const struct kripa_schema *schema,
                                    enum kripa_role role);
/* A line for each record. Values are as in JSON: rupees, instants, ids. Texts that a spreadsheet
 * would take for a formula begin with a '. */
KRIPA_API void kripa_csv_write_records(struct kripa_writer *writer,
                                       const struct kripa_schema *schema, const void *records,
                                       size_t count, enum kripa_role role);

KRIPA_END
#endif
