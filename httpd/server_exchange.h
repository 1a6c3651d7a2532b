/* SPDX-License-Identifier: MIT
 * What the parts of the server share: the server itself, its connections, and an exchange (a
 * request and its answer on one of them). All of it belongs to the event thread, but for an
 * exchange while a lane or the timer has it. */
#ifndef SERVER_EXCHANGE_H
#define SERVER_EXCHANGE_H

#include <microhttpd.h>

#include "deadlines.h"
#include "lanes.h"
#include "server.h"

struct connection {
    struct address peer;
    struct connection *next_free;
};

enum stage {
    STAGE_LINE,    /* the first line is there */
    STAGE_BODY,    /* the head was looked at; the body comes */
    STAGE_WORKING, /* suspended: a lane or the timer has it */
    STAGE_READY,   /* the answer can go */
    STAGE_SENDING,
};
struct exchange {
    struct lane_job job; /* the first member: a lane's job is its exchange */
    struct delayed delayed;
    struct request request;
    struct server *server;
    struct connection *connection;
    struct MHD_Connection *mhd;
    _Atomic enum stage stage;
    const char *target;
    char *body;
    size_t body_capacity, body_dropped;
    struct exchange *next_free;
};

struct server {
    struct kripad *kripad;
    struct log *log;
    struct MHD_Daemon *mhd;
    struct lanes *lanes;
    struct deadlines *deadlines;
    int listen_fd, port;
    atomic_bool stopping;
    atomic_int running; /* exchanges between their head and their end */
    atomic_int working; /* of these, the suspended ones */
    struct exchange *free_exchanges;
    size_t free_count;
    struct connection *connections, *free_connections;
};

/* The callbacks of libmicrohttpd. */
void *exchange_on_uri(void *cls, const char *uri, struct MHD_Connection *mhd);
enum MHD_Result exchange_on_access(void *cls, struct MHD_Connection *mhd, const char *url,
                                   const char *method, const char *version, const char *data,
                                   size_t *data_size, void **con_cls);
void exchange_on_completed(void *cls, struct MHD_Connection *mhd, void **con_cls,
                           enum MHD_RequestTerminationCode code);
void exchange_on_connection(void *cls, struct MHD_Connection *mhd, void **socket_context,
                            enum MHD_ConnectionNotificationCode code);

/* What a lane's worker does with a job. */
void exchange_run(struct lane_job *job);
/* An exchange that waits in a lane gets UNAVAILABLE. */
void exchange_refuse(struct lane_job *job);
void exchange_free(struct exchange *exchange);
/* When the deadline `seconds` from now is, for this exchange's connection. */
bool exchange_deadline(struct exchange *exchange, int64_t seconds);
/* Hands the answer to libmicrohttpd. */
enum MHD_Result exchange_send(struct exchange *exchange);

#endif
