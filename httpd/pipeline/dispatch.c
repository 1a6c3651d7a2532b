/* SPDX-License-Identifier: MIT
 * The order of work around every request: method and path -> token -> limit -> role -> size and
 * type -> decode and check -> one library call -> encode for this viewer. */
#include "dispatch.h"

#include <stdlib.h>
#include <string.h>

#include <kripa/catalog.h>
#include <kripa/sys/json.h>

#include "csv.h"
#include "form.h"
#include "guard.h"
#include "kripad.h"
#include "page_cache.h"
#include "rate_limit.h"
#include "reply.h"

#define SIGN_IN_ANSWER_MS 300
/* The limit of work for a list that is tried on the event thread: enough for a page of products and
 * what is skipped before it. tests/http/test_inline.c checks that this takes less than 2 ms. */
#define WORK_HERE_MAX     4000

static bool is_api(const struct path *path)
{
    return path->count > 0 && strcmp(path->segments[0], "api") == 0;
}

static enum kripa_status find_route(struct request *r, struct path *path)
{
    unsigned allowed;
    enum kripa_status status = path_split(r->target, r->arena, path, r->err);
    if (status != KRIPA_OK)
        return status;
    r->raw_query = path->query;
    const char *method = r->head_only ? "GET" : r->method;
    r->route = router_find(r->kripad->router, method, path, r->params, &allowed);
    if (!r->route && !allowed && r->kripad->pages)
        r->route = router_find(r->kripad->pages, method, path, r->params, &allowed);
    if (r->route)
        return KRIPA_OK;
    /* for unknown paths, too: otherwise a page would see a failed connection and not the 404 */
    if (strcmp(method, "OPTIONS") == 0 && (allowed || is_api(path))) {
        cors_preflight(r, allowed);
        return KRIPA_OK;
    }
    if (!allowed)
        return kripa_fail(r->err, KRIPA_NOT_FOUND, "there is nothing at this address");
    reply_header(r, "Allow", reply_methods(r, allowed));
    return reply_refuse(r, &REFUSED_METHOD, "this address does not take this method");
}

static enum kripa_status admit(struct request *r)
{
    struct path path;
    enum kripa_status status;
    guard_client(r);
    if ((status = guard_framing(r)) || (status = find_route(r, &path)) || r->reply.http_status) {
        enum kripa_status limited = limits_free(r);
        return limited ? limited : status;
    }
    if ((status = guard_token(r)) || (status = limits_admit(r)) || (status = guard_role(r)))
        return status;
    if ((status = guard_origin(r)) || (status = guard_size(r)))
        return status;
    return guard_type(r);
}

void dispatch_head(struct request *r)
{
    at_work_on(&r->kripad->at_work, r);
    enum kripa_status status = admit(r);
    if (status != KRIPA_OK)
        reply_error(r, status);
    else if (!r->reply.http_status && !page_cache_get(r))
        r->needs_worker = r->route->flags & ROUTE_CATEGORIES && !kripa_categories_ready(r->kripa);
    r->head_done = true;
    at_work_on(&r->kripad->at_work, NULL);
}

static enum kripa_status decode_query(struct request *r)
{
    const struct kripa_schema *schema = r->route->query;
    struct kripa_pair *pairs;
    size_t count;
    kripa_given given;
    if (!schema)
        return KRIPA_OK;
    void *record = kripa_arena_alloc(r->arena, schema->size, 1);
    if (!record)
        return kripa_fail(r->err, KRIPA_NO_MEMORY, "out of memory");
    r->query = record;
    enum kripa_status status = query_split(r->raw_query, r->arena, &pairs, &count, r->err);
    if (status != KRIPA_OK)
        return status;
    return kripa_pairs_decode(schema, KRIPA_CREATE, r->viewer.role, false, pairs, count, r->arena,
                              record, &given, r->err);
}

static bool takes_form(const struct request *r)
{
    return r->route->file && form_is_sent(r);
}

static enum kripa_status decode_body(struct request *r)
{
    const struct kripa_schema *schema = r->route->body;
    void *record = schema ? kripa_arena_alloc(r->arena, schema->size, 1) : NULL;
    if (schema && !record)
        return kripa_fail(r->err, KRIPA_NO_MEMORY, "out of memory");
    r->body = record;
    if (r->text_size && form_is_sent(r))
        form_take(r, r->text, r->text_size);
    if (r->form)
        return form_decode(r, record);
    if (!schema)
        return KRIPA_OK;
    return kripa_json_decode(schema, r->route->input_mode, r->viewer.role, r->text ? r->text : "",
                             r->text_size, r->arena, record, &r->given, r->err);
}

/* Removes the quotes around the key; the library refuses malformed ones. */
static enum kripa_status read_key(struct request *r)
{
    const char *key = r->headers[HEADER_IDEMPOTENCY_KEY];
    if (!key || !(r->route->flags & ROUTE_KEY))
        return KRIPA_OK;
    size_t size = strlen(key);
    if (size >= 2 && key[0] == '"' && key[size - 1] == '"') {
        key++;
        size -= 2;
    }
    r->key = kripa_arena_text(r->arena, key, size);
    return r->key ? KRIPA_OK : kripa_fail(r->err, KRIPA_NO_MEMORY, "out of memory");
}

/* The highest revision in a list of tags; below 0 when there is none. A weak tag, which a
 * compressing proxy makes of ours, has its revision, too. */
