/* SPDX-License-Identifier: MIT
 * What the parts of the server share: the server, its connections, and exchanges (a request and its
 * answer on a connection). All of it belongs to the event thread, except an exchange while a pool
 * or the timer has it. */
#ifndef SERVER_EXCHANGE_H
#define SERVER_EXCHANGE_H

#include <microhttpd.h>

#include "deadlines.h"
#include "loop.h"
#include "peers.h"
#include "server.h"
#include "worker_pools.h"

struct exchange;
/* A connection owns its exchange, as libmicrohttpd 0.9.75 reports the end of every connection but
 * not of every request: not when its own error answer fails. */
struct connection {
    struct MHD_Connection *mhd;
    struct address peer;
    struct exchange *exchange; /* NULL: between two requests */
    bool asked;                /* a first line was received */
    int64_t joined_ms;         /* when it was counted for its peer */
    bool idle;                 /* without a request: it is in its peer's list */
    bool gone;                 /* its client has stopped sending: it is in the loop's list */
    int fd;                    /* below 0: closed, and the number may be another file's */
    int unread_looks;          /* consecutive looks at which bytes of its body were left unread */
    int gone_looks; /* consecutive looks at which it was quiet but libmicrohttpd had more to do */
    struct connection *gone_next;
    struct peer *counted; /* NULL: not counted */
    struct connection *idle_before, *idle_after;
    struct connection *next_free;
};

enum stage {
    STAGE_LINE,    /* the first line was received */
    STAGE_BODY,    /* the head was handled; the body is being received */
    STAGE_WORKING, /* suspended: a pool or the timer has it */
    STAGE_READY,   /* the answer can be sent */
    STAGE_SENDING,
};
struct exchange {
    struct pool_job job; /* must be first, as a pool's job is cast to its exchange */
    struct delayed delayed;
    struct request request;
    struct server *server;
    struct connection *connection;
    _Atomic enum stage stage;
    const char *target;
    char *body;
    size_t body_capacity, body_taken, body_dropped;
    bool is_form; /* the body is taken in pieces: */
    char *piece;  /* what came since the last one was handed on */
    size_t piece_size;
    bool in_pieces;   /* a worker has it for a piece, and more of the body will come */
    int64_t moved_ms; /* with a chunked body: when the last part of it came */
    bool sends_file;
    bool dropping; /* the body is too long, and the rest of it is ignored */
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
    atomic_int running; /* exchanges after their head and before their end */
    atomic_int working; /* the suspended ones of these */
    struct exchange *free_exchanges;
    size_t free_count;
    struct connection *connections, *free_connections;
    size_t slots; /* the greatest number of connections */
    int64_t open; /* the present number of connections */
    struct peers peers;
};

/* Callbacks for libmicrohttpd. */
void *exchange_on_uri(void *cls, const char *uri, struct MHD_Connection *mhd);
enum MHD_Result exchange_on_access(void *cls, struct MHD_Connection *mhd, const char *url,
                                   const char *method, const char *version, const char *data,
                                   size_t *data_size, void **con_cls);
void exchange_on_completed(void *cls, struct MHD_Connection *mhd, void **con_cls,
                           enum MHD_RequestTerminationCode code);
void connection_on_change(void *cls, struct MHD_Connection *mhd, void **socket_context,
                          enum MHD_ConnectionNotificationCode code);

/* The connection's index, which its deadline has, too. */
size_t connection_slot(const struct server *server, const struct connection *connection);
/* Shuts its socket down. */
void connection_cut(struct server *server, struct connection *connection);
/* Whether libmicrohttpd has left bytes of its chunked body unread; called a few times a second. */
bool connection_is_stuck(struct connection *connection, int64_t since_ms);
/* Ends the connection when its client has stopped sending and nothing is left to answer, as the
 * last request is answered or incomplete; true when it need not be called again. `settled`:
 * libmicrohttpd has handled everything it has read. */
bool connection_end_gone(struct server *server, struct connection *connection, bool settled);
/* Ends connections with an incomplete request. */
void connections_end_half_sent(struct server *server);
/* Makes room for this many connections; NO_MEMORY. */
enum kripa_status connections_make(struct server *server, size_t count, struct kripa_error *err);

/* What a worker of a pool does with a job. */
void exchange_run(struct pool_job *job);
/* On the event thread: takes bytes of a form, as many as there is room for. */
enum MHD_Result exchange_take_piece(struct exchange *exchange, const char *data, size_t *data_size);
/* Whether these are to be handed on now: a whole piece, or the first bytes where the head was not
 * looked at yet, as who may not send them should not send many. */
bool exchange_has_piece(const struct exchange *exchange);
/* On a worker: reads what was taken as the form it is. */
void exchange_hand_on_piece(struct exchange *exchange);
void exchange_free_piece(struct exchange *exchange);
/* Answers UNAVAILABLE to an exchange that waits in a pool. */
void exchange_refuse(struct pool_job *job);
void exchange_free(struct exchange *exchange);
/* Ends a request, for whatever reason: it is logged, and its memory reused. */
void exchange_end(struct exchange *exchange);
/* Sets the deadline of this exchange's connection to `seconds` from now. */
bool exchange_deadline(struct exchange *exchange, int64_t seconds);
/* Gives the answer to libmicrohttpd. */
enum MHD_Result exchange_send(struct exchange *exchange);
/* Writes as much of the answer to the socket as it takes at once, where libmicrohttpd takes none:
 * in the middle of a body. Then the connection must end: return MHD_NO. */
void exchange_send_last(struct exchange *exchange);
/* Whether the body is chunked and nothing of it came since then. */
bool exchange_is_quiet(const struct exchange *exchange, int64_t since_ms);
/* Answers and ends the connection when more of a body was sent than is read. */
void exchange_end_amid_body(struct exchange *exchange);

/* What is wrong with a head that libmicrohttpd accepted, or NULL; a static text. */
const char *head_fault(const struct exchange *exchange, const char *method, const char *version);
/* Whether a head's bytes can be checked, and not only the names and values that libmicrohttpd
 * parsed: that depends on its version. */
bool head_bytes_are_known(void);
/* Whether it is larger than HEAD_BYTES_MAX, from the first line to the empty one. */
bool head_is_too_large(const struct exchange *exchange);
/* Whether the target really ends where this text does in libmicrohttpd's buffer: not if it contains
 * a NUL. */
bool head_has_whole_target(const char *uri);
/* Keeps libmicrohttpd from parsing the query of the target in its buffer. */
void head_hide_query(const char *uri);

#endif
