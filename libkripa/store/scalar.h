/* SPDX-License-Identifier: MIT
 * A single value on its way between a struct and a store: lists and optional records are each
 * store's own affair. */
#ifndef KP_SCALAR_H
#define KP_SCALAR_H

#include "layout.h"

enum kp_scalar_kind { KP_NULL, KP_INT, KP_TEXT };
/* Ids as hex, enums as names, booleans, money and times as numbers. The text is borrowed. */
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
/* One element (where it lies in memory) of a TEXTS or IDS column. */
enum kripa_status kp_scalar_of_element(const struct kp_column *column, const void *element,
                                       struct kripa_arena *arena, struct kp_scalar *out,
                                       struct kripa_error *err);
/* What a column holds that was never set, or no longer is. */
struct kp_scalar kp_scalar_unset(const struct kp_column *column);
/* Compares as the store does: absent, then numbers, then texts by their bytes. */
int kp_scalar_compare(const struct kp_scalar *a, const struct kp_scalar *b);
/* Whether `left op right`, of EQ, NE, LT, LE, GT, GE (others: EQ). Nothing is equal to what is
 * absent, and nothing beyond it. */
bool kp_scalar_holds(const struct kp_scalar *left, enum kripa_op op, const struct kp_scalar *right);
/* Writes the column's member of a cleared record; texts are copied. CORRUPT, NO_MEMORY. */
enum kripa_status kp_scalar_store(const struct kp_column *column, const struct kp_scalar *scalar,
                                  void *record, struct kripa_arena *arena, struct kripa_error *err);
enum kripa_status kp_scalar_store_element(const struct kp_column *column,
                                          const struct kp_scalar *scalar, void *element,
                                          struct kripa_arena *arena, struct kripa_error *err);

#endif
