/* SPDX-License-Identifier: MIT
 * Checks on a request before it is handled. */
#include "guard.h"

#include <string.h>
#include <strings.h>

#include "form.h"
#include "kripad.h"
#include "reply.h"

enum kripa_status guard_framing(struct request *r)
{
    static const enum header once[] = {HEADER_CONTENT_LENGTH, HEADER_TRANSFER_ENCODING, HEADER_HOST,
                                       HEADER_AUTHORIZATION};
    const char *coding = r->headers[HEADER_TRANSFER_ENCODING];
    bool bad = coding && (r->headers[HEADER_CONTENT_LENGTH] || strcasecmp(coding, "chunked") != 0);
    for (size_t i = 0; i < sizeof once / sizeof *once; i++)
        bad |= r->header_times[once[i]] > 1;
    if (!bad && !r->head_fault && !r->head_too_large)
        return KRIPA_OK;
    r->reply.close = true;
    if (r->head_too_large)
        return reply_refuse(r, &REFUSED_HEAD, "the request's head is larger than is taken here");
    return kripa_fail(r->err, KRIPA_INVALID, "%s",
                      r->head_fault ? r->head_fault
                                    : "the request's head can be read in two ways: a header is "
                                      "repeated, or two contradict each other");
}

/* The token of "Bearer <token>", or NULL. */
static const char *bearer(const char *authorization)
{
    if (!authorization || strncasecmp(authorization, "Bearer ", 7) != 0)
        return NULL;
    authorization += 7;
    authorization += strspn(authorization, " ");
    return *authorization ? authorization : NULL;
}

void guard_client(struct request *r)
{
    r->client = address_of_client(r->peer, r->headers[HEADER_FORWARDED_FOR], &r->kripad->trusted);
}

enum kripa_status guard_token(struct request *r)
{
    const char *token = bearer(r->headers[HEADER_AUTHORIZATION]);
    if (!token || r->route->flags & ROUTE_NO_TOKEN)
        return KRIPA_OK;
    struct kripa_viewer viewer;
    r->token_status = kripa_authenticate(r->kripa, token, r->arena, &viewer, r->err);
    if (!r->token_status)
        r->viewer = viewer;
    bool answered = r->token_status <= KRIPA_FORBIDDEN;
    return answered ? KRIPA_OK : r->token_status;
}

enum kripa_status guard_role(struct request *r)
{
    bool may = r->route->roles & KRIPA_MASK(r->viewer.role);
    bool guest = r->viewer.role == KRIPA_ROLE_GUEST;
    if (!may && !guest)
        return kripa_fail(r->err, KRIPA_FORBIDDEN, "this is not for %s accounts",
                          kripa_role_name(r->viewer.role));
    if (!may && r->err->status)
        return r->token_status; /* an invalid token or a blocked account: r->err says so */
    if (!may)
        return kripa_fail(r->err, KRIPA_UNAUTHENTICATED, "please sign in");
    request_clear_error(r); /* with an invalid token one is only a guest here */
    return KRIPA_OK;
}

enum kripa_status guard_origin(struct request *r)
{
    const char *origin = r->headers[HEADER_ORIGIN];
    if (!origin || !(r->route->flags & ROUTE_COOKIE) || origin_allowed(&r->kripad->origins, origin))
        return KRIPA_OK;
    return kripa_fail(r->err, KRIPA_FORBIDDEN,
                      "pages of this origin may not sign in here (ALLOWED_ORIGINS)");
}

/* "application/json", with or without "; charset=utf-8" */
static bool is_json(const char *type)
{
    static const char json[] = "application/json";
    size_t size = sizeof json - 1;
    if (!type || strncasecmp(type, json, size) != 0)
        return false;
    type += size;
    type += strspn(type, " \t");
    if (!*type)
        return true;
    if (*type != ';')
        return false;
    const char *charset = strcasestr(type, "charset=");
    return !charset || strncasecmp(charset + 8 + (charset[8] == '"'), "utf-8", 5) == 0;
}

size_t guard_body_max(const struct request *r)
{
    return form_is_sent(r) ? FORM_BYTES_MAX : (size_t)r->kripad->config->body_bytes_max;
}

enum kripa_status guard_size(struct request *r)
{
    if (!r->too_large)
        return KRIPA_OK;
    r->reply.close = true;
    return kripa_fail(r->err, KRIPA_TOO_LARGE, "a body of at most %zu bytes is taken here",
                      guard_body_max(r));
}

enum kripa_status guard_type(struct request *r)
{
    const char *length = r->headers[HEADER_CONTENT_LENGTH];
    bool coming = r->text_size || r->headers[HEADER_TRANSFER_ENCODING] ||
                  (length && strspn(length, "0") != strlen(length));
    const struct route *route = r->route;
    if (!coming || !(route->body || route->file) || (route->file && form_is_sent(r)) ||
        (route->body && is_json(r->headers[HEADER_CONTENT_TYPE])))
        return KRIPA_OK;
    return reply_refuse(
        r, &REFUSED_TYPE,
        !route->file  ? "the body must be JSON (Content-Type: application/json)"
        : route->body ? "the body must be JSON or a form (application/json, multipart/form-data)"
                      : "the body must be a form (Content-Type: multipart/form-data)");
}

void guard_constant_headers(struct kripad *kripad)
{
    static const struct reply_header always[] = {
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Origin-Agent-Cluster", "?1"},
        {"Referrer-Policy", "no-referrer"},
        {"X-Content-Type-Options", "nosniff"},
        {"X-DNS-Prefetch-Control", "off"},
        {"X-Download-Options", "noopen"},
        {"X-Frame-Options", "DENY"},
        {"X-Permitted-Cross-Domain-Policies", "none"},
        {"X-XSS-Protection", "0"},
    };
    static const struct reply_header hsts = {"Strict-Transport-Security",
                                             "max-age=31536000; includeSubDomains"};
    struct origin public;
    memcpy(kripad->constant, always, sizeof always);
    kripad->constant_count = sizeof always / sizeof *always;
    const char *url = kripad->config->public_url;
    if (url && origin_parse(url, &public) && public.https)
        kripad->constant[kripad->constant_count++] = hsts;
}
