/* SPDX-License-Identifier: MIT
 * A value on its way between a struct, a statement and the JSON of a list. */
#ifndef KP_SQLITE_VALUES_H
#define KP_SQLITE_VALUES_H

#include <sqlite3.h>

#include "store/scalar.h"

/* As kp_scalar_of_record and its like, lists and optional records (as JSON) included. */
enum kripa_status kp_sqlite_of_record(const struct kp_column *column, const void *record,
                                      struct kripa_arena *arena, struct kp_scalar *out,
                                      struct kripa_error *err);
enum kripa_status kp_sqlite_of_value(const struct kp_column *column,
                                     const struct kripa_value *value, struct kripa_arena *arena,
                                     struct kp_scalar *out, struct kripa_error *err);
enum kripa_status kp_sqlite_store(const struct kp_column *column, const struct kp_scalar *scalar,
                                  void *record, struct kripa_arena *arena, struct kripa_error *err);

int kp_sqlite_bind(sqlite3_stmt *stmt, int at, const struct kp_scalar *scalar);
/* What a row holds; good until the statement moves on. CORRUPT for a type that is never stored. */
enum kripa_status kp_sqlite_read(sqlite3_stmt *stmt, int at, struct kp_scalar *out,
                                 struct kripa_error *err);
/* Fills a cleared record from all columns of a plan, which the row holds in order from 0. */
enum kripa_status kp_record_read(const struct kp_plan *plan, sqlite3_stmt *stmt, void *record,
                                 struct kripa_arena *arena, struct kripa_error *err);
/* Binds all columns of a plan, in order from 1. */
enum kripa_status kp_record_bind(const struct kp_plan *plan, const void *record, sqlite3_stmt *stmt,
                                 struct kripa_arena *arena, struct kripa_error *err);

/* json_write.c: the one text of a list or an optional record; KP_NULL when there is nothing
 * in it. */
enum kripa_status kp_json_write(const struct kp_column *column, const void *record,
                                struct kripa_arena *arena, struct kp_scalar *out,
                                struct kripa_error *err);
/* json_read.c: and back. Keys in any order; unknown ones are skipped. CORRUPT. */
enum kripa_status kp_json_read(const struct kp_column *column, const char *text, size_t size,
                               void *record, struct kripa_arena *arena, struct kripa_error *err);

#endif
