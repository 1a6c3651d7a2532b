/* SPDX-License-Identifier: MIT
 * A value between a struct, a statement and the JSON of a list. */
#ifndef KP_SQLITE_VALUES_H
#define KP_SQLITE_VALUES_H

#include <sqlite3.h>

#include "store/scalar.h"

/* Like kp_scalar_of_record and so on, but also for lists and optional records, as JSON. */
enum kripa_status kp_sqlite_of_record(const struct kp_column *column, const void *record,
                                      struct kripa_arena *arena, struct kp_scalar *out,
                                      struct kripa_error *err);
enum kripa_status kp_sqlite_of_value(const struct kp_column *column,
                                     const struct kripa_value *value, struct kripa_arena *arena,
                                     struct kp_scalar *out, struct kripa_error *err);
enum kripa_status kp_sqlite_store(const struct kp_column *column, const struct kp_scalar *scalar,
                                  void *record, struct kripa_arena *arena, struct kripa_error *err);

int kp_sqlite_bind(sqlite3_stmt *stmt, int at, const struct kp_scalar *scalar);
/* A value of the current row, valid until the next step. CORRUPT for a type that is never
 * stored. */
enum kripa_status kp_sqlite_read(sqlite3_stmt *stmt, int at, struct kp_scalar *out,
                                 struct kripa_error *err);
/* Fills a cleared record from all columns of a plan, in order from column 0. */
enum kripa_status kp_record_read(const struct kp_plan *plan, sqlite3_stmt *stmt, void *record,
                                 struct kripa_arena *arena, struct kripa_error *err);
/* Binds all columns of a plan, in order from parameter 1. */
enum kripa_status kp_record_bind(const struct kp_plan *plan, const void *record, sqlite3_stmt *stmt,
                                 struct kripa_arena *arena, struct kripa_error *err);

/* json_write.c: the text of a list or an optional record; KP_NULL when it is empty. */
enum kripa_status kp_json_write(const struct kp_column *column, const void *record,
                                struct kripa_arena *arena, struct kp_scalar *out,
                                struct kripa_error *err);
/* json_read.c: reads it. Keys may be in any order; unknown ones are skipped. CORRUPT. */
enum kripa_status kp_json_read(const struct kp_column *column, const char *text, size_t size,
                               void *record, struct kripa_arena *arena, struct kripa_error *err);

#endif
