/* SPDX-License-Identifier: MIT
 * The value of a field as text for people or programs. */
#ifndef CELL_H
#define CELL_H

#include <kripa/sys/field.h>

#include "base/screen.h"

/* The field with this JSON name, if `role` may see it, or NULL. */
const struct kripa_field *cell_field(const struct kripa_schema *schema, const char *name,
                                     enum kripa_role role);
/* Whether it is right-aligned, as numbers and money are. */
bool cell_is_number(const struct kripa_field *field);
/* Whether it may be cut to fit: not so for numbers, times, ids and states. */
bool cell_is_text(const struct kripa_field *field);
/* The value for people, in `arena`: "" when absent, NULL when out of memory. `brief` shortens an id
 * to its end. */
const char *cell_text(struct kripa_arena *arena, const struct kripa_field *field,
                      const void *record, enum kripa_role role, bool brief);
/* The same for programs, complete and as in JSON: "120.5", "true", "2026-11-22T10:30:00.000Z";
 * lists of texts with commas. */
const char *cell_value(struct kripa_arena *arena, const struct kripa_field *field,
                       const void *record, enum kripa_role role);
/* The colour of a state: delivered is good, cancelled is not. */
enum tint cell_tint(const struct kripa_field *field, const void *record);
/* "retailer_price", "createdAt" -> "Retailer price", "Created at"; NULL when out of memory. */
const char *cell_label(struct kripa_arena *arena, const char *name);

#endif
