/* SPDX-License-Identifier: MIT
 * The OpenAPI document: the answers of an operation, their headers, and all its failures. */
#include <string.h>

#include "internal.h"
#include "pipeline/csv.h"
#include "pipeline/reply.h"

static const struct {
    const char *name, *type, *doc;
} headers[] = {
    {"X-Request-Id", "string", "The request's id, kept or made; it stands in the log."},
    {"RateLimit", "string", "What is left of the limit that is nearest."},
    {"RateLimit-Policy", "string", "The limit that is nearest."},
    {"ETag", "string", "For If-None-Match; a record's begins with its revision, for If-Match."},
    {"Location", "string", "Where the new record is."},
    {"Set-Cookie", "string", "The refresh token, HttpOnly."},
    {"Retry-After", "integer", "Seconds to wait before it is tried again."},
    {"WWW-Authenticate", "string", "Bearer, and what was wrong with the token."},
};

static const unsigned bad_answers[] = {400, 401, 403, 404, 409, 412, 413,
                                       415, 416, 422, 429, 500, 503};
#define BAD_ANSWERS_COUNT (sizeof bad_answers / sizeof *bad_answers)

static void write_header_ref(struct kripa_writer *writer, const char *name, bool *first)
{
    kripa_write(writer, *first ? ",\"headers\":{\"" : ",\"");
    kripa_write(writer, name);
    kripa_write(writer, "\":{\"$ref\":\"#/components/headers/");
    kripa_write(writer, name);
    kripa_write(writer, "\"}");
    *first = false;
}

static void write_headers(struct kripa_writer *writer, const struct route *route)
{
    bool first = true;
    write_header_ref(writer, "X-Request-Id", &first);
    if (route->limit != LIMIT_FREE) {
        write_header_ref(writer, "RateLimit", &first);
        write_header_ref(writer, "RateLimit-Policy", &first);
    }
    if (route->flags & (ROUTE_ETAG | ROUTE_IMMUTABLE))
        write_header_ref(writer, "ETag", &first);
    if (route->flags & ROUTE_CREATES)
        write_header_ref(writer, "Location", &first);
    if (route->flags & ROUTE_COOKIE)
        write_header_ref(writer, "Set-Cookie", &first);
    kripa_write(writer, "}");
}

/* Writes the fields of a page, and those that this list has beside them. */
static void write_meta(struct kripa_writer *writer, const struct route *route,
                       struct schema_uses *uses)
{
    kripa_write(writer, "{\"$ref\":\"#/components/schemas/meta\"");
    for (size_t i = 0; route->meta && i < route->meta->count; i++) {
        const struct kripa_field *field = &route->meta->fields[i];
        kripa_write(writer, i ? "," : ",\"properties\":{");
        kripa_write_text(writer, field->name);
        kripa_write(writer, ":");
        openapi_write_field(writer, field, DIRECTION_SEEN, uses);
        kripa_write(writer, "}");
    }
    kripa_write(writer, route->meta ? "}}" : "}");
}

static void write_data(struct kripa_writer *writer, const struct route *route,
                       struct schema_uses *uses)
{
    switch (route->kind) {
    case REPLY_OBJECT:
        openapi_write_ref(writer, route->reply, DIRECTION_SEEN, uses);
        return;
    case REPLY_ARRAY:
        kripa_write(writer, "\"type\":\"array\",\"items\":{");
        openapi_write_ref(writer, route->reply, DIRECTION_SEEN, uses);
        kripa_write(writer, "}");
        return;
    case REPLY_LIST:
        kripa_write(
            writer,
            "\"type\":\"object\",\"required\":[\"items\",\"meta\"],\"properties\":{\"items\":{"
            "\"type\":\"array\",\"items\":{");
        openapi_write_ref(writer, route->reply, DIRECTION_SEEN, uses);
        kripa_write(writer, "}},\"meta\":");
        write_meta(writer, route, uses);
        kripa_write(writer, "}");
        return;
    case REPLY_NONE:
    case REPLY_RAW:
        kripa_write(writer, "\"type\":\"null\"");
    }
}

