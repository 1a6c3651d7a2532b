/* SPDX-License-Identifier: MIT
 * What every answer gets last: ETag and 304, caching, Vary, CORS, CSP, X-Request-Id. */
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "guard.h"
#include "put.h"
#include "reply.h"

/* Differs by viewer even when two viewers see the same. */
static const char *make_etag(struct request *r)
{
    char text[64], *to = text;
    uint64_t viewer = hash_bytes(&r->viewer.user, sizeof r->viewer.user, r->viewer.role);
    *to++ = '"';
    if (r->reply.revision >= 0)
        to = put_text(put_int(to, r->reply.revision), "-");
    to = put_hex(to, hash_bytes(r->reply.body, r->reply.size, viewer), 16);
    *to++ = '"';
    return kripa_arena_text(r->arena, text, (size_t)(to - text));
}

/* Compares weakly with each tag of a list; `*` matches any. */
static bool is_listed(const char *list, const char *etag)
{
    size_t size = strlen(etag);
    while (*list) {
        list += strspn(list, ", \t");
        if (*list == '*')
            return true;
        if (strncmp(list, "W/", 2) == 0)
            list += 2;
        if (*list != '"')
            return false;
        if (strncmp(list, etag, size) == 0)
            return true;
        list += 1 + strcspn(list + 1, "\"");
        list += *list == '"';
    }
    return false;
}

bool reply_is_known(const struct request *r, const char *etag)
{
    const char *known = r->headers[HEADER_IF_NONE_MATCH];
    return known && r->route->method == METHOD_GET && is_listed(known, etag);
}

static void tag(struct request *r)
{
    const char *etag = make_etag(r);
    reply_header(r, "ETag", etag);
    if (!etag || !reply_is_known(r, etag))
        return;
    r->reply.http_status = 304;
    r->reply.content_type = r->reply.body = NULL;
    r->reply.size = 0;
}

/* Whatever may be stored must be revalidated: a max-age, however short, would show a browser its
 * own change late. */
static const char *caching(const struct request *r, bool good)
{
    unsigned flags = good ? r->route->flags : 0;
    if (flags & ROUTE_IMMUTABLE)
        return "public, max-age=31536000, immutable";
    if (flags & ROUTE_GUESTS_CACHE && r->viewer.role == KRIPA_ROLE_GUEST)
        return "public, no-cache";
    return flags & (ROUTE_ETAG | ROUTE_GUESTS_CACHE) ? "private, no-cache" : "no-store";
}

void reply_finish(struct request *r)
{
    static const char nothing[] = "default-src 'none';base-uri 'none';form-action 'none';"
                                  "frame-ancestors 'none';object-src 'none'";
    bool is_file = r->route && r->route->flags & ROUTE_IMMUTABLE;
    bool good = r->route &&
                (r->reply.http_status == 200 || (r->reply.is_file && r->reply.http_status < 400));
    if (good && r->route->flags & ROUTE_ETAG)
        tag(r);
    if (r->reply.http_status != 204) {
        reply_header(r, "Cache-Control", caching(r, good));
        reply_header(r, "Vary", is_file ? "Origin" : "Authorization, Origin");
        cors_answer(r);
    }
    reply_header(r, "Content-Security-Policy", r->reply.policy ? r->reply.policy : nothing);
    reply_header(r, "Cross-Origin-Resource-Policy", is_file ? "cross-origin" : "same-origin");
    reply_header(r, "X-Request-Id", r->id);
}
