/* SPDX-License-Identifier: MIT
 * Token buckets by account and by address, in a table of fixed size. */
#ifndef LIMITS_H
#define LIMITS_H

#include "request.h"

/* A rate of the configuration: `quota` requests in `window_s`; 0: off. */
struct rate {
    int64_t quota, window_s;
};

enum bucket {
    BUCKET_ACCOUNT, /* every request of an account */
    BUCKET_ADDRESS, /* every request without a good token, by address */
    BUCKET_FREE,    /* what costs a shopper nothing: health, preflights, 404, 405; by address */
    BUCKET_SIGN_IN, /* failed sign-ins, by e-mail and address, or by session */
    BUCKET_SIGN_IN_ACCOUNT, /* failed sign-ins, by e-mail */
    BUCKET_SIGN_IN_ADDRESS, /* failed sign-ins, by address */
    BUCKET_REGISTER,        /* registrations and resets, by address */
    BUCKET_RESET,           /* resets, by account */
    BUCKET_CHECKOUT,        /* checkouts, by account */
};
#define BUCKET_COUNT 9

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
/* After the handler: gives back what limits_sign_in took when the sign-in did not fail. */
void limits_settle(struct request *r, enum kripa_status status);

#endif