/* A picture, or some of its bytes. */
static void write_file_answers(struct kripa_writer *writer, const struct route *route)
{
    static const char content[] = ",\"content\":{\"image/*\":{\"schema\":{\"type\":\"string\","
                                  "\"format\":\"binary\"}}}}";
    kripa_write(writer, "\"200\":{\"description\":\"The picture\"");
    write_headers(writer, route);
    kripa_write(writer, content);
    kripa_write(writer, ",\"206\":{\"description\":\"The bytes that Range names\"");
    write_headers(writer, route);
    kripa_write(writer, content);
    kripa_write(writer, ",\"304\":{\"description\":\"As If-None-Match says\"}");
}

static void write_good_answer(struct kripa_writer *writer, const struct route *route,
                              struct schema_uses *uses)
{
    kripa_write(writer, route->flags & ROUTE_CREATES ? "\"201\":{\"description\":\"Made\""
                                                     : "\"200\":{\"description\":\"OK\"");
    write_headers(writer, route);
    kripa_write(writer, ",\"content\":{\"application/json\":{\"schema\":{\"type\":\"object\"");
    if (route->kind != REPLY_RAW) {
        kripa_write(writer,
                    ",\"required\":[\"success\",\"message\",\"data\"],\"properties\":{\"success\":{"
                    "\"const\":true},\"message\":{\"type\":\"string\"},\"data\":{");
        write_data(writer, route, uses);
        kripa_write(writer, "}}");
    }
    kripa_write(writer, "}}");
    if (csv_route(route))
        kripa_write(writer, ",\"text/csv\":{\"schema\":{\"type\":\"string\"}}");
    kripa_write(writer, "}}");
}

/* Whether a route can give this failure. */
static bool can_answer(const struct route *route, unsigned http_status)
{
    bool changes = route->method != METHOD_GET, has_params = strchr(route->path, ':');
    switch (http_status) {
    case 400:
        return route->query || route->body || route->file || has_params || route->flags & ROUTE_KEY;
    case 401:
        return !(route->roles & KRIPA_GUESTS) || route->flags & (ROUTE_DELAY_FAILED | ROUTE_COOKIE);
    case 403:
        return route->roles != KRIPA_ANYONE || route->flags & ROUTE_COOKIE;
    case 404:
        return has_params || route->body;
    case 409:
        return changes;
    case 412:
        return route->flags & ROUTE_IF_MATCH;
    case 413:
    case 415:
        return route->body || route->file;
    case 416:
        return route->flags & ROUTE_IMMUTABLE;
    case 422:
        return route->flags & ROUTE_KEY;
    default:
        return true;
    }
}

/* "error404" */
static void write_answer_name(struct kripa_writer *writer, unsigned http_status)
{
    kripa_write(writer, "error");
    kripa_write_int(writer, http_status);
}

void openapi_write_answers(struct kripa_writer *writer, const struct route *route,
                           struct schema_uses *uses)
{
    if (route->flags & ROUTE_IMMUTABLE)
        write_file_answers(writer, route);
    else
        write_good_answer(writer, route, uses);
    if (route->flags & ROUTE_ETAG && route->method == METHOD_GET)
        kripa_write(writer, ",\"304\":{\"description\":\"As If-None-Match says\"}");
    for (size_t i = 0; i < BAD_ANSWERS_COUNT; i++) {
        if (!can_answer(route, bad_answers[i]))
            continue;
        kripa_write(writer, ",\"");
        kripa_write_int(writer, bad_answers[i]);
        kripa_write(writer, "\":{\"$ref\":\"#/components/responses/");
        write_answer_name(writer, bad_answers[i]);
        kripa_write(writer, "\"}");
    }
}

/* Writes the codes of this HTTP status, one after the other. */
static void write_codes(struct kripa_writer *writer, unsigned http_status)
{
    struct reply_code code;
    const char *between = "";
    for (size_t i = 0; reply_code(i, &code); i++) {
        if (code.http_status != http_status)
            continue;
        kripa_write(writer, between);
        kripa_write_text(writer, code.name);
        between = ",";
    }
}

