/* SPDX-License-Identifier: MIT
 * Which fields of a record stand in a table of many. */
#ifndef VIEW_H
#define VIEW_H

#include <kripa/sys/field.h>

struct view_column {
    const char *path; /* "name", "category.name" */
    const char *head;
};
/* Ended by a NULL path; the most important first. `variant` names another view of the same records
 * (NULL: the usual one). A schema without a view shows all its plain fields: NULL. */
const struct view_column *view_of(const struct kripa_schema *schema, const char *variant);

#endif
