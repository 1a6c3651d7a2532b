/* SPDX-License-Identifier: MIT
 * The OpenAPI document: the name of an operation, its roles, and its parameters and body. */
#include "internal.h"

#include <string.h>

#include "pipeline/csv.h"

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
    if (name != field->name)
        openapi_write_alias(writer, field);
    kripa_write(writer, ",\"schema\":");
    openapi_write_field(writer, field, DIRECTION_NEW, uses);
    kripa_write(writer, "}}");
}

static void write_query(struct kripa_writer *writer, const struct kripa_schema *query,
                        struct schema_uses *uses, bool *first)
{
    for (size_t i = 0; query && i < query->count; i++) {
        const struct kripa_field *field = &query->fields[i];
        if (!(kripa_field_writable_by(query, field) & KRIPA_ANYONE) || field->flags & KRIPA_IGNORED)
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
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
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
    if (csv_route(route)) {
        begin_parameter(writer, "query", &first);
        kripa_write(writer,
                    "\"name\":\"format\",\"description\":\"csv: all of it for a spreadsheet.\","
                    "\"schema\":{\"type\":\"string\",\"enum\":[\"csv\",\"json\"]}}");
    }
    write_header_parameters(writer, route->flags, &first);
    if (!first)
        kripa_write(writer, "]");
}

static void write_security(struct kripa_writer *writer, const struct route *route)
{
    bool open = route->roles & KRIPA_GUESTS;
    if (route->flags & ROUTE_NO_TOKEN)
        kripa_write(writer, route->flags & ROUTE_COOKIE ? ",\"security\":[{\"refresh\":[]},{}]"
                                                        : ",\"security\":[]");
    else
        kripa_write(writer, open ? ",\"security\":[{},{\"bearer\":[]}]"
                                 : ",\"security\":[{\"bearer\":[]}]");
}

/* An edit without a body would change nothing, which no client wants. */
static bool needs_body(const struct route *route)
{
    for (size_t i = 0; i < route->body->count; i++) {
        const struct kripa_field *field = &route->body->fields[i];
        if (field->flags & KRIPA_REQUIRED &&
            kripa_field_writable_by(route->body, field) & route->roles)
            return true;
    }
    return route->input_mode == KRIPA_PATCH;
}

static void write_json_body(struct kripa_writer *writer, const struct route *route,
                            enum direction direction, struct schema_uses *uses)
{
    kripa_write(writer, "\"application/json\":{\"schema\":{");
    openapi_write_ref(writer, route->body, direction, uses);
    kripa_write(writer, "},\"example\":");
    openapi_write_example(writer, route->body, route->roles);
    kripa_write(writer, "}");
}

static void write_form_body(struct kripa_writer *writer, const struct route *route,
                            enum direction direction, struct schema_uses *uses)
{
    struct form_file file = {route->file, route->files_max, route->flags & ROUTE_NEEDS_FILE};
    kripa_write(writer, "\"multipart/form-data\":{\"schema\":{");
    openapi_write_form(writer, route->body, direction, &file, uses);
    kripa_write(writer, "}}");
}

static void write_body(struct kripa_writer *writer, const struct route *route,
                       struct schema_uses *uses)
{
    enum direction direction = route->input_mode == KRIPA_PATCH ? DIRECTION_EDIT : DIRECTION_NEW;
    if (!route->body && !route->file)
        return;
    kripa_write(writer, ",\"requestBody\":{");
    if (route->flags & ROUTE_NEEDS_FILE || (route->body && needs_body(route)))
        kripa_write(writer, "\"required\":true,");
    kripa_write(writer, "\"content\":{");
    if (route->body)
        write_json_body(writer, route, direction, uses);
    if (route->body && route->file)
        kripa_write(writer, ",");
    if (route->file)
        write_form_body(writer, route, direction, uses);
    kripa_write(writer, "}}");
}

/* Writes the noun of a path: the segment after /api or, for an admin's route, the one after
 * that. */
static void write_tag(struct kripa_writer *writer, const char *path)
{
    static const char *const before[] = {"/api/", "admin/", "retailer/"};
    kripa_write(writer, "\"tags\":[\"");
    if (strncmp(path, before[0], strlen(before[0])) != 0 || strchr(path, '.')) {
        kripa_write(writer, "service\"]");
        return;
    }
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        if (strncmp(path, before[i], strlen(before[i])) == 0)
            path += strlen(before[i]);
    }
    kripa_write_raw(writer, path, strcspn(path, "/"));
    kripa_write(writer, "\"]");
}

/* Writes the summary, the roles, and what the flags mean. */
static void write_description(struct kripa_writer *writer, const struct route *route)
{
    static const struct {
        unsigned flag;
        const char *says;
    } promises[] = {
        {ROUTE_KEY, " With an Idempotency-Key it is safe to repeat."},
        {ROUTE_IF_MATCH, " If-Match refuses it when the record has changed since."},
        {ROUTE_COOKIE, " Works with the refresh cookie; pages of unknown origins are refused."},
    };
    kripa_write(writer, ",\"description\":\"");
    kripa_write(writer, route->summary);
    if (route->roles == KRIPA_ANYONE)
        kripa_write(writer, " For everybody.");
    else if (route->roles == KRIPA_SIGNED_IN)
        kripa_write(writer, " For whoever is signed in.");
    else
        kripa_write(writer, " Only for the roles named here.");
    for (size_t i = 0; i < sizeof promises / sizeof *promises; i++) {
        if (route->flags & promises[i].flag)
            kripa_write(writer, promises[i].says);
    }
    kripa_write(writer, "\"");
}

/* The earlier route that does the same at another path, or NULL. */
static const struct route *twin_of(const struct route *routes, const struct route *route)
{
    for (const struct route *before = routes; before < route; before++) {
        if (before->method == route->method && before->handler == route->handler &&
            before->query == route->query && before->body == route->body &&
            before->reply == route->reply)
            return before;
    }
    return NULL;
}

void openapi_write_operation(struct kripa_writer *writer, const struct route *routes,
                             const struct route *route, struct schema_uses *uses)
{
    static const char *const keys[METHOD_COUNT] = {"get", "post", "put", "patch", "delete"};
    const struct route *twin = twin_of(routes, route);
    kripa_write(writer, "\"");
    kripa_write(writer, keys[route->method]);
    kripa_write(writer, "\":{\"operationId\":");
    kripa_write_text(writer, route->id);
    kripa_write(writer, ",");
    write_tag(writer, route->path);
    kripa_write(writer, ",\"summary\":");
    kripa_write_text(writer, route->summary);
    write_description(writer, route);
    openapi_write_roles(writer, route->roles);
    if (twin) {
        kripa_write(writer, ",\"x-twin-of\":");
        kripa_write_text(writer, twin->id);
    }
    write_parameters(writer, route, uses);
    write_security(writer, route);
    write_body(writer, route, uses);
    kripa_write(writer, ",\"responses\":{");
    openapi_write_answers(writer, route, uses);
    kripa_write(writer, "}}");
}
