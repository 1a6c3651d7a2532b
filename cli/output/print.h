/* SPDX-License-Identifier: MIT
 * Output: tables and sentences for people or, with --json, records as this viewer sees them. Each
 * call returns KRIPA_OK, NO_MEMORY, or INTERNAL when the output can't be written. */
#ifndef PRINT_H
#define PRINT_H

#include <kripa/page.h>
#include <kripa/sys/json.h>

#include "base/session.h"

/* Prints everything that the viewer may see of a record. */
enum kripa_status print_record(struct session *s, const struct kripa_schema *schema,
                               const void *record);
/* Prints {items, meta}, or a table and how many records it does not show. */
enum kripa_status print_list(struct session *s, const struct kripa_schema *schema,
                             const void *records, size_t count, const struct kripa_page *page);
/* Prints [...] or a table. */
enum kripa_status print_array(struct session *s, const struct kripa_schema *schema,
                              const void *records, size_t count);
/* Prints the record as JSON, or else the sentence: for commands that change something. */
enum kripa_status print_outcome(struct session *s, const struct kripa_schema *schema,
                                const void *record, const char *format, ...) KRIPA_PRINTF(4, 5);
/* Prints a sentence; nothing with --json, and to standard error when values are separated. */
enum kripa_status print_sentence(struct session *s, const char *format, ...) KRIPA_PRINTF(2, 3);
/* Prints a remark on standard error; nothing with --json. */
enum kripa_status print_note(struct session *s, const char *format, ...) KRIPA_PRINTF(2, 3);
/* Ends the JSON array of several records (input/each.h). */
enum kripa_status print_many_end(struct session *s);
/* Prints a JSON text and a line feed. */
enum kripa_status print_json(struct session *s, const struct kripa_writer *writer);
/* Prints the table of print_array, to have several below one another. */
enum kripa_status print_table(struct session *s, const struct kripa_schema *schema,
                              const void *records, size_t count, size_t indent);

/* saying.c: lines that the library reports while it works. */
/* They are printed at once, or kept for the JSON. */
struct saying {
    struct session *s;
    struct kripa_writer lines;
    size_t count;
};

struct saying saying_begin(struct session *s);
/* A kripa_line_fn, whose `ctx` is a struct saying. */
void saying_line(void *ctx, const char *line);
/* Writes the kept lines as a member of a JSON object, "differences":[...]. */
void saying_write(const struct saying *saying, const char *name, struct kripa_writer *to);

#endif
