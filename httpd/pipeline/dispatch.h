/* SPDX-License-Identifier: MIT
 * From a request to its answer, without sockets. */
#ifndef DISPATCH_H
#define DISPATCH_H

#include "request.h"

/* Does everything for a request whose body is complete (r->text); then r->reply is the answer. */
void dispatch(struct request *r);

/* The same in two steps, for a server. The first uses only the head (path, token, limit, role, size
 * and type) and may already answer: then r->reply.http_status is set. */
void dispatch_head(struct request *r);
/* The second decodes the body, runs the handler and finishes the answer; if the request is answered
 * already, it only finishes that. */
void dispatch_body(struct request *r);
/* Where the second step must run, as far as is known by now. */
enum pool dispatch_pool(const struct request *r);
/* Runs the second step on the event thread, when dispatch_pool is POOL_INLINE. False: it would take
 * too much work; nothing is answered yet, and dispatch_pool now names another pool. */
bool dispatch_here(struct request *r);
/* Answers with a failure instead of the second step: for what a server must refuse
 * (UNAVAILABLE). */
void dispatch_refuse(struct request *r, enum kripa_status status, const char *message);
/* Answers with a failure instead of both steps, when the head can't be used. It is charged to the
 * bucket for free requests, and LIMITED when that is empty. */
void dispatch_refuse_head(struct request *r, enum kripa_status status, const char *message);

#endif
