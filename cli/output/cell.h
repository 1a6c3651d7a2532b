/* SPDX-License-Identifier: MIT
 * A field's value as a person reads it. */
#ifndef CELL_H
#define CELL_H

#include <kripa/sys/field.h>

#include "base/screen.h"

/* The field of that JSON name that `role` may see, or NULL. */
const struct kripa_field *cell_field(const struct kripa_schema *schema, const char *name,
                                     enum kripa_role role);
/* Numbers and money stand right. */
bool cell_is_number(const struct kripa_field *field);
/* Words may be cut to fit; numbers, times, ids and states may not. */
bool cell_is_text(const struct kripa_field *field);
/* In `arena`: "" when absent, NULL when out of memory. `brief`: the end of an id instead of all of
 * it. */
const char *cell_text(struct kripa_arena *arena, const struct kripa_field *field,
                      const void *record, enum kripa_role role, bool brief);
/* The same for a program, whole and as JSON has it: "120.5", "true", "2026-11-22T10:30:00.000Z";
 * lists of texts with commas. */
const char *cell_value(struct kripa_arena *arena, const struct kripa_field *field,
                       const void *record, enum kripa_role role);
/* Of a state: delivered is good, cancelled is not. */
enum tint cell_tint(const struct kripa_field *field, const void *record);
/* "retailer_price", "createdAt" -> "Retailer price", "Created at"; NULL when out of memory. */
const char *cell_label(struct kripa_arena *arena, const char *name);

#endif
