/* SPDX-License-Identifier: MIT
 * Finds the row of a method and a path. */
#ifndef ROUTER_H
#define ROUTER_H

#include "path.h"
#include "route.h"

struct router;

/* From a table ended by a row without path, which must outlive it; in the arena. NULL when out of
 * memory. */
struct router *router_make(const struct route *routes, struct kripa_arena *arena);

/* The row, or NULL; then `*allowed` has a bit (1 << method) for each method the path knows, none
 * for an unknown path. Where a literal and a parameter both fit, the literal's path is the one that
 * was meant, with the methods that it has. `params` gets the parameters' values in order. */
const struct route *router_find(const struct router *router, const char *method,
                                const struct path *path, const char *params[], unsigned *allowed);
const struct route *router_routes(const struct router *router);

#endif
