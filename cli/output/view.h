/* SPDX-License-Identifier: MIT
 * Which fields are the columns of a list. */
#ifndef VIEW_H
#define VIEW_H

#include <kripa/sys/field.h>

struct view_column {
    const char *path; /* "name", "category.name" */
    const char *head;
};
/* The columns, the most important first, ended by a NULL path. `variant` names another view of the
 * same records (NULL: the usual one). NULL: the schema has no view, and shows all plain fields. */
const struct view_column *view_of(const struct kripa_schema *schema, const char *variant);

#endif
