/* SPDX-License-Identifier: MIT
 * Token buckets by account and by address, in a table of fixed size. */
#ifndef RATE_LIMIT_H
#define RATE_LIMIT_H

#include "config/config.h"
#include "request.h"

struct limits;
/* NULL when out of memory. `seed` is not to be guessed: it keeps others' buckets from being aimed
 * at. */
struct limits *limits_open(const struct rate rates[BUCKET_COUNT], uint64_t seed);
void limits_close(struct limits *limits);

/* The general bucket of the account or the address, and the route's own; LIMITED. Adds RateLimit
 * headers. */
enum kripa_status limits_admit(struct request *r);
/* For what is answered before there is a route to admit to: the address's bucket of what is free.
 * LIMITED takes the place of the answer. */
enum kripa_status limits_free(struct request *r);

#endif
