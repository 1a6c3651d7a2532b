/* SPDX-License-Identifier: MIT
 * The routes of kripad. */
#ifndef ROUTES_H
#define ROUTES_H

#include "pipeline/route.h"

/* All routes, ended by a row without path. */
extern const struct route kripad_routes[];

#endif
