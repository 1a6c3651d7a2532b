/* SPDX-License-Identifier: MIT
 * What the parts of the server share: the server itself, its connections, and an exchange (a
 * request and its answer on one of them). All of it belongs to the event thread, but for an
 * exchange while a pool or the timer has it. */
#ifndef SERVER_EXCHANGE_H
#define SERVER_EXCHANGE_H

#include <microhttpd.h>

#include "deadlines.h"
#include "loop.h"
#include "peers.h"
#include "server.h"
#include "worker_pools.h"

struct exchange;
/* A connection owns the exchange on it: libmicrohttpd 0.9.75 tells of the end of every connection,
 * but not of every request (it forgets when its own error answer fails). */
struct connection {
    struct MHD_Connection *mhd;
    struct address peer;
    struct exchange *exchange; /* NULL: between two requests */
    bool asked;                /* a first line came */
    int64_t joined_ms;         /* when it was counted */
    bool idle;                 /* no request is on it: it is in the list of its peer */
    bool gone;                 /* its client sends no more: it is in that list of the loop */
    int fd;                    /* below 0: it has ended, and the number may be another file's */
    int unread_looks; /* how often in a row its body was quiet though more of it had come */
    int gone_looks;   /* how often in a row it was quiet though libmicrohttpd had work left */
    struct connection *gone_next;
    struct peer *counted; /* NULL: it is not counted */
    struct connection *idle_before, *idle_after;
    struct connection *next_free;
};

enum stage {
    STAGE_LINE,    /* the first line is there */
    STAGE_BODY,    /* the head was looked at; the body comes */
    STAGE_WORKING, /* suspended: a pool or the timer has it */
    STAGE_READY,   /* the answer can go */
    STAGE_SENDING,
};
struct exchange {
    struct pool_job job; /* the first member: a pool's job is its exchange */
    struct delayed delayed;
    struct request request;
    struct server *server;
    struct connection *connection;
    _Atomic enum stage stage;
    const char *target;
    char *body;
    size_t body_capacity, body_dropped;
    int64_t moved_ms; /* of a chunked body: when something of it came last */
    bool dropping;    /* the body is longer than is taken: what still comes is dropped */
    struct exchange *next_free;
};

struct server {
    struct kripad *kripad;
    struct log *log;
    struct MHD_Daemon *mhd;
    struct worker_pools *pools;
    struct deadlines *deadlines;
    struct loop loop;
    int listen_fd, port;
    atomic_bool stopping;
    atomic_int running; /* exchanges between their head and their end */
    atomic_int working; /* of these, the suspended ones */
    struct exchange *free_exchanges;
    size_t free_count;
    struct connection *connections, *free_connections;
    size_t slots; /* connections there is room for */
    int64_t open; /* connections there are */
    struct peers peers;
};

/* The callbacks of libmicrohttpd. */
void *exchange_on_uri(void *cls, const char *uri, struct MHD_Connection *mhd);
enum MHD_Result exchange_on_access(void *cls, struct MHD_Connection *mhd, const char *url,
                                   const char *method, const char *version, const char *data,
                                   size_t *data_size, void **con_cls);
void exchange_on_completed(void *cls, struct MHD_Connection *mhd, void **con_cls,
                           enum MHD_RequestTerminationCode code);
void connection_on_change(void *cls, struct MHD_Connection *mhd, void **socket_context,
                          enum MHD_ConnectionNotificationCode code);

/* Its place among all, which is that of its deadline. */
size_t connection_slot(const struct server *server, const struct connection *connection);
/* Shuts its socket down. */
void connection_cut(struct server *server, struct connection *connection);
/* Whether libmicrohttpd leaves unread what came of its chunked body; to be asked a few times a
 * second. */
bool connection_is_stuck(struct connection *connection, int64_t since_ms);
/* Ends it when its client sent no more than what was answered, or will never be answered, since it
 * is not all there; true when it needs no further look. `settled`: libmicrohttpd has done all it
 * can do with what it has read. */
bool connection_end_gone(struct server *server, struct connection *connection, bool settled);
/* Ends those on which a request is half sent. */
void connections_end_half_sent(struct server *server);
/* Room for this many connections; NO_MEMORY. */
enum kripa_status connections_make(struct server *server, size_t count, struct kripa_error *err);

/* What a pool's worker does with a job. */
void exchange_run(struct pool_job *job);
/* An exchange that waits in a pool gets UNAVAILABLE. */
void exchange_refuse(struct pool_job *job);
void exchange_free(struct exchange *exchange);
/* The end of a request, however it came: it is logged, and its memory is for the next one. */
void exchange_end(struct exchange *exchange);
/* When the deadline `seconds` from now is, for this exchange's connection. */
bool exchange_deadline(struct exchange *exchange, int64_t seconds);
/* Hands the answer to libmicrohttpd. */
enum MHD_Result exchange_send(struct exchange *exchange);
/* Writes the answer to the socket by itself, as far as it takes it at once, where libmicrohttpd
 * takes none: amid a body. The connection must be ended then: return MHD_NO. */
void exchange_send_last(struct exchange *exchange);
/* A chunked body of which nothing came since then. */
bool exchange_is_quiet(const struct exchange *exchange, int64_t since_ms);
/* More of a body was sent than is read: the answer, and the end. */
void exchange_end_amid_body(struct exchange *exchange);

/* What is wrong with a head that libmicrohttpd let through, or NULL. The texts are its own. */
const char *head_fault(const struct exchange *exchange, const char *method, const char *version);
/* Whether the bytes of a head can be looked at, not only the names and values that libmicrohttpd
 * made of them: that depends on which one kripad runs with. */
bool head_bytes_are_known(void);
/* Whether it has more bytes than HEAD_BYTES_MAX, from its first line to the empty one. */
bool head_is_too_large(const struct exchange *exchange);
/* Whether the target ends where this text does, in libmicrohttpd's buffer: not when a NUL is in
 * it. */
bool head_has_whole_target(const char *uri);
/* So that libmicrohttpd finds no query in the target that is in its buffer. */
void head_hide_query(const char *uri);

#endif
