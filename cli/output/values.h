/* SPDX-License-Identifier: MIT
 * Separated values, for programs: CSV by RFC 4180 for spreadsheets, TSV for cut and awk. */
#ifndef VALUES_H
#define VALUES_H

#include "base/session.h"

/* Prints a line for each record, after a line of headings unless an earlier call in this run did
 * so. */
enum kripa_status values_print(struct session *s, const struct kripa_schema *schema,
                               const void *records, size_t count);

#endif
