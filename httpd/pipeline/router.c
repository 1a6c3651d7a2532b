/* SPDX-License-Identifier: MIT
 * Paths are split once, at start, and sorted by their number of segments: a request is only
 * compared with the few that have as many. */
#include "router.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

struct segment {
    const char *at; /* NULL: a parameter */
    size_t size;
    uint64_t hash;
};
struct entry {
    const struct route *route;
    unsigned literals; /* the higher, the earlier its literal segments come */
    struct segment segments[PATH_SEGMENTS_MAX];
};
struct router {
    const struct route *routes;
    /* by number of segments, then those with literal segments first */
    struct entry *entries;
    size_t first[PATH_SEGMENTS_MAX + 2]; /* where the entries with so many segments begin */
};

static const char *const method_names[METHOD_COUNT] = {"GET", "POST", "PUT", "PATCH", "DELETE"};

const char *method_name(enum method method)
{
    return method_names[method];
}

static size_t split_pattern(const char *pattern, struct entry *entry)
{
    size_t count = 0;
    while (*pattern == '/' && pattern[1] && count < PATH_SEGMENTS_MAX) {
        struct segment *segment = &entry->segments[count++];
        pattern++;
        segment->size = strcspn(pattern, "/");
        segment->at = *pattern == ':' ? NULL : pattern;
        segment->hash = hash_bytes(pattern, segment->size, 0);
        entry->literals = entry->literals << 1 | (segment->at != NULL);
        pattern += segment->size;
    }
    return count;
}

static size_t segments_of(const struct route *route)
{
    struct entry entry = {0};
    return split_pattern(route->path, &entry);
}

static int by_literals(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (x->literals != y->literals)
        return x->literals > y->literals ? -1 : 1;
    return x->route < y->route ? -1 : x->route > y->route;
}

static void fill(struct router *router)
{
    size_t count = 0;
    for (size_t segments = 0; segments <= PATH_SEGMENTS_MAX; segments++) {
        router->first[segments] = count;
        for (const struct route *route = router->routes; route->path; route++) {
            if (segments_of(route) != segments)
                continue;
            struct entry *entry = &router->entries[count++];
            entry->route = route;
            split_pattern(route->path, entry);
        }
        size_t begin = router->first[segments];
        qsort(router->entries + begin, count - begin, sizeof *router->entries, by_literals);
    }
    router->first[PATH_SEGMENTS_MAX + 1] = count;
}

struct router *router_make(const struct route *routes, struct kripa_arena *arena)
{
    size_t count = 0;
    while (routes[count].path)
        count++;
    struct router *router = kripa_arena_alloc(arena, sizeof *router, 1);
    if (router)
        router->entries = kripa_arena_alloc(arena, sizeof *router->entries, count + 1);
    if (!router || !router->entries)
        return NULL;
    router->routes = routes;
    fill(router);
    return router;
}

const struct route *router_routes(const struct router *router)
{
    return router->routes;
}

static bool fits(const struct entry *entry, const struct path *path, const uint64_t *hashes,
                 const char *params[])
{
    size_t params_count = 0;
    for (size_t i = 0; i < path->count; i++) {
        const struct segment *segment = &entry->segments[i];
        const char *given = path->segments[i];
        if (!segment->at && *given)
            params[params_count++] = given;
        else if (!segment->at || segment->hash != hashes[i] ||
                 strncmp(given, segment->at, segment->size) != 0 || given[segment->size])
            return false;
    }
    return true;
}

const struct route *router_find(const struct router *router, const char *method,
                                const struct path *path, const char *params[], unsigned *allowed)
{
    uint64_t hashes[PATH_SEGMENTS_MAX];
    *allowed = 0;
    if (path->count > PATH_SEGMENTS_MAX)
        return NULL;
    for (size_t i = 0; i < path->count; i++)
        hashes[i] = hash_bytes(path->segments[i], strlen(path->segments[i]), 0);
    size_t end = router->first[path->count + 1];
    const char *pattern = NULL;
    for (size_t i = router->first[path->count]; i < end; i++) {
        const struct entry *entry = &router->entries[i];
        if (pattern && strcmp(entry->route->path, pattern) != 0)
            continue;
        if (!fits(entry, path, hashes, params))
            continue;
        pattern = entry->route->path;
        if (strcmp(method, method_names[entry->route->method]) == 0)
            return entry->route;
        *allowed |= 1U << entry->route->method;
    }
    return NULL;
}
