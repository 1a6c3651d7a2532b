/* SPDX-License-Identifier: MIT
 * Reads with a limit of work: work.c. */
#ifndef KP_SQLITE_WORK_H
#define KP_SQLITE_WORK_H

#include "internal.h"

/* Like kp_reader_acquire, for a read that may use `work_max` (0: no limit). */
enum kripa_status kp_work_begin(struct kp_sqlite *store, int64_t work_max,
                                struct kp_connection **out, struct kripa_error *err);
/* Counts a row that a limited read found; TOO_LARGE above the limit. */
enum kripa_status kp_work_row(struct kp_connection *connection, const struct kp_plan *plan,
                              sqlite3_stmt *row, struct kripa_error *err);
void kp_work_end(struct kp_sqlite *store, int64_t work_max, struct kp_connection *connection);

#endif
