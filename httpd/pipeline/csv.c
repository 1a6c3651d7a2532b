/* SPDX-License-Identifier: MIT
 * See csv.h. */
#include "csv.h"

#include <string.h>

#include <kripa/limits.h>
#include <kripa/sys/csv.h>

#include "path.h"
#include "reply.h"

#define CSV_TYPE "text/csv; charset=utf-8"

bool csv_route(const struct route *route)
{
    bool rows = route->kind == REPLY_LIST || route->kind == REPLY_ARRAY;
    return route->method == METHOD_GET && route->roles == KRIPA_ADMINS &&
           (rows || route->flags & ROUTE_CSV);
}

static bool asks_for_csv(const struct request *r)
{
    struct kripa_pair *pairs;
    size_t count;
    if (query_split(r->raw_query, r->arena, &pairs, &count, NULL) != KRIPA_OK)
        return false;
    for (size_t i = 0; i < count; i++)
        if (strcmp(pairs[i].name, "format") == 0)
            return strcmp(pairs[i].value, "csv") == 0;
    const char *accept = r->headers[HEADER_ACCEPT];
    return accept && strncmp(accept, "text/csv", strlen("text/csv")) == 0;
}

bool csv_wanted(const struct request *r)
{
    return r->route && csv_route(r->route) && asks_for_csv(r);
}

static const struct kripa_field *query_field(const struct request *r, const char *name)
{
    for (size_t i = 0; r->route->query && i < r->route->query->count; i++)
        if (strcmp(r->route->query->fields[i].name, name) == 0)
            return &r->route->query->fields[i];
    return NULL;
}

/* Requests the next page by its cursor, with the largest limit. The query was decoded into
 * memory of this request. */
static void ask_for(struct request *r, const char *cursor)
{
    char *query = (char *)(uintptr_t)r->query;
    const struct kripa_field *limit = query_field(r, "limit"), *at = query_field(r, "cursor");
    if (r->route->kind != REPLY_LIST || !limit || !at)
        return;
    *(int64_t *)(void *)(query + limit->at) = KRIPA_PAGE_LIMIT_MAX;
    *(const char **)(void *)(query + at->at) = *cursor ? cursor : NULL;
}

/* The memory of the page is reused for the next. */
static enum kripa_status take_page(struct request *r, struct csv *csv)
{
    struct kripa_arena page = {0}, *own = r->arena;
    char cursor[KRIPA_CURSOR_SIZE];
    memcpy(cursor, csv->next, sizeof cursor);
    csv->next[0] = '\0';
    ask_for(r, cursor);
    r->arena = &page;
    enum kripa_status status = r->route->handler(r);
    r->arena = own;
    kripa_arena_clear(&page);
    return status;
}

/* "orders.csv", of /api/admin/orders. */
static const char *disposition(struct request *r)
{
    const char *name = strrchr(r->route->path, '/');
    return kripa_arena_format(r->arena, "attachment; filename=\"%s.csv\"",
                              name ? name + 1 : "list");
}

enum kripa_status csv_answer(struct request *r)
{
    struct csv *csv = kripa_arena_alloc(r->arena, sizeof *csv, 1);
    if (!csv)
        return kripa_fail(r->err, KRIPA_NO_MEMORY, "out of memory");
    kripa_writer_init(&csv->writer, r->arena);
    kripa_csv_write_head(&csv->writer, r->route->reply, r->viewer.role);
    r->csv = csv;
    enum kripa_status status;
    do
        status = take_page(r, csv);
    while (status == KRIPA_OK && csv->next[0] && !csv->writer.failed);
    r->csv = NULL;
    if (status == KRIPA_OK && csv->writer.failed)
        status = kripa_fail(r->err, KRIPA_NO_MEMORY, "out of memory");
    if (status != KRIPA_OK)
        return status;
    reply_header(r, "Content-Disposition", disposition(r));
    return reply_raw(r, CSV_TYPE, csv->writer.at, csv->writer.size);
}
