/* SPDX-License-Identifier: MIT
 * The OpenAPI document: paths and operations from the route table. */
#include "openapi.h"

#include <string.h>

#include "openapi_schema.h"
#include "reply.h"

static const char *const method_keys[METHOD_COUNT] = {"get", "post", "put", "patch", "delete"};

/* "/api/products/:id" as "/api/products/{id}". */
static void write_path(struct kripa_writer *writer, const char *path)
{
    while (*path) {
        size_t size = strcspn(path, ":");
        kripa_write_raw(writer, path, size);
        path += size;
        if (!*path)
            return;
        size_t name_size = strcspn(++path, "/");
        kripa_write(writer, "{");
        kripa_write_raw(writer, path, name_size);
        kripa_write(writer, "}");
        path += name_size;
    }
}

/* "get_api_products_id": one of its own for each row. */
static void write_operation_id(struct kripa_writer *writer, const struct route *route)
{
    kripa_write(writer, method_keys[route->method]);
    for (const char *at = route->path; *at;) {
        at += strspn(at, "/:.");
        size_t size = strcspn(at, "/:.");
        if (!size)
            continue;
        kripa_write(writer, "_");
        kripa_write_raw(writer, at, size);
        at += size;
    }
}

static void begin_parameter(struct kripa_writer *writer, const char *in, bool *first)
{
    kripa_write(writer, *first ? ",\"parameters\":[{\"in\":\"" : ",{\"in\":\"");
    kripa_write(writer, in);
    kripa_write(writer, "\",");
    *first = false;
}

static void write_path_parameters(struct kripa_writer *writer, const char *path, bool *first)
{
    while ((path = strchr(path, ':'))) {
        size_t size = strcspn(++path, "/");
        begin_parameter(writer, "path", first);
        kripa_write(writer, "\"name\":\"");
        kripa_write_raw(writer, path, size);
        kripa_write(writer, "\",\"required\":true,\"schema\":{\"type\":\"string\"}}");
    }
}

static void write_query_parameter(struct kripa_writer *writer, const struct kripa_field *field,
                                  const char *name, struct schema_uses *uses, bool *first)
{
    begin_parameter(writer, "query", first);
    kripa_write(writer, "\"name\":");
    kripa_write_text(writer, name);
    if (field->flags & KRIPA_REQUIRED)
        kripa_write(writer, ",\"required\":true");
    kripa_write(writer, ",\"schema\":");
    openapi_write_field(writer, field, DIRECTION_NEW, uses);
    kripa_write(writer, "}}");
}

static void write_query(struct kripa_writer *writer, const struct kripa_schema *query,
                        struct schema_uses *uses, bool *first)
{
    for (size_t i = 0; query && i < query->count; i++) {
        const struct kripa_field *field = &query->fields[i];
        if (!(kripa_field_set(query, field) & KRIPA_ANYONE) || field->flags & KRIPA_IGNORED)
            continue;
        write_query_parameter(writer, field, field->name, uses, first);
        if (field->alias)
            write_query_parameter(writer, field, field->alias, uses, first);
    }
}

static void write_header_parameters(struct kripa_writer *writer, unsigned flags, bool *first)
{
    static const struct {
        unsigned flag;
        const char *name;
    } known[] = {{ROUTE_KEY, "Idempotency-Key"},
                 {ROUTE_ETAG, "If-None-Match"},
                 {ROUTE_IF_MATCH, "If-Match"}};
    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
        if (!(flags & known[i].flag))
            continue;
        begin_parameter(writer, "header", first);
        kripa_write(writer, "\"name\":\"");
        kripa_write(writer, known[i].name);
        kripa_write(writer, "\",\"schema\":{\"type\":\"string\"}}");
    }
}

static void write_parameters(struct kripa_writer *writer, const struct route *route,
                             struct schema_uses *uses)
{
    bool first = true;
    write_path_parameters(writer, route->path, &first);
    write_query(writer, route->query, uses, &first);
    write_header_parameters(writer, route->flags, &first);
    if (!first)
        kripa_write(writer, "]");
}

