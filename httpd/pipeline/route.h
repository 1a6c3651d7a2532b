/* SPDX-License-Identifier: MIT
 * The API is a table: one row a route. Dispatch, 404 and 405, rights, decoding, limits, caching and
 * the OpenAPI document follow from the rows of routes.c; a new route is a row there, a handler in
 * an on_*.c file and its line in handlers/on.h. */
#ifndef ROUTE_H
#define ROUTE_H

#include <kripa/sys/field.h>

struct request;
typedef enum kripa_status route_handler(struct request *r);

enum method { METHOD_GET, METHOD_POST, METHOD_PUT, METHOD_PATCH, METHOD_DELETE };
#define METHOD_COUNT 5

/* Where the handler runs. INLINE is for what takes less than 2 ms however much the shop holds (one
 * record, found by an index; tests/http/test_inline.c measures it): on the event thread, unless the
 * store waits for a network. HASH is for what costs a password hash, SLOW for what may
 * take seconds, WRITE for whatever else writes, STORE for all other reads: so a writer that waits
 * for its turn takes no place from readers. */
enum pool { POOL_INLINE, POOL_STORE, POOL_WRITE, POOL_HASH, POOL_SLOW };
#define POOL_COUNT 5

enum reply_kind {
    REPLY_NONE,   /* data: null */
    REPLY_OBJECT, /* data: one record of route->reply */
    REPLY_ARRAY,  /* data: [records] */
    REPLY_LIST,   /* data: {items: [records], meta} */
    REPLY_RAW,    /* no envelope */
};

/* What is taken from a bucket beside the general one of the account or the address
 * (rate_limit.h). */
enum route_limit {
    LIMIT_GENERAL,
    LIMIT_FREE,     /* instead of the general one: by address */
    LIMIT_SIGN_IN,  /* the handler calls limits_sign_in; only failures count */
    LIMIT_REGISTER, /* by address */
    LIMIT_RESET,    /* by address */
    LIMIT_CHECKOUT, /* by account */
};

enum route_flag {
    ROUTE_KEY = 1,  /* Idempotency-Key is read into r->key */
    ROUTE_ETAG = 2, /* ETag and If-None-Match; a record's tag begins with its revision */
    ROUTE_GUESTS_CACHE =
        4, /* guests: public, no-cache (else private, no-cache with ROUTE_ETAG, or no-store) */
    ROUTE_IF_MATCH = 8,  /* If-Match is read into r->if_revision */
    ROUTE_COOKIE = 16,   /* reads or sets the refresh cookie: another Origin is 403 */
    ROUTE_NO_TOKEN = 32, /* Authorization is ignored */
    ROUTE_CREATES = 64,  /* answers 201 with Location (reply_created) */
    ROUTE_DELAY_FAILED =
        128, /* UNAUTHENTICATED answers SIGN_IN_ANSWER_MS after the request's start */
    ROUTE_PAGE_CACHE = 256,  /* of the catalogue: repeated to guests until it changes */
    ROUTE_QUIET = 512,       /* asked all day long by machines: logged only when it fails */
    ROUTE_CATEGORIES = 1024, /* names categories: to a worker while they are not in memory */
    /* of POOL_STORE: the handler heeds r->work_max, and first tries on the event thread */
    ROUTE_TRIED_HERE = 2048,
};

struct route {
    enum method method;
    const char *path; /* "/api/products/:id" */
    unsigned roles;   /* mask of roles: KRIPA_ANYONE, KRIPA_SIGNED_IN, KRIPA_ADMINS, ... */
    route_handler *handler;
    const struct kripa_schema *query; /* decoded into r->query; NULL: the query is not looked at */
    const struct kripa_schema *body;  /* decoded into r->body; NULL: none is read */
    enum kripa_input_mode input_mode; /* KRIPA_CREATE, or PARTIAL for an edit */
    const struct kripa_schema *reply; /* of OBJECT, ARRAY and LIST */
    enum reply_kind kind;
    enum pool pool;
    unsigned flags;
    enum route_limit limit;
    /* With LIMIT_SIGN_IN: the field of the body that proves who asks. INVALID on it is a failed
     * sign-in, as UNAUTHENTICATED is everywhere. */
    const char *proof;
    const char *id;      /* its name for clients that are made from the document: listProducts */
    const char *summary; /* one sentence of the API's document */
};

/* "GET" */
const char *method_name(enum method method);

#endif
