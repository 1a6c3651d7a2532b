/* SPDX-License-Identifier: MIT
 * The OpenAPI document: paths and operations from the route table. */
#include "openapi.h"

#include <string.h>

#include "internal.h"

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

/* Whether an earlier route has this path, and so wrote this one, too. */
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
        openapi_write_operation(writer, routes, route, uses);
        for (const struct route *other = route + 1; other->path; other++) {
            if (strcmp(other->path, route->path) != 0)
                continue;
            kripa_write(writer, ",");
            openapi_write_operation(writer, routes, other, uses);
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
    "\"bearerFormat\":\"JWT\"},\"refresh\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":"
    "\"refreshToken\"}},";

enum kripa_status openapi_build(struct kripad *kripad, struct kripa_error *err)
{
    struct kripa_writer writer, schemas;
    struct schema_uses uses = {.count = 0};
    kripa_writer_init(&writer, &kripad->arena);
    kripa_writer_init(&schemas, &kripad->arena);
    kripa_write(&writer, head);
    write_paths(&writer, router_routes(kripad->router), &uses);
    kripa_write(&writer, components);
    openapi_write_answer_components(&writer);
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
