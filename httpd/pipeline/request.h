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
#include <kripa/media.h>

#include "base/address.h"
#include "route.h"

#define REQUEST_PARAMS_MAX  4
#define REPLY_HEADERS_MAX   24
#define REQUEST_ID_SIZE     65
#define REPLY_WRITTEN_BYTES 16384

/* The headers that kripad uses. */
enum header {
    HEADER_ACCEPT,
    HEADER_AUTHORIZATION,
    HEADER_CONTENT_LENGTH,
    HEADER_CONTENT_TYPE,
    HEADER_COOKIE,
    HEADER_FORWARDED_FOR,
    HEADER_HOST,
    HEADER_IDEMPOTENCY_KEY,
    HEADER_IF_MATCH,
    HEADER_IF_NONE_MATCH,
    HEADER_IF_RANGE,
    HEADER_ORIGIN,
    HEADER_PREFLIGHT_METHOD,
    HEADER_RANGE,
    HEADER_REQUEST_ID,
    HEADER_TRANSFER_ENCODING,
};
#define HEADER_COUNT 16

struct reply_header {
    const char *name, *value; /* static, or in the request's arena */
};
struct reply {
    unsigned http_status; /* 0: not answered yet */
    const char *content_type;
    const char *policy; /* what its page may load (CSP); NULL: it is no page */
    const char *body;   /* in the arena, or static */
    size_t size;
    bool is_file; /* the body is `size` bytes of a file, instead: */
    int fd;       /* the reply's; closed with the request */
    int64_t file_at;
    struct reply_header headers[REPLY_HEADERS_MAX];
    size_t headers_count;
    int64_t revision; /* of the record that is shown; below 0: none */
    bool close;       /* the connection closes after this answer */
};

struct kripad;
struct refusal;
struct csv;
struct request_form;
struct request {
    /* For handlers */
    struct kripa *kripa;
    struct kripa_viewer viewer; /* a guest when nobody is signed in */
    const struct route *route;
    /* of the path, in order, decoded: r->params[0] is :id */
    const char *params[REQUEST_PARAMS_MAX];
    const void *query; /* the struct of route->query */
    const void *body;  /* the struct of route->body */
    kripa_given given; /* which fields of the body were sent */
    /* the files of a form, with route->file; each was found to be a picture */
    struct kripa_upload *uploads[ROUTE_FILES_MAX];
    size_t uploads_count;
    struct kripa_int if_revision; /* of If-Match, with ROUTE_IF_MATCH */
    const char *key;              /* of Idempotency-Key, with ROUTE_KEY; NULL: none */
    struct kripa_arena *arena;    /* lives as long as the request */
    struct kripa_error *err;
    const char *message;   /* of a good answer; set before reply_*; "OK" when left NULL */
    struct kripad *kripad; /* the settings and everything that requests share */

    /* For dispatch and its steps */
    const char *method, *target;       /* as sent: "GET", "/api/products?page=2" */
    const char *headers[HEADER_COUNT]; /* NULL: not sent */
    unsigned char header_times[HEADER_COUNT];
    const char *head_fault; /* why the head's bytes are malformed; NULL: they are not */
    bool head_too_large;    /* the head is larger than allowed */
    const char *text;       /* the body as sent, unless it was taken as a form (form.h) */
    size_t text_size;
    struct request_form *form;     /* NULL: none has come */
    enum kripa_status body_status; /* of a form: why what came of it is refused; OK: it is not */
    const char *raw_query;         /* of the target, not decoded */
    /* with ROUTE_PAGE_CACHE, read before the work began; 0: unknown */
    uint64_t catalog_version;
    bool address_spent; /* unless the request turns out to have a valid session */
    bool needs_worker;  /* whatever pool the route names */
    int64_t work_max;   /* with ROUTE_TRIED_HERE: TOO_LARGE above it; 0: no limit */
    /* the body is larger than the route allows, or will be by its header */
    bool too_large;
    /* who connected; the client, which differs behind a trusted proxy */
    struct address peer, client;
    int64_t started_us;           /* monotonic */
    int64_t answer_not_before_ms; /* monotonic; 0: at once */
    /* OK: viewer is from the token; UNAUTHENTICATED also when there was none */
    enum kripa_status token_status;
    bool head_only, head_done;
    const struct refusal *refusal; /* set by a step that fails without a library status (reply.h) */
    const char *sign_in_email;     /* for the log; NULL: the request is no sign-in */
    struct kripa_id waiting;       /* a message that it left in the outbox; for the log alone */
    char id[REQUEST_ID_SIZE];      /* X-Request-Id */
    struct csv *csv; /* replies become lines of this; NULL: they are answers themselves (csv.h) */
    struct reply reply;

    /* What request_begin does not clear */
    struct kripa_arena own_arena;
    struct kripa_error error;
    char written[REPLY_WRITTEN_BYTES]; /* for bodies that fit */
};

/* Reads a parameter of the path as an id; NOT_FOUND when it is none. */
enum kripa_status request_param_id(struct request *r, size_t param, struct kripa_id *out);

/* The cookies named refreshToken, in the order sent; there may be several. Returns their number (at
 * most `max`). */
size_t request_refresh_cookies(struct request *r, const char *out[], size_t max);
/* Sets the cookie to this token or, with NULL, removes it. */
enum kripa_status request_set_refresh_cookie(struct request *r, const char *token);

/* Keeps r->uploads as pictures of this kind: their images, as many and in their order, in the
 * request's arena; NULL when there are none. When the request is refused after all, they are
 * removed. */
enum kripa_status request_keep_images(struct request *r, enum kripa_media_folder folder,
                                      struct kripa_image **out);

/* Tries to sign in, with one library call. */
typedef enum kripa_status sign_in_try(struct request *r, struct kripa_signed_in *out);
/* Charges a failed sign-in to the buckets of this e-mail and address, of the e-mail, and of the
 * address; then tries, and undoes that unless the try ends UNAUTHENTICATED, or INVALID on the
 * route's proof. LIMITED, without a try, when a bucket is empty. A device that has a `session` of
 * the account (zero: none) has its own bucket, and only that can refuse it: so nobody else can lock
 * it out. For routes with LIMIT_SIGN_IN. */
enum kripa_status limits_sign_in(struct request *r, const char *email, struct kripa_id session,
                                 sign_in_try *attempt, struct kripa_signed_in *out);

/* Charges one of the codes and resets that may be asked for with this e-mail, whether there is such
 * an account or not. LIMITED. */
enum kripa_status limits_reset(struct request *r, const char *email);

/* For server/ and tests: makes an empty request (own_arena may keep memory from the one before). */
void request_begin(struct request *r, struct kripad *kripad, const char *method,
                   const char *target);
/* Forgets a failure that turned out not to matter. */
void request_clear_error(struct request *r);
/* Takes a header as sent; `value` must live as long as the request. */
void request_header(struct request *r, const char *name, const char *value);
/* Clears it for the next one; keeps one chunk of the arena. */
void request_end(struct request *r);

#endif
