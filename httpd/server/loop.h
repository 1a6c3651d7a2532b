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
    struct connection *gone; /* those whose client sends no more */
    bool again;              /* a place came free: the next round must come without waiting */
    unsigned dropping;       /* exchanges that drop the rest of their body */
    unsigned moves, moves_seen, idle_rounds; /* of the event thread */
    int64_t pending_since_ms, looked_ms;
};

/* What libmicrohttpd is to be run by; false when out of files or threads. */
bool loop_start(struct server *server);
/* Waits for the thread's end; what is suspended stays so. Does nothing when it never started. */
void loop_end(struct server *server);
/* Has the thread look at what other threads told it. */
void loop_wake(struct server *server);
/* Requests that are half sent get no more time. */
void loop_hurry(struct server *server);
/* On the event thread: has it hear when the connection's client sends no more. */
void loop_watch(struct server *server, struct connection *connection);
/* From any thread: the connection goes on. */
void loop_resume(struct server *server, struct MHD_Connection *mhd);

#endif