/* Writes their meanings: "NAME: meaning. NAME: meaning." */
static void write_meanings(struct kripa_writer *writer, unsigned http_status)
{
    struct reply_code code;
    const char *between = "";
    kripa_write(writer, "\"");
    for (size_t i = 0; reply_code(i, &code); i++) {
        if (code.http_status != http_status)
            continue;
        kripa_write(writer, between);
        kripa_write(writer, code.name);
        kripa_write(writer, ": ");
        kripa_write(writer, code.meaning);
        between = ". ";
    }
    kripa_write(writer, "\"");
}

static void write_bad_answer(struct kripa_writer *writer, unsigned http_status)
{
    bool first = true;
    kripa_write(writer, "\"");
    write_answer_name(writer, http_status);
    kripa_write(writer, "\":{\"description\":");
    write_meanings(writer, http_status);
    write_header_ref(writer, "X-Request-Id", &first);
    if (http_status == 401)
        write_header_ref(writer, "WWW-Authenticate", &first);
    if (http_status == 429 || http_status == 503)
        write_header_ref(writer, "Retry-After", &first);
    kripa_write(writer, "},\"content\":{\"application/json\":{\"schema\":{\"allOf\":[{\"$ref\":"
                        "\"#/components/schemas/error\"},{\"type\":\"object\",\"properties\":{"
                        "\"data\":{\"type\":\"object\",\"properties\":{\"code\":{\"enum\":[");
    write_codes(writer, http_status);
    kripa_write(writer, "]}}}}}]}}}}");
}

static void write_header_components(struct kripa_writer *writer)
{
    kripa_write(writer, "\"headers\":{");
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        kripa_write(writer, i ? ",\"" : "\"");
        kripa_write(writer, headers[i].name);
        kripa_write(writer, "\":{\"schema\":{\"type\":\"");
        kripa_write(writer, headers[i].type);
        kripa_write(writer, "\"},\"description\":");
        kripa_write_text(writer, headers[i].doc);
        kripa_write(writer, "}");
    }
    kripa_write(writer, "}");
}

static void write_error_schema(struct kripa_writer *writer)
{
    kripa_write(writer, ",\"schemas\":{\"error\":{\"type\":\"object\",\"required\":[\"success\","
                        "\"message\",\"data\"],\"properties\":{\"success\":{\"const\":false},"
                        "\"message\":{\"type\":\"string\"},\"data\":{\"type\":\"object\","
                        "\"required\":[\"code\",\"errors\",\"requestId\"],\"properties\":{"
                        "\"code\":{\"type\":\"string\",\"enum\":[");
    struct reply_code code;
    for (size_t i = 0; reply_code(i, &code); i++) {
        kripa_write(writer, i ? "," : "");
        kripa_write_text(writer, code.name);
    }
    kripa_write(writer, "]},\"errors\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
                        "\"required\":[\"field\",\"message\"],\"properties\":{\"field\":{\"type\":"
                        "\"string\"},\"message\":{\"type\":\"string\"}}}},\"requestId\":{\"type\":"
                        "\"string\"}}}}}");
}

void openapi_write_answer_components(struct kripa_writer *writer)
{
    write_header_components(writer);
    kripa_write(writer, ",\"responses\":{");
    for (size_t i = 0; i < BAD_ANSWERS_COUNT; i++) {
        kripa_write(writer, i ? "," : "");
        write_bad_answer(writer, bad_answers[i]);
    }
    kripa_write(writer, "}");
    write_error_schema(writer);
    kripa_write(
        writer,
        ",\"meta\":{\"type\":\"object\",\"required\":[\"page\",\"limit\",\"total\",\"pages\","
        "\"next\"],\"properties\":{\"page\":{\"type\":\"integer\"},\"limit\":{\"type\":\"integer\"}"
        ",\"total\":{\"type\":\"integer\"},\"pages\":{\"type\":\"integer\"},\"next\":{\"type\":["
        "\"string\",\"null\"],\"description\":\"The `cursor` of the next page\"}}}");
}
