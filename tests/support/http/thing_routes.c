/* SPDX-License-Identifier: MIT
 * See thing_routes.h. */
#include "thing_routes.h"

#include <string.h>
#include <time.h>

#include "base/fields.h"
#include "pipeline/rate_limit.h"
#include "pipeline/reply.h"

struct kripa_thing {
    const char *name;
    int64_t qty, price_paise, revision;
};
static const struct kripa_field kp_thing_fields[] = {
    TEXT(thing, name, "name", 1, 40, .flags = KRIPA_REQUIRED, .doc = "What it is called."),
    INT(thing, qty, "qty", 0, 1000, .doc = "How many."),
    MONEY(thing, price, "price", 0, 100000, .readable_by = KRIPA_ADMINS,
          .writable_by = KRIPA_ADMINS, .doc = "For admins."),
    INT(thing, revision, "revision", 0, INT64_MAX, .readable_by = KRIPA_NOBODY,
        .writable_by = KRIPA_NOBODY, .doc = "Raised by edits."),
};
static SCHEMA(thing, NULL, .readable_by = KRIPA_ANYONE, .writable_by = KRIPA_ANYONE,
              .doc = "A thing.");

struct kripa_thing_query {
    int64_t ms;
    const char *status;
};
static const struct kripa_field kp_thing_query_fields[] = {
    INT(thing_query, ms, "ms", 0, 10000, .doc = "How long it takes."),
    TEXT(thing_query, status, "status", 1, 40, .doc = "How it ends."),
};
static SCHEMA(thing_query, NULL, .writable_by = KRIPA_ANYONE, .doc = "What is to happen.");

struct kripa_thing_sign_in {
    const char *email, *password;
};
static const struct kripa_field kp_thing_sign_in_fields[] = {
    TEXT(thing_sign_in, email, "email", 1, 100, .flags = KRIPA_REQUIRED, .doc = "Who."),
    TEXT(thing_sign_in, password, "password", 1, 100, .flags = KRIPA_REQUIRED, .doc = "Secret."),
};
static SCHEMA(thing_sign_in, NULL, .writable_by = KRIPA_ANYONE, .doc = "A sign-in.");

static enum kripa_status on_get(struct request *r)
{
    struct kripa_thing thing = {.name = r->params[0], .qty = 3, .price_paise = 1250, .revision = 7};
    if (strcmp(r->params[0], "gone") == 0)
        return kripa_fail(r->err, KRIPA_NOT_FOUND, "there is no such thing");
    return reply_record(r, &thing);
}

static enum kripa_status on_special(struct request *r)
{
    struct kripa_thing thing = {.name = "the special one"};
    return reply_record(r, &thing);
}

static enum kripa_status on_put(struct request *r)
{
    if (r->if_revision.set)
        r->message = kripa_arena_format(r->arena, "%lld", (long long)r->if_revision.value);
    return reply_record(r, r->body);
}

static enum kripa_status on_delete(struct request *r)
{
    return reply_none(r);
}

static enum kripa_status on_list(struct request *r)
{
    static const struct kripa_thing things[] = {{.name = "one"}, {.name = "two & <three>"}};
    struct kripa_page page = {.page = 1, .limit = 2, .total = 5, .next = "cursor"};
    return reply_list(r, things, 2, &page);
}

static enum kripa_status on_post(struct request *r)
{
    struct kripa_id id = {.bytes = {[11] = 5}};
    struct kripa_thing thing = *(const struct kripa_thing *)r->body;
    thing.name = r->key ? r->key : thing.name;
    return reply_created(r, "/things", id, &thing);
}

static enum kripa_status on_cookie(struct request *r)
{
    const char *cookies[8];
    size_t count = request_refresh_cookies(r, cookies, 8);
    const char *last = count ? cookies[count - 1] : "none";
    enum kripa_status status =
        request_set_refresh_cookie(r, kripa_arena_format(r->arena, "%zu-%s", count, last));
    return status != KRIPA_OK ? status : reply_none(r);
}

static enum kripa_status try_sign_in(struct request *r, struct kripa_signed_in *out)
{
    (void)out;
    const struct kripa_thing_sign_in *form = r->body;
    return strcmp(form->password, "right") == 0
               ? KRIPA_OK
               : kripa_fail(r->err, KRIPA_UNAUTHENTICATED, "wrong");
}

static enum kripa_status on_sign_in(struct request *r)
{
    const struct kripa_thing_sign_in *form = r->body;
    enum kripa_status status =
        limits_sign_in(r, form->email, (struct kripa_id){{0}}, try_sign_in, NULL);
    return status != KRIPA_OK ? status : reply_none(r);
}

