/* SPDX-License-Identifier: MIT
 * Reads that may take only so much work: work.c. */
#ifndef KP_SQLITE_WORK_H
#define KP_SQLITE_WORK_H

#include "internal.h"

/* kp_reader_acquire for a read that may take `work_max` (0: as much as it needs). */
enum kripa_status kp_work_begin(struct kp_sqlite *store, int64_t work_max,
                                struct kp_connection **out, struct kripa_error *err);
/* Counts a row that was found by a bounded read; TOO_LARGE. */
enum kripa_status kp_work_row(struct kp_connection *connection, const struct kp_plan *plan,
                              sqlite3_stmt *row, struct kripa_error *err);
void kp_work_end(struct kp_sqlite *store, int64_t work_max, struct kp_connection *connection);

#endif
