/* SPDX-License-Identifier: MIT
 * From a request to its answer, without sockets. */
#ifndef DISPATCH_H
#define DISPATCH_H

#include "request.h"

/* The whole way, for a request whose body is there (r->text): afterwards r->reply is the answer. */
void dispatch(struct request *r);

/* In two steps, as a server needs it. The first looks at the head only: path, token, limit, role,
 * size and type, and may answer already (r->reply.http_status is set then). */
void dispatch_head(struct request *r);
/* Decodes, runs the handler, finishes the answer; for a request that is answered already only
 * finishes. */
void dispatch_body(struct request *r);
/* Where the rest is to run, as far as is known by now. */
enum pool dispatch_pool(const struct request *r);
/* The rest, on the event thread, when dispatch_pool is POOL_INLINE. False: it turned out to be too
 * much for that, nothing is answered yet, and dispatch_pool names another one. */
bool dispatch_here(struct request *r);
/* Instead of the rest: an answer to a status, finished. For what a server must refuse
 * (UNAVAILABLE). */
void dispatch_refuse(struct request *r, enum kripa_status status, const char *message);
/* Instead of both steps: for what is refused before the head can be looked at. It counts as what is
 * free, and is LIMITED when that is spent. */
void dispatch_refuse_head(struct request *r, enum kripa_status status, const char *message);

#endif