static int64_t revision_of(const char *tags)
{
    int64_t revision = -1;
    for (; *tags; tags += strcspn(tags, ",")) {
        tags += strspn(tags, ", \t");
        tags += strncmp(tags, "W/", 2) == 0 ? 2 : 0;
        char *end = NULL;
        long long number =
            tags[0] == '"' && tags[1] >= '0' && tags[1] <= '9' ? strtoll(tags + 1, &end, 10) : -1;
        if (end && *end == '-' && number > revision)
            revision = number;
    }
    return revision;
}

static enum kripa_status read_if_match(struct request *r)
{
    const char *tags = r->headers[HEADER_IF_MATCH];
    if (!tags || !(r->route->flags & ROUTE_IF_MATCH) || strcmp(tags, "*") == 0)
        return KRIPA_OK;
    int64_t revision = revision_of(tags);
    if (revision < 0)
        return kripa_fail(r->err, KRIPA_STALE, "If-Match names no revision of this record");
    r->if_revision = (struct kripa_int){.value = revision, .set = true};
    return KRIPA_OK;
}

/* The library names fields as its tables do, but the client knows the names it sent. */
static void name_as_sent(struct request *r)
{
    struct kripa_pair *pairs;
    size_t count;
    if (r->form)
        form_name_as_sent(r);
    else if (r->route->body && r->text)
        kripa_json_as_sent(r->route->body, r->text, r->text_size, r->err);
    if (r->route->query && !query_split(r->raw_query, r->arena, &pairs, &count, NULL))
        kripa_pairs_as_sent(r->route->query, pairs, count, r->err);
}

static enum kripa_status work(struct request *r)
{
    enum kripa_status status;
    if ((status = guard_size(r)) || (status = r->body_status))
        return status;
    if ((status = decode_query(r)) || (status = decode_body(r)))
        return status;
    if ((status = read_key(r)) || (status = read_if_match(r)))
        return status;
    if (r->route->flags & ROUTE_NEEDS_FILE && !r->uploads_count)
        return kripa_fail_field(r->err, KRIPA_INVALID, r->route->file, "is required");
    status = csv_wanted(r) ? csv_answer(r) : r->route->handler(r);
    if (status == KRIPA_OK)
        page_cache_put(r);
    else if (r->err->fields_count)
        name_as_sent(r);
    return status;
}

static void settle(struct request *r, enum kripa_status status)
{
    if (status != KRIPA_OK || !r->reply.http_status)
        reply_error(r, status);
    unsigned flags = r->route->flags;
    if (flags & ROUTE_ALIKE || (flags & ROUTE_DELAY_FAILED && limits_failed_sign_in(r, status)))
        r->answer_not_before_ms = r->started_us / 1000 + SIGN_IN_ANSWER_MS;
}

void dispatch_body(struct request *r)
{
    at_work_on(&r->kripad->at_work, r);
    bool works = !r->reply.http_status; /* else it was answered by its head */
    enum kripa_status status = works ? work(r) : KRIPA_OK;
    form_end(r, status != KRIPA_OK);
    if (works)
        settle(r, status);
    reply_finish(r);
    at_work_on(&r->kripad->at_work, NULL);
}

enum pool dispatch_pool(const struct request *r)
{
    if (!r->head_done)
        return POOL_STORE; /* the token is checked in a store that waits for a network */
    if (r->reply.http_status)
        return POOL_INLINE;
    if (takes_form(r))
        return POOL_UPLOAD;
    bool alone = r->route->flags & ROUTE_NO_TOKEN; /* it is about kripad itself */
    if (csv_wanted(r))
        return POOL_SLOW; /* all pages of it */
    bool waits = r->needs_worker || (r->kripad->remote && !alone);
    bool is_file = r->route->flags & ROUTE_IMMUTABLE; /* not a list of the store's */
    bool tried_here = r->route->flags & ROUTE_TRIED_HERE && (r->kripad->lists_here || is_file);
    if (!waits && (r->route->pool == POOL_INLINE || tried_here))
        return POOL_INLINE;
    if (r->route->pool == POOL_INLINE)
        return POOL_STORE;
    return r->route->pool;
}

static enum kripa_status work_a_little(struct request *r)
{
    r->work_max = WORK_HERE_MAX;
    enum kripa_status status = work(r);
    r->work_max = 0;
    return status;
}

bool dispatch_here(struct request *r)
{
    if (!r->reply.http_status && r->route->flags & ROUTE_TRIED_HERE) {
        enum kripa_status status = work_a_little(r);
        r->needs_worker = status == KRIPA_TOO_LARGE;
        if (r->needs_worker) {
            request_clear_error(r);
            return false;
        }
        settle(r, status);
    }
    dispatch_body(r);
    return true;
}

void dispatch(struct request *r)
{
    if (!r->head_done)
        dispatch_head(r);
    dispatch_body(r);
}

void dispatch_refuse(struct request *r, enum kripa_status status, const char *message)
{
    kripa_fail(r->err, status, "%s", message);
    reply_error(r, status);
    reply_finish(r);
}

void dispatch_refuse_head(struct request *r, enum kripa_status status, const char *message)
{
    guard_client(r);
    kripa_fail(r->err, status, "%s", message);
    enum kripa_status limited = limits_free(r);
    reply_error(r, limited ? limited : status);
    reply_finish(r);
}
