/* SPDX-License-Identifier: MIT
 * Records as separated values (RFC 4180) for spreadsheets, by their field tables. A field that fits
 * in a cell is a column, under its name; those of a record inside stand under names with a dot
 * ("user.name"). Lists of records are left out. */
#ifndef KRIPA_SYS_CSV_H
#define KRIPA_SYS_CSV_H

#include <kripa/sys/json.h>

/* Begins a file of CSV: by it spreadsheets know UTF-8. */
#define KRIPA_BYTE_ORDER_MARK "\xef\xbb\xbf"

KRIPA_BEGIN

/* The byte order mark, and the names of the columns that this role
 * may see. */
KRIPA_API void kripa_csv_write_head(struct kripa_writer *writer, const struct kripa_schema *schema,
                                    enum kripa_role role);
/* A line for each record. */
KRIPA_API void kripa_csv_write_records(struct kripa_writer *writer,
                                       const struct kripa_schema *schema, const void *records,
                                       size_t count, enum kripa_role role);

/* One cell: the value of a field as in JSON (rupees, instants, ids), the texts of a list with
 * commas between them; nothing where there is no value, and of an embedded record or a list of
 * records or ids. A text that a spreadsheet would take for a formula begins with a '. */
KRIPA_API void kripa_csv_write_value(struct kripa_writer *writer, const struct kripa_field *field,
                                     const void *record);
/* One cell that holds this text. */
KRIPA_API void kripa_csv_write_text(struct kripa_writer *writer, const char *text);
/* What the cell of kripa_csv_write_value holds, without quotes or a ' before it. */
KRIPA_API void kripa_csv_write_plain(struct kripa_writer *writer, const struct kripa_field *field,
                                     const void *record);

KRIPA_END
#endif
