/* SPDX-License-Identifier: MIT
 * Cross-origin calls by the shop's front end: an exact list of origins, with credentials. */
#include "guard.h"
#include "kripad.h"
#include "reply.h"

#define ALLOWED_HEADERS                                                                            \
    "Content-Type, Authorization, Idempotency-Key, If-Match, If-None-Match, X-Request-Id"
#define EXPOSED_HEADERS "ETag, Location, Retry-After, RateLimit, RateLimit-Policy, X-Request-Id"
#define ALLOWED_METHODS "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"

static bool is_allowed(const struct request *r)
{
    const char *origin = r->headers[HEADER_ORIGIN];
    return origin && origin_allowed(&r->kripad->origins, origin);
}

static void allow(struct request *r)
{
    reply_header(r, "Access-Control-Allow-Origin", r->headers[HEADER_ORIGIN]);
    reply_header(r, "Access-Control-Allow-Credentials", "true");
}

void cors_preflight(struct request *r, unsigned allowed)
{
    r->reply.http_status = 204;
    reply_header(r, "Allow", reply_methods(r, allowed));
    reply_header(r, "Vary",
                 "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
    if (!is_allowed(r))
        return;
    allow(r);
    reply_header(r, "Access-Control-Allow-Methods", ALLOWED_METHODS);
    reply_header(r, "Access-Control-Allow-Headers", ALLOWED_HEADERS);
    reply_header(r, "Access-Control-Max-Age", "600");
}

void cors_answer(struct request *r)
{
    if (!is_allowed(r))
        return;
    allow(r);
    reply_header(r, "Access-Control-Expose-Headers", EXPOSED_HEADERS);
}