static void write_security(struct kripa_writer *writer, const struct route *route)
{
    bool open = route->who & KRIPA_GUESTS;
    if (route->flags & ROUTE_NO_TOKEN)
        kripa_write(writer, route->flags & ROUTE_COOKIE ? ",\"security\":[{\"refresh\":[]},{}]"
                                                        : ",\"security\":[]");
    else
        kripa_write(writer, open ? ",\"security\":[{},{\"bearer\":[]}]"
                                 : ",\"security\":[{\"bearer\":[]}]");
}

static void write_body(struct kripa_writer *writer, const struct route *route,
                       struct schema_uses *uses)
{
    if (!route->body)
        return;
    kripa_write(writer, ",\"requestBody\":{\"content\":{\"application/json\":{\"schema\":{");
    openapi_write_ref(writer, route->body,
                      route->taking == KRIPA_TAKE_PARTIAL ? DIRECTION_EDIT : DIRECTION_NEW, uses);
    kripa_write(writer, "}}}}");
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
        kripa_write(writer, "}},\"meta\":{\"$ref\":\"#/components/schemas/meta\"}}");
        return;
    case REPLY_NONE:
    case REPLY_RAW:
        kripa_write(writer, "\"type\":\"null\"");
    }
}

static void write_good_answer(struct kripa_writer *writer, const struct route *route,
                              struct schema_uses *uses)
{
    bool creates = route->flags & ROUTE_CREATES;
    kripa_write(writer,
                creates ? "\"201\":{\"description\":\"Made\",\"headers\":{\"Location\":{\"schema\":"
                          "{\"type\":\"string\"}}},\"content\":"
                        : "\"200\":{\"description\":\"OK\",\"content\":");
    if (route->kind == REPLY_RAW) {
        kripa_write(writer, "{\"application/json\":{\"schema\":{\"type\":\"object\"}}}}");
        return;
    }
    kripa_write(
        writer,
        "{\"application/"
        "json\":{\"schema\":{\"type\":\"object\",\"required\":[\"success\",\"message\","
        "\"data\"],\"properties\":{\"success\":{\"const\":true},\"message\":{\"type\":\"string\"},"
        "\"data\":{");
    write_data(writer, route, uses);
    kripa_write(writer, "}}}}}}");
}

/* Which bad answers a row can give. */
static bool can_answer(const struct route *route, unsigned http_status)
{
    bool changes = route->method != METHOD_GET, has_params = strchr(route->path, ':');
    switch (http_status) {
    case 400:
        return route->query || route->body || has_params || route->flags & ROUTE_KEY;
    case 401:
        return !(route->who & KRIPA_GUESTS) || route->flags & (ROUTE_DELAY_FAILED | ROUTE_COOKIE);
    case 403:
        return route->who != KRIPA_ANYONE || route->flags & ROUTE_COOKIE;
    case 404:
        return has_params || route->body;
    case 409:
        return changes;
    case 412:
        return route->flags & ROUTE_IF_MATCH;
    case 413:
    case 415:
        return route->body;
    case 422:
        return route->flags & ROUTE_KEY;
    case 429:
        return route->limit != LIMIT_NONE;
    default:
        return true;
    }
}

static void write_bad_answers(struct kripa_writer *writer, const struct route *route)
{
    static const unsigned statuses[] = {400, 401, 403, 404, 409, 412, 413, 415, 422, 429, 500, 503};
    if (route->flags & ROUTE_ETAG && route->method == METHOD_GET)
        kripa_write(writer, ",\"304\":{\"description\":\"As If-None-Match says\"}");
    for (size_t i = 0; i < sizeof(statuses) / sizeof(*statuses); i++) {
        if (!can_answer(route, statuses[i]))
            continue;
        kripa_write(writer, ",\"");
        kripa_write_int(writer, statuses[i]);
        kripa_write(writer, "\":{\"$ref\":\"#/components/responses/error\"}");
    }
}

static void write_operation(struct kripa_writer *writer, const struct route *route,
                            struct schema_uses *uses)
{
    kripa_write(writer, "\"");
    kripa_write(writer, method_keys[route->method]);
    kripa_write(writer, "\":{\"operationId\":\"");
    write_operation_id(writer, route);
    kripa_write(writer, "\",\"summary\":");
    kripa_write_text(writer, route->summary ? route->summary : "");
    write_parameters(writer, route, uses);
    write_security(writer, route);
    write_body(writer, route, uses);
    kripa_write(writer, ",\"responses\":{");
    write_good_answer(writer, route, uses);
    write_bad_answers(writer, route);
    kripa_write(writer, "}}");
}

