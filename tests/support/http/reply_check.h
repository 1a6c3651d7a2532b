/* SPDX-License-Identifier: MIT
 * Whether an answer is what its route's table says: the envelope, and every field of data for this
 * viewer's role. */
#ifndef REPLY_CHECK_H
#define REPLY_CHECK_H

#include <jansson.h>

#include "pipeline/route.h"

#define REPLY_WHY_SIZE 256

/* `route` may be NULL (404, 405). False, with the first thing that is wrong in `why`. */
bool reply_fits(const struct route *route, enum kripa_role role, unsigned http_status,
                const json_t *json, char why[REPLY_WHY_SIZE]);

#endif
