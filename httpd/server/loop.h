/* SPDX-License-Identifier: MIT
 * The event thread. */
#ifndef SERVER_LOOP_H
#define SERVER_LOOP_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct server;
struct connection;
struct loop {
    pthread_t thread;
    bool started;
    int epoll_fd, wake_fd;
    atomic_bool ending, woken, hurried;
    struct connection *gone; /* connections whose client has stopped sending */
    bool again;              /* a place became free: the next round must not wait */
    unsigned dropping;       /* the number of exchanges that ignore the rest of their body */
    unsigned sending;        /* the number of exchanges that send a file: no call tells of it */
    unsigned moves, moves_seen, idle_rounds; /* used by the event thread */
    int64_t pending_since_ms, looked_ms;
};

/* Makes what is needed to run libmicrohttpd, and the thread; false when out of files or threads. */
bool loop_start(struct server *server);
/* Waits until the thread ends; suspended connections stay. Does nothing if it never started. */
void loop_end(struct server *server);
/* Makes the thread look at what other threads told it. */
void loop_wake(struct server *server);
/* Ends requests that are incomplete. */
void loop_hurry(struct server *server);
/* On the event thread: makes it notice when the connection's client stops sending. */
void loop_watch(struct server *server, struct connection *connection);
/* From any thread: resumes the connection. */
void loop_resume(struct server *server, struct MHD_Connection *mhd);

#endif