/* Whether an earlier row has this path, and so wrote this one too. */
static bool is_written(const struct route *routes, const struct route *route)
{
    for (const struct route *before = routes; before < route; before++) {
        if (strcmp(before->path, route->path) == 0)
            return true;
    }
    return false;
}

static void write_paths(struct kripa_writer *writer, const struct route *routes,
                        struct schema_uses *uses)
{
    for (const struct route *route = routes; route->path; route++) {
        if (is_written(routes, route))
            continue;
        kripa_write(writer, route == routes ? "\"" : ",\"");
        write_path(writer, route->path);
        kripa_write(writer, "\":{");
        write_operation(writer, route, uses);
        for (const struct route *other = route + 1; other->path; other++) {
            if (strcmp(other->path, route->path) != 0)
                continue;
            kripa_write(writer, ",");
            write_operation(writer, other, uses);
        }
        kripa_write(writer, "}");
    }
}

static const char head[] =
    "{\"openapi\":\"3.1.1\",\"info\":{\"title\":\"Kripa\",\"version\":\"" KRIPA_VERSION
    "\",\"description\":"
    "\"The backend of a shop. Every answer is {success, message, data}; of a bad one data is "
    "{code, errors, "
    "requestId}.\",\"license\":{\"name\":\"MIT\",\"identifier\":\"MIT\"}},\"servers\":[{\"url\":\"/"
    "\"}],\"paths\":{";
static const char components[] =
    "},\"components\":{\"securitySchemes\":{\"bearer\":{\"type\":\"http\",\"scheme\":\"bearer\","
    "\"bearerFormat\":\"JWT\"},"
    "\"refresh\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"refreshToken\"}},"
    "\"responses\":{\"error\":{\"description\":\"What went wrong; `message` always says "
    "why\",\"content\":{"
    "\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/error\"}}}}},\"schemas\":{"
    "\"error\":{\"type\":\"object\",\"required\":[\"success\",\"message\",\"data\"],\"properties\":"
    "{"
    "\"success\":{\"const\":false},\"message\":{\"type\":\"string\"},\"data\":{\"type\":\"object\","
    "\"required\":["
    "\"code\",\"errors\",\"requestId\"],\"properties\":{\"code\":{\"type\":\"string\"},\"errors\":{"
    "\"type\":\"array\","
    "\"items\":{\"type\":\"object\",\"required\":[\"field\",\"message\"],\"properties\":{\"field\":"
    "{\"type\":"
    "\"string\"},\"message\":{\"type\":\"string\"}}}},\"requestId\":{\"type\":\"string\"}}}}},"
    "\"meta\":{\"type\":\"object\",\"required\":[\"page\",\"limit\",\"total\",\"pages\",\"next\"],"
    "\"properties\":{"
    "\"page\":{\"type\":\"integer\"},\"limit\":{\"type\":\"integer\"},\"total\":{\"type\":"
    "\"integer\"},\"pages\":{"
    "\"type\":\"integer\"},\"next\":{\"type\":[\"string\",\"null\"],\"description\":\"The `cursor` "
    "of the next page\"}}}";

enum kripa_status openapi_build(struct kripad *kripad, struct kripa_error *err)
{
    struct kripa_writer writer, schemas;
    struct schema_uses uses = {.count = 0};
    kripa_writer_init(&writer, &kripad->arena);
    kripa_writer_init(&schemas, &kripad->arena);
    kripa_write(&writer, head);
    write_paths(&writer, router_routes(kripad->router), &uses);
    kripa_write(&writer, components);
    openapi_write_schemas(&schemas, &uses);
    if (schemas.size) {
        kripa_write(&writer, ",");
        kripa_write_raw(&writer, schemas.at, schemas.size);
    }
    kripa_write(&writer, "}}}");
    if (writer.failed || schemas.failed)
        return kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
    kripad->openapi = writer.at;
    kripad->openapi_size = writer.size;
    return KRIPA_OK;
}
