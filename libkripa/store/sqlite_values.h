/* SPDX-License-Identifier: MIT
 * A value on its way between a struct, a statement and the JSON of a list. */
#ifndef KP_SQLITE_VALUES_H
#define KP_SQLITE_VALUES_H

#include <sqlite3.h>

#include "sqlite_columns.h"

enum kp_scalar_kind { KP_NULL, KP_INT, KP_TEXT };
/* As the store keeps it: ids as hex, enums as names, lists as JSON. The text is borrowed. */
struct kp_scalar {
    enum kp_scalar_kind kind;
    int64_t number;
    const char *text;
    size_t size;
};

/* The column's value in a record; what has to be spelled out is in the arena. NO_MEMORY. */
enum kripa_status kp_scalar_of_record(const struct kp_column *column, const void *record,
                                      struct kripa_arena *arena, struct kp_scalar *out,
                                      struct kripa_error *err);
/* A condition's or an edit's value for the column, or for one element of a list. INVALID when it is
 * of the wrong kind. */
enum kripa_status kp_scalar_of_value(const struct kp_column *column,
                                     const struct kripa_value *value, struct kripa_arena *arena,
                                     struct kp_scalar *out, struct kripa_error *err);
/* What the store keeps, as the value that conditions take: enums as numbers, ids as ids; texts are
 * copied. CORRUPT. */
enum kripa_status kp_scalar_to_value(const struct kp_column *column, const struct kp_scalar *scalar,
                                     struct kripa_arena *arena, struct kripa_value *out,
                                     struct kripa_error *err);
/* One element (where it lies in memory) of a TEXTS or IDS column. */
enum kripa_status kp_scalar_of_element(const struct kp_column *column, const void *element,
                                       struct kripa_arena *arena, struct kp_scalar *out,
                                       struct kripa_error *err);
/* What a column holds that was never set, or no longer is. */
struct kp_scalar kp_scalar_unset(const struct kp_column *column);
/* Compares as the store does: absent, then numbers, then texts by their bytes. */
int kp_scalar_compare(const struct kp_scalar *a, const struct kp_scalar *b);

int kp_scalar_bind(sqlite3_stmt *stmt, int at, const struct kp_scalar *scalar);
/* What a row holds; good until the statement moves on. CORRUPT for a type that is never stored. */
enum kripa_status kp_scalar_read(sqlite3_stmt *stmt, int at, struct kp_scalar *out,
                                 struct kripa_error *err);
/* Writes the column's member of a cleared record; texts are copied. CORRUPT, NO_MEMORY. */
enum kripa_status kp_scalar_store(const struct kp_column *column, const struct kp_scalar *scalar,
                                  void *record, struct kripa_arena *arena, struct kripa_error *err);
enum kripa_status kp_scalar_store_element(const struct kp_column *column,
                                          const struct kp_scalar *scalar, void *element,
                                          struct kripa_arena *arena, struct kripa_error *err);
/* The same for all columns of a plan, which the row holds in order from 0. */
enum kripa_status kp_record_read(const struct kp_plan *plan, sqlite3_stmt *stmt, void *record,
                                 struct kripa_arena *arena, struct kripa_error *err);
/* Binds all columns of a plan, in order from 1. */
enum kripa_status kp_record_bind(const struct kp_plan *plan, const void *record, sqlite3_stmt *stmt,
                                 struct kripa_arena *arena, struct kripa_error *err);

/* sqlite_json_write.c: the one text of a list or an optional record; KP_NULL when there is nothing
 * in it. */
enum kripa_status kp_json_write(const struct kp_column *column, const void *record,
                                struct kripa_arena *arena, struct kp_scalar *out,
                                struct kripa_error *err);
/* sqlite_json_read.c: and back. Keys in any order; unknown ones are skipped. CORRUPT. */
enum kripa_status kp_json_read(const struct kp_column *column, const char *text, size_t size,
                               void *record, struct kripa_arena *arena, struct kripa_error *err);
/* The size of one element of a list column. */
size_t kp_element_size(const struct kp_column *column);

#endif
