/* SPDX-License-Identifier: MIT
 * Who may come in: framing, token, role, origin, size and type of the body; and the headers that
 * protect an answer. */
#ifndef GUARD_H
#define GUARD_H

#include "request.h"

/* Finds out from where is asked: `client`. */
void guard_client(struct request *r);
/* INVALID, and the connection closes, for what could be read in two ways: Content-Length beside
 * Transfer-Encoding, a repeated header of framing, host or authorization. */
enum kripa_status guard_framing(struct request *r);
/* Finds out who asks: viewer, token_status. OK for a bad token; a store that can't be asked
 * is an error. */
enum kripa_status guard_token(struct request *r);
/* UNAUTHENTICATED, FORBIDDEN by the route's mask. */
enum kripa_status guard_role(struct request *r);
/* FORBIDDEN for an Origin that is not allowed on a route with ROUTE_COOKIE. */
enum kripa_status guard_origin(struct request *r);
/* TOO_LARGE, and the connection closes, for a body that is, or is announced as, more than the
 * configuration takes. */
enum kripa_status guard_size(struct request *r);
/* 415 for a body that is not JSON on a route that takes JSON. */
enum kripa_status guard_type(struct request *r);

/* Security headers, the same for every answer. */
void guard_constant_headers(struct kripad *kripad);

/* OPTIONS: the answer to a preflight, or what the path allows. */
void cors_preflight(struct request *r, unsigned allowed);
/* Access-Control-* of an answer. */
void cors_answer(struct request *r);

#endif
