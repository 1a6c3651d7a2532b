/* SPDX-License-Identifier: MIT
 * Token buckets by account and by address, in a table of fixed size. */
#ifndef RATE_LIMIT_H
#define RATE_LIMIT_H

#include "config/config.h"
#include "request.h"

struct limits;
/* NULL when out of memory. `seed` must be unpredictable, so that nobody can aim at the buckets of
 * others. */
struct limits *limits_open(const struct rate rates[BUCKET_COUNT], uint64_t seed);
void limits_close(struct limits *limits);

/* Charges the general bucket of the account or address and the route's own; LIMITED when one is
 * empty. Adds RateLimit headers. */
enum kripa_status limits_admit(struct request *r);
/* For what is answered without a route: charges the address's bucket for free requests. When it is
 * empty, LIMITED replaces the answer. */
enum kripa_status limits_free(struct request *r);

/* Whether a route answers so to who could not prove who they are. */
bool limits_failed_sign_in(const struct request *r, enum kripa_status status);

#endif
