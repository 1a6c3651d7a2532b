/* SPDX-License-Identifier: MIT
 * The demo shop: files that are part of the program. They may load scripts and styles only from
 * this server, and pictures over https from anywhere, as products may have them anywhere. */
#include "pages.h"

#include <string.h>

#include "demo_files.h"
#include "pipeline/kripad.h"
#include "pipeline/reply.h"

/* The page builds its elements by calls of the DOM. require-trusted-types-for makes the
 * browser refuse a text that would become markup. */
#define POLICY                                                                                     \
    "default-src 'none';script-src 'self';style-src 'self';connect-src 'self';"                    \
    "base-uri 'none';form-action 'none';frame-ancestors 'none';"                                   \
    "require-trusted-types-for 'script';img-src 'self' data: https:"

static const char *type_of(const char *name)
{
    static const struct {
        const char *ending, *type;
    } types[] = {
        {".html", "text/html; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".svg", "image/svg+xml"},
    };
    const char *ending = strrchr(name, '.');
    for (size_t i = 0; ending && i < sizeof types / sizeof *types; i++) {
        if (strcmp(ending, types[i].ending) == 0)
            return types[i].type;
    }
    return "application/octet-stream";
}

static enum kripa_status answer_file(struct request *r, const char *name)
{
    for (const struct demo_file *file = demo_files; file->name; file++) {
        if (strcmp(file->name, name) != 0)
            continue;
        r->reply.policy = r->kripad->page_policy;
        return reply_raw(r, type_of(name), file->bytes, file->size);
    }
    return kripa_fail(r->err, KRIPA_NOT_FOUND, "there is nothing at this address");
}

static enum kripa_status on_demo(struct request *r)
{
    return answer_file(r, "index.html");
}

static enum kripa_status on_demo_file(struct request *r)
{
    return answer_file(r, r->params[0]);
}

#define PAGE_FLAGS ROUTE_NO_TOKEN | ROUTE_ETAG | ROUTE_GUESTS_CACHE
static const struct route demo_routes[] = {
    {METHOD_GET, "/demo", KRIPA_ANYONE, on_demo, .kind = REPLY_RAW, .flags = PAGE_FLAGS,
     .limit = LIMIT_FREE},
    {METHOD_GET, "/demo/:file", KRIPA_ANYONE, on_demo_file, .kind = REPLY_RAW, .flags = PAGE_FLAGS,
     .limit = LIMIT_FREE},
    {.path = NULL},
};

bool pages_open(struct kripad *kripad)
{
    struct origin public;
    char text[ORIGIN_URL_SIZE];
    bool named = origin_parse(origin_public_url(kripad->config, text), &public);
    kripad->pages = router_make(demo_routes, &kripad->arena);
    kripad->page_policy = kripa_arena_format(&kripad->arena, POLICY "%s%s", named ? " " : "",
                                             named ? public.text : "");
    return kripad->pages && kripad->page_policy;
}
