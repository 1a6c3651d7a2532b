/* SPDX-License-Identifier: MIT
 * Finds the route of a method and a path. */
#ifndef ROUTER_H
#define ROUTER_H

#include "path.h"
#include "route.h"

struct router;

/* Makes a router for a table that ends with a row without path and outlives the router; it is in
 * the arena. NULL when out of memory. */
struct router *router_make(const struct route *routes, struct kripa_arena *arena);

/* Returns the route or NULL; then `*allowed` has a bit (1 << method) for each method of the path,
 * and none for an unknown path. If a literal and a parameter both match, the literal's path counts,
 * with its methods. `params` gets the values of the parameters in order. */
const struct route *router_find(const struct router *router, const char *method,
                                const struct path *path, const char *params[], unsigned *allowed);
const struct route *router_routes(const struct router *router);

#endif
