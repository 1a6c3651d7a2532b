/* SPDX-License-Identifier: MIT
 * A request, from its head to its answer. Nothing here knows of sockets: server/ fills it from
 * libmicrohttpd, tests by hand (request_begin, request_header), dispatch.c works on it.
 *
 * A handler is a few lines: one library call, one reply_*. By then the route is matched, the viewer
 * known and allowed, the query and the body decoded by the route's tables.
 *
 *     enum kripa_status on_product_list(struct request *r)
 *     {
 *         struct kripa_products products;
 *         enum kripa_status status =
 *             kripa_product_list(r->kripa, r->viewer, r->query, r->arena, &products, r->err);
 *         if (status != KRIPA_OK)
 *             return status;
 *         return reply_list(r, products.at, products.count, &products.page);
 *     }
 *
 * What it returns, with r->err, becomes the answer when it is not KRIPA_OK: nothing else is needed
 * for errors. The role of r->viewer at the time of the reply decides which fields are shown: the
 * cart's handlers set it to the one that the library says the goods would be bought as. */
#ifndef REQUEST_H
#define REQUEST_H

#include <kripa/account.h>
#include <kripa/context.h>

#include "base/address.h"
#include "route.h"

#define REQUEST_PARAMS_MAX  4
#define REPLY_HEADERS_MAX   24
#define REQUEST_ID_SIZE     65
#define REPLY_WRITTEN_BYTES 16384

/* The headers kripad looks at. */
enum header {
    HEADER_AUTHORIZATION,
    HEADER_CONTENT_LENGTH,
    HEADER_CONTENT_TYPE,
    HEADER_COOKIE,
    HEADER_FORWARDED_FOR,
    HEADER_HOST,
    HEADER_IDEMPOTENCY_KEY,
    HEADER_IF_MATCH,
    HEADER_IF_NONE_MATCH,
    HEADER_ORIGIN,
    HEADER_PREFLIGHT_METHOD,
    HEADER_REQUEST_ID,
    HEADER_TRANSFER_ENCODING,
};
#define HEADER_COUNT 13

struct reply_header {
    const char *name, *value; /* static, or in the request's arena */
};
struct reply {
    unsigned http_status; /* 0: not answered yet */
    const char *content_type;
    const char *policy; /* what its page may load (CSP); NULL: it is no page */
    const char *body;   /* in the arena, or static */
    size_t size;
    struct reply_header headers[REPLY_HEADERS_MAX];
    size_t headers_count;
    int64_t revision; /* of the one record shown; below 0: none */
    bool close;       /* the connection ends with this answer */
};

struct kripad;
struct refusal;
struct request {
    /* For handlers */
    struct kripa *kripa;
    struct kripa_viewer viewer; /* a guest when nobody is signed in */
    const struct route *route;
    /* of the path, in its order, decoded: r->params[0] is :id */
    const char *params[REQUEST_PARAMS_MAX];
    const void *query;            /* the struct of route->query */
    const void *body;             /* the struct of route->body */
    kripa_given given;            /* which fields of the body were sent */
    struct kripa_int if_revision; /* of If-Match, with ROUTE_IF_MATCH */
    const char *key;              /* of Idempotency-Key, with ROUTE_KEY; NULL: none */
    struct kripa_arena *arena;    /* lives as long as the request */
    struct kripa_error *err;
    const char *message;   /* of a good answer; set before reply_*; "OK" when left NULL */
    struct kripad *kripad; /* configuration and everything requests share */

    /* For what is around them */
    const char *method, *target;       /* as sent: "GET", "/api/products?page=2" */
    const char *headers[HEADER_COUNT]; /* NULL: not sent */
    unsigned char header_times[HEADER_COUNT];
    const char *head_fault; /* why the head is none, as its bytes lie; NULL: it is one */
    bool head_too_large;    /* more than is taken of a head was sent */
    const char *text;       /* the body as sent */
    size_t text_size;
    const char *raw_query;        /* of the target, undecoded */
    uint64_t catalog_version;     /* with ROUTE_PAGE_CACHE, before the work began; 0: not known */
    bool address_spent;           /* but for the session that the request may show */
    bool needs_worker;            /* whatever the route's pool */
    int64_t work_max;             /* with ROUTE_TRIED_HERE: more is TOO_LARGE; 0: no bound */
    bool too_large;               /* more than the route's limit was sent, or announced */
    struct address peer, client;  /* who connected; who asks, when that was a trusted proxy */
    int64_t started_us;           /* monotonic */
    int64_t answer_not_before_ms; /* monotonic; 0: at once */
    /* OK: viewer is what the token says; UNAUTHENTICATED also when there was none */
    enum kripa_status token_status;
    bool head_only, head_done;
    const struct refusal *refusal; /* of a step that refuses by no library status (reply.h) */
    const char *sign_in_email;     /* of a sign-in, for the log; NULL: it is none */
    char id[REQUEST_ID_SIZE];      /* X-Request-Id */
    struct reply reply;

    /* What request_begin does not clear */
    struct kripa_arena own_arena;
    struct kripa_error error;
    char written[REPLY_WRITTEN_BYTES]; /* the body of an answer that is not longer */
};

/* The :id (or the like) of the path as an id; NOT_FOUND when it is none. */
enum kripa_status request_param_id(struct request *r, size_t param, struct kripa_id *out);

/* Cookies named refreshToken, in the order sent; there may be several. Returns how many (at most
 * `max`). */
size_t request_refresh_cookies(struct request *r, const char *out[], size_t max);
/* Set-Cookie with this token, or, with NULL, its removal. */
enum kripa_status request_set_refresh_cookie(struct request *r, const char *token);

/* Whether who asks may sign in: one library call. */
typedef enum kripa_status sign_in_try(struct request *r, struct kripa_signed_in *out);
/* Takes a failed sign-in from the buckets of this e-mail and address, of the e-mail, and of the
 * address, then tries, and gives it back unless that ended UNAUTHENTICATED or INVALID on the
 * route's proof. LIMITED, and nothing tried, when one is empty. A device with a `session` of the
 * account (zero: none) has a bucket of its own, and only that one can refuse it: nobody else shuts
 * it out. For routes with LIMIT_SIGN_IN. */
enum kripa_status limits_sign_in(struct request *r, const char *email, struct kripa_id session,
                                 sign_in_try *attempt, struct kripa_signed_in *out);

/* For server/ and tests: a cleared request (own_arena may hold memory of the one before). */
void request_begin(struct request *r, struct kripad *kripad, const char *method,
                   const char *target);
/* Forgets what went wrong, when it turned out not to matter. */
void request_clear_error(struct request *r);
/* A header as sent; `value` must live as long as the request. */
void request_header(struct request *r, const char *name, const char *value);
/* Ready for the next one; keeps one chunk of the arena. */
void request_end(struct request *r);

#endif
