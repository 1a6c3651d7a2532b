/* SPDX-License-Identifier: MIT
 * Failures: a status becomes an HTTP status and the envelope {code, errors, requestId}. */
#include <stdio.h>
#include <string.h>

#include <kripa/sys/json.h>

#include "reply.h"

#define RETRY_AFTER_S 1

#define METHOD_CODE "METHOD_NOT_ALLOWED"
#define TYPE_CODE   "UNSUPPORTED_TYPE"
#define RANGE_CODE  "RANGE_NOT_SATISFIABLE"
const struct refusal REFUSED_METHOD = {405, METHOD_CODE};
const struct refusal REFUSED_HEAD = {431, "TOO_LARGE"};
const struct refusal REFUSED_RANGE = {416, RANGE_CODE};
const struct refusal REFUSED_TYPE = {415, TYPE_CODE};

/* Codes are the names of statuses, but internal failures are not told to clients. */
static const struct refusal answers[KRIPA_STATUS_COUNT] = {
    [KRIPA_INVALID] = {400, "INVALID"},
    [KRIPA_UNAUTHENTICATED] = {401, "UNAUTHENTICATED"},
    [KRIPA_FORBIDDEN] = {403, "FORBIDDEN"},
    [KRIPA_NOT_FOUND] = {404, "NOT_FOUND"},
    [KRIPA_EXISTS] = {409, "EXISTS"},
    [KRIPA_CONFLICT] = {409, "CONFLICT"},
    [KRIPA_OUT_OF_STOCK] = {409, "OUT_OF_STOCK"},
    [KRIPA_STALE] = {412, "STALE"},
    [KRIPA_KEY_REUSED] = {422, "KEY_REUSED"},
    [KRIPA_LIMITED] = {429, "LIMITED"},
    [KRIPA_TOO_LARGE] = {413, "TOO_LARGE"},
    [KRIPA_UNSUPPORTED_TYPE] = {415, TYPE_CODE},
    [KRIPA_UNAVAILABLE] = {503, "UNAVAILABLE"},
    [KRIPA_NO_MEMORY] = {503, "UNAVAILABLE"},
    [KRIPA_CORRUPT] = {500, "INTERNAL"},
    [KRIPA_INTERNAL] = {500, "INTERNAL"},
};

/* Whether a status is answered under its own name. */
static bool is_code(enum kripa_status status)
{
    return answers[status].code && strcmp(answers[status].code, kripa_status_name(status)) == 0;
}

bool reply_code(size_t i, struct reply_code *out)
{
    static const struct reply_code own[] = {
        {405, METHOD_CODE, "the path does not take this method; Allow lists those it does"},
        {416, RANGE_CODE, "the file has none of the bytes that Range names"},
    };
    size_t seen = 0;
    for (enum kripa_status status = KRIPA_OK; status < KRIPA_STATUS_COUNT; status++) {
        if (!is_code(status) || seen++ < i)
            continue;
        *out = (struct reply_code){answers[status].http_status, answers[status].code,
                                   kripa_status_meaning(status)};
        return true;
    }
    if (i - seen >= sizeof own / sizeof *own)
        return false;
    *out = own[i - seen];
    return true;
}

enum kripa_status reply_refuse(struct request *r, const struct refusal *refusal,
                               const char *message)
{
    r->refusal = refusal;
    return kripa_fail(r->err, KRIPA_INVALID, "%s", message);
}

static const char *message_of(const struct request *r, enum kripa_status status,
                              const struct refusal *answer)
{
    if (answer->http_status == 500)
        return "something went wrong here; it is in the log under this request's id";
    if (status == KRIPA_NO_MEMORY || !r->err->message[0])
        return kripa_status_meaning(status);
    return r->err->message;
}

static void write_fields(struct kripa_writer *writer, const struct kripa_error *err, size_t count)
{
    kripa_write(writer, "[");
    for (size_t i = 0; i < count; i++) {
        kripa_write(writer, i ? ",{\"field\":" : "{\"field\":");
        kripa_write_text(writer, err->fields[i].path);
        kripa_write(writer, ",\"message\":");
        kripa_write_text(writer, err->fields[i].message);
        kripa_write(writer, "}");
    }
    kripa_write(writer, "]");
}

static void write_body(struct request *r, enum kripa_status status, const struct refusal *answer)
{
    static const char no_memory[] = "{\"success\":false,\"message\":\"out of "
                                    "memory\",\"data\":{\"code\":\"UNAVAILABLE\",\"errors\":[]}}";
    struct kripa_writer writer;
    kripa_writer_init(&writer, r->arena);
    kripa_write(&writer, "{\"success\":false,\"message\":");
    kripa_write_text(&writer, message_of(r, status, answer));
    kripa_write(&writer, ",\"data\":{\"code\":");
    kripa_write_text(&writer, answer->code);
    kripa_write(&writer, ",\"errors\":");
    write_fields(&writer, r->err, answer->http_status == 500 ? 0 : r->err->fields_count);
    kripa_write(&writer, ",\"requestId\":");
    kripa_write_text(&writer, r->id);
    kripa_write(&writer, "}}");
    r->reply.content_type = REPLY_JSON;
    r->reply.body = writer.failed ? no_memory : writer.at;
    r->reply.size = writer.failed ? sizeof no_memory - 1 : writer.size;
}

static void add_headers(struct request *r, unsigned http_status)
{
    if (http_status == 401)
        reply_header(r, "WWW-Authenticate",
                     r->headers[HEADER_AUTHORIZATION] ? "Bearer error=\"invalid_token\""
                                                      : "Bearer");
    if (http_status == 429 || http_status == 503)
        reply_header(r, "Retry-After",
                     kripa_arena_format(r->arena, "%lld",
                                        (long long)(r->err->retry_after_s ? r->err->retry_after_s
                                                                          : RETRY_AFTER_S)));
}

void reply_error(struct request *r, enum kripa_status status)
{
    if (status <= KRIPA_OK || status >= KRIPA_STATUS_COUNT)
        status = KRIPA_INTERNAL;
    const struct refusal *answer = r->refusal ? r->refusal : &answers[status];
    r->err->status = status;
    r->reply.http_status = answer->http_status;
    r->reply.revision = -1;
    write_body(r, status, answer);
    add_headers(r, answer->http_status);
}
