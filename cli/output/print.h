/* SPDX-License-Identifier: MIT
 * Answers: as tables and sentences for people, or, with --json, as the records this viewer sees.
 * Each returns KRIPA_OK, NO_MEMORY, or INTERNAL when the output can't be written. */
#ifndef PRINT_H
#define PRINT_H

#include <kripa/page.h>
#include <kripa/sys/json.h>

#include "base/session.h"

/* All that the viewer may see of one record. */
enum kripa_status print_record(struct session *s, const struct kripa_schema *schema,
                               const void *record);
/* {items, meta} or a table with what is not shown of the list. */
enum kripa_status print_list(struct session *s, const struct kripa_schema *schema,
                             const void *records, size_t count, const struct kripa_page *page);
/* [...] or a table. */
enum kripa_status print_array(struct session *s, const struct kripa_schema *schema,
                              const void *records, size_t count);
/* The record in JSON, else the sentence: what a command that changes something says. */
enum kripa_status print_outcome(struct session *s, const struct kripa_schema *schema,
                                const void *record, const char *format, ...) KRIPA_PRINTF(4, 5);
/* A sentence; nothing with --json, and on standard error beside separated values. */
enum kripa_status print_sentence(struct session *s, const char *format, ...) KRIPA_PRINTF(2, 3);
/* A remark on what was printed, on standard error; nothing with --json. */
enum kripa_status print_note(struct session *s, const char *format, ...) KRIPA_PRINTF(2, 3);
/* Ends the array of JSON that several records are (input/each.h). */
enum kripa_status print_many_end(struct session *s);
/* A finished JSON text, with a line end. */
enum kripa_status print_json(struct session *s, const struct kripa_writer *writer);
/* The table of print_array, for more of it below one another. */
enum kripa_status print_table(struct session *s, const struct kripa_schema *schema,
                              const void *records, size_t count, size_t indent);

#endif