static enum kripa_status on_fail(struct request *r)
{
    const struct kripa_thing_query *query = r->query;
    for (enum kripa_status status = KRIPA_INVALID; query->status && status < KRIPA_STATUS_COUNT;
         status++) {
        if (strcmp(kripa_status_name(status), query->status) == 0)
            return kripa_fail_field(r->err, status, "things[1].qty", "secret detail");
    }
    return reply_none(r);
}

static enum kripa_status on_slow(struct request *r)
{
    const struct kripa_thing_query *query = r->query;
    struct timespec pause = {.tv_sec = query->ms / 1000, .tv_nsec = query->ms % 1000 * 1000000};
    nanosleep(&pause, NULL);
    return reply_none(r);
}

/* Too much for the event thread, unless `status` says otherwise. */
static enum kripa_status on_tried(struct request *r)
{
    const struct kripa_thing_query *query = r->query;
    if (query->status)
        return on_fail(r);
    if (r->work_max)
        return kripa_fail_field(r->err, KRIPA_TOO_LARGE, "ms", "too much");
    return on_slow(r);
}

const struct route thing_routes[] = {
    {METHOD_GET, "/things/:id", KRIPA_ANYONE, on_get, .reply = &kripa_thing_schema,
     .kind = REPLY_OBJECT, .flags = ROUTE_ETAG, .summary = "One thing."},
    {METHOD_PUT, "/things/:id", KRIPA_ANYONE, on_put, .body = &kripa_thing_schema,
     .input_mode = KRIPA_PATCH, .reply = &kripa_thing_schema, .kind = REPLY_OBJECT,
     .pool = POOL_STORE, .flags = ROUTE_IF_MATCH, .summary = "Changes one."},
    {METHOD_DELETE, "/things/:id", KRIPA_ANYONE, on_delete, .summary = "Drops one."},
    {METHOD_GET, "/things/special", KRIPA_ANYONE, on_special, .reply = &kripa_thing_schema,
     .kind = REPLY_OBJECT, .summary = "The special one."},
    {METHOD_GET, "/things", KRIPA_ANYONE, on_list, .reply = &kripa_thing_schema, .kind = REPLY_LIST,
     .flags = ROUTE_ETAG | ROUTE_GUESTS_CACHE, .summary = "Things."},
    {METHOD_POST, "/things", KRIPA_ANYONE, on_post, .body = &kripa_thing_schema,
     .reply = &kripa_thing_schema, .kind = REPLY_OBJECT, .pool = POOL_STORE,
     .flags = ROUTE_KEY | ROUTE_CREATES, .summary = "Makes one."},
    {METHOD_GET, "/cached", KRIPA_ANYONE, on_special, .reply = &kripa_thing_schema,
     .kind = REPLY_OBJECT, .flags = ROUTE_ETAG | ROUTE_GUESTS_CACHE, .summary = "May be kept."},
    {METHOD_GET, "/health", KRIPA_ANYONE, on_delete, .flags = ROUTE_NO_TOKEN, .limit = LIMIT_FREE,
     .summary = "Whether it lives."},
    {METHOD_GET, "/mine", KRIPA_SIGNED_IN, on_special, .reply = &kripa_thing_schema,
     .kind = REPLY_OBJECT, .summary = "For the signed-in."},
    {METHOD_GET, "/admin", KRIPA_ADMINS, on_special, .reply = &kripa_thing_schema,
     .kind = REPLY_OBJECT, .summary = "For admins."},
    {METHOD_POST, "/cookie", KRIPA_ANYONE, on_cookie, .flags = ROUTE_COOKIE | ROUTE_NO_TOKEN,
     .summary = "Cookies."},
    {METHOD_POST, "/sign-in", KRIPA_ANYONE, on_sign_in, .body = &kripa_thing_sign_in_schema,
     .pool = POOL_HASH, .flags = ROUTE_DELAY_FAILED, .limit = LIMIT_SIGN_IN,
     .summary = "Signs in."},
    {METHOD_GET, "/fail", KRIPA_ANYONE, on_fail, .query = &kripa_thing_query_schema,
     .summary = "Fails."},
    {METHOD_GET, "/slow", KRIPA_ANYONE, on_slow, .query = &kripa_thing_query_schema,
     .pool = POOL_STORE, .summary = "Takes its time."},
    {METHOD_GET, "/slow-hash", KRIPA_ANYONE, on_slow, .query = &kripa_thing_query_schema,
     .pool = POOL_HASH, .summary = "Takes its time."},
    {METHOD_GET, "/tried", KRIPA_ANYONE, on_tried, .query = &kripa_thing_query_schema,
     .pool = POOL_STORE, .flags = ROUTE_TRIED_HERE, .summary = "Tried here, done elsewhere."},
    {.path = NULL},
};
