/* SPDX-License-Identifier: MIT
 * Answers: the envelope {success, message, data}, encoded by the route's reply table for r->viewer.
 * A handler ends with one of these calls; each returns KRIPA_OK or NO_MEMORY. The message is
 * r->message, if it was set before. */
#ifndef REPLY_H
#define REPLY_H

#include <kripa/page.h>

#include "request.h"

#define REPLY_JSON "application/json; charset=utf-8"

/* data: the record (of route->reply). */
enum kripa_status reply_record(struct request *r, const void *record);
/* 201, Location: `path`/`id`. */
enum kripa_status reply_created(struct request *r, const char *path, struct kripa_id id,
                                const void *record);
/* data: {items, meta}. */
enum kripa_status reply_list(struct request *r, const void *records, size_t count,
                             const struct kripa_page *page);
/* The same, with the record of route->meta in meta. */
enum kripa_status reply_list_and(struct request *r, const void *records, size_t count,
                                 const struct kripa_page *page, const void *meta);
/* data: [...]. */
enum kripa_status reply_array(struct request *r, const void *records, size_t count);
/* data: null. */
enum kripa_status reply_none(struct request *r);
/* Without an envelope; `body` is in the arena or static. */
enum kripa_status reply_raw(struct request *r, const char *content_type, const char *body,
                            size_t size);

/* Answers with an open file of `size` bytes, which is closed with the request, or with 304, 206 or
 * 416, as the request's headers say. The type is static, the tag a strong one in the arena. For
 * routes with ROUTE_IMMUTABLE. */
enum kripa_status reply_file(struct request *r, int fd, int64_t size, const char *content_type,
                             const char *etag);

/* Adds a header; name and value are static or in the arena. */
void reply_header(struct request *r, const char *name, const char *value);

/* All below is for dispatch and its steps. */

/* A refusal by the server, with a code that is no library status. */
struct refusal {
    unsigned http_status;
    const char *code;
};
extern const struct refusal REFUSED_HEAD, REFUSED_METHOD, REFUSED_RANGE, REFUSED_TYPE;
/* The codes of failures, one by one: false after the last. */
struct reply_code {
    unsigned http_status;
    const char *name, *meaning;
};
bool reply_code(size_t i, struct reply_code *out);
/* For a step to return: INVALID, which is answered with this refusal's code. */
enum kripa_status reply_refuse(struct request *r, const struct refusal *refusal,
                               const char *message);
/* Answers with a status that is not OK, and r->err. */
void reply_error(struct request *r, enum kripa_status status);
/* "GET, HEAD, OPTIONS" for a mask of methods. */
const char *reply_methods(struct request *r, unsigned allowed);
/* Whether the client has what this tag names, by its If-None-Match. */
bool reply_is_known(const struct request *r, const char *etag);
/* Adds to every answer: ETag and 304, caching, Vary, CORS, X-Request-Id. */
void reply_finish(struct request *r);

#endif
