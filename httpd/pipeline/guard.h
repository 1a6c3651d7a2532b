/* SPDX-License-Identifier: MIT
 * Checks on a request: framing, token, role, origin, size and type of the body; and the headers
 * that protect an answer. */
#ifndef GUARD_H
#define GUARD_H

#include "request.h"

/* Sets r->client, the address of the client. */
void guard_client(struct request *r);
/* INVALID, and the connection closes, for a head that could be read in two ways: Content-Length
 * with Transfer-Encoding, or a repeated header of framing, host or authorization. */
enum kripa_status guard_framing(struct request *r);
/* Sets viewer and token_status. An invalid token is OK here; failing to read the store is not. */
enum kripa_status guard_token(struct request *r);
/* UNAUTHENTICATED or FORBIDDEN, by the route's mask of roles. */
enum kripa_status guard_role(struct request *r);
/* FORBIDDEN for an Origin that is not allowed, on a route with ROUTE_COOKIE. */
enum kripa_status guard_origin(struct request *r);
/* How many bytes the body may have: a form may be larger than JSON. */
size_t guard_body_max(const struct request *r);
/* TOO_LARGE, and the connection closes, for a body that is, or by its header will be, larger than
 * the settings allow. */
enum kripa_status guard_size(struct request *r);
/* 415 for a body that is neither JSON nor, on a route that takes forms, a form. */
enum kripa_status guard_type(struct request *r);

/* Makes the security headers, which are the same for every answer. */
void guard_constant_headers(struct kripad *kripad);

/* Answers OPTIONS: a preflight, or the methods of the path. */
void cors_preflight(struct request *r, unsigned allowed);
/* Adds the headers Access-Control-* to an answer. */
void cors_answer(struct request *r);

#endif
