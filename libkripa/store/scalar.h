/* SPDX-License-Identifier: MIT
 * A single value between a struct and a store; lists and optional records are each store's own
 * matter. */
#ifndef KP_SCALAR_H
#define KP_SCALAR_H

#include "layout.h"

enum kp_scalar_kind { KP_NULL, KP_INT, KP_TEXT };
/* Ids are hex text, enums their names, booleans, money and times numbers. The text is borrowed. */
struct kp_scalar {
    enum kp_scalar_kind kind;
    int64_t number;
    const char *text;
    size_t size;
};

/* The column's value in a record; texts that must be made are in the arena. NO_MEMORY. */
enum kripa_status kp_scalar_of_record(const struct kp_column *column, const void *record,
                                      struct kripa_arena *arena, struct kp_scalar *out,
                                      struct kripa_error *err);
/* The value of a condition or an edit for the column, or for an element of a list. INVALID when it
 * is of the wrong kind. */
enum kripa_status kp_scalar_of_value(const struct kp_column *column,
                                     const struct kripa_value *value, struct kripa_arena *arena,
                                     struct kp_scalar *out, struct kripa_error *err);
/* One element, given by its address, of a TEXTS or IDS column. */
enum kripa_status kp_scalar_of_element(const struct kp_column *column, const void *element,
                                       struct kripa_arena *arena, struct kp_scalar *out,
                                       struct kripa_error *err);
/* The value of a column that was never set, or was unset. */
struct kp_scalar kp_scalar_unset(const struct kp_column *column);
/* Compares as the store does: absent, then numbers, then texts by their bytes. */
int kp_scalar_compare(const struct kp_scalar *a, const struct kp_scalar *b);
/* Whether `left op right` holds, for EQ, NE, LT, LE, GT, GE (others count as EQ). An absent value
 * is equal to nothing, and nothing is beyond it. */
bool kp_scalar_holds(const struct kp_scalar *left, enum kripa_op op, const struct kp_scalar *right);
/* Writes the value into the column's member of a cleared record; texts are copied. CORRUPT,
 * NO_MEMORY. */
enum kripa_status kp_scalar_store(const struct kp_column *column, const struct kp_scalar *scalar,
                                  void *record, struct kripa_arena *arena, struct kripa_error *err);
enum kripa_status kp_scalar_store_element(const struct kp_column *column,
                                          const struct kp_scalar *scalar, void *element,
                                          struct kripa_arena *arena, struct kripa_error *err);

#endif
