/* SPDX-License-Identifier: MIT
 * The API is a table with a row for each route. Dispatch, 404 and 405, rights, decoding, limits,
 * caching and the OpenAPI document follow from it; a new route is a row in routes.c, a handler in
 * an on_*.c file and its line in handlers/on.h. */
#ifndef ROUTE_H
#define ROUTE_H

#include <kripa/limits.h>
#include <kripa/sys/field.h>

struct request;
typedef enum kripa_status route_handler(struct request *r);

enum method { METHOD_GET, METHOD_POST, METHOD_PUT, METHOD_PATCH, METHOD_DELETE };
#define METHOD_COUNT 5

/* Where the handler runs. INLINE is the event thread (a worker, if the store waits for a network):
 * for what takes less than 2 ms however much the shop holds, such as one record found by an index
 * (tests/http/test_inline.c measures it). HASH is for what costs a password hash, SLOW for what may
 * take seconds, WRITE for other writes, STORE for other reads: so writers that wait for their turn
 * don't keep readers from working. UPLOAD is where forms are read and worked on, whatever the route
 * says: so a slow disk, or a slow provider, keeps nobody else from working. */
enum pool { POOL_INLINE, POOL_STORE, POOL_WRITE, POOL_HASH, POOL_SLOW, POOL_UPLOAD };
#define POOL_COUNT 6

enum reply_kind {
    REPLY_NONE,   /* data: null */
    REPLY_OBJECT, /* data: one record of route->reply */
    REPLY_ARRAY,  /* data: [records] */
    REPLY_LIST,   /* data: {items: [records], meta} */
    REPLY_RAW,    /* no envelope */
};

/* The bucket that is charged beside the general one of the account or address (rate_limit.h). */
enum route_limit {
    LIMIT_GENERAL,
    LIMIT_FREE,     /* in place of the general one: by address */
    LIMIT_SIGN_IN,  /* the handler calls limits_sign_in; only failures count */
    LIMIT_REGISTER, /* by address */
    LIMIT_RESET,    /* by address; the handler calls limits_reset, too, where it is told whose */
    LIMIT_CHECKOUT, /* by account */
};

enum route_flag {
    ROUTE_KEY = 1,  /* Idempotency-Key is read into r->key */
    ROUTE_ETAG = 2, /* ETag and If-None-Match; a record's tag begins with its revision */
    ROUTE_GUESTS_CACHE =
        /* guests: public, no-cache (others: private, no-cache with ROUTE_ETAG, or no-store) */
    4,
    ROUTE_IF_MATCH = 8,  /* If-Match is read into r->if_revision */
    ROUTE_COOKIE = 16,   /* reads or sets the refresh cookie: another Origin is 403 */
    ROUTE_NO_TOKEN = 32, /* Authorization is ignored */
    ROUTE_CREATES = 64,  /* answers 201 with Location (reply_created) */
    /* a failed sign-in, by the route's proof too, is answered SIGN_IN_ANSWER_MS after the request's
     * start */
    ROUTE_DELAY_FAILED = 128,
    ROUTE_PAGE_CACHE = 256,  /* a page of the catalogue, which is cached for guests */
    ROUTE_QUIET = 512,       /* requested constantly by machines: logged only when it fails */
    ROUTE_CATEGORIES = 1024, /* shows categories: runs on a worker while they are not cached */
    /* tried on the event thread first, as the handler respects r->work_max */
    ROUTE_TRIED_HERE = 2048,
    ROUTE_NEEDS_FILE = 4096, /* without a file it is INVALID */
    /* what is answered never changes, and pages of every origin may show it */
    ROUTE_IMMUTABLE = 8192,
    /* every answer goes SIGN_IN_ANSWER_MS after the request's start: nobody hears what it is by
     * its time */
    ROUTE_ALIKE = 16384,
    ROUTE_CSV = 32768, /* an object that comes as a line of CSV, too, as lists of admins do */
};
#define ROUTE_FILES_MAX KRIPA_IMAGES_MAX

struct route {
    enum method method;
    const char *path; /* "/api/products/:id" */
    unsigned roles;   /* mask of roles: KRIPA_ANYONE, KRIPA_SIGNED_IN, KRIPA_ADMINS, ... */
    route_handler *handler;
    const struct kripa_schema *query; /* decoded into r->query; NULL: the query is ignored */
    const struct kripa_schema *body;  /* decoded into r->body; NULL: none is read */
    const char *file; /* the name of the files of a form; NULL: forms are not taken */
    size_t files_max; /* at most ROUTE_FILES_MAX */
    enum kripa_input_mode input_mode; /* KRIPA_CREATE, or KRIPA_PARTIAL for an edit */
    const struct kripa_schema *reply; /* of OBJECT, ARRAY and LIST */
    /* of LIST: what its meta has beside the page; NULL: nothing */
    const struct kripa_schema *meta;
    enum reply_kind kind;
    enum pool pool;
    unsigned flags;
    enum route_limit limit;
    /* The fields of the body that prove who one is, separated by commas. INVALID on one of them is
     * a failed sign-in, as UNAUTHENTICATED always is. */
    const char *proof;
    const char *id;      /* its name in generated clients: listProducts */
    const char *summary; /* one sentence for the API's document */
};

/* "GET" */
const char *method_name(enum method method);

#endif
