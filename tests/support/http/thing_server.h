/* SPDX-License-Identifier: MIT
 * The thing routes behind real sockets, in the test's own process. What fails ends the program. */
#ifndef THING_SERVER_H
#define THING_SERVER_H

#include "http.h"
#include "in_process.h"
#include "server/server.h"
#include "thing_routes.h"

struct thing_server {
    struct in_process in;
    struct server *server; /* NULL: a test has stopped it already */
    struct log *log;       /* NULL: a test has closed it already */
    bool waits;            /* as on a store that waits for a network; set before the start */
    int port, log_fd;
    char answer[262144]; /* the last one, raw */
};

/* Deadlines of head and body of 1 s, of stopping 2 s; one worker and one place in the hash pool; 40
 * connections. */
void thing_server_start(struct thing_server *things);
/* With these settings instead ("NAME=value" texts ended by NULL). */
void thing_server_start_with(struct thing_server *things, const char *const *settings);
/* The server must stop in order. */
void thing_server_end(struct thing_server *things);
/* Ends it, and starts it with these settings. */
void thing_server_restart(struct thing_server *things, const char *const *settings);
/* Stops the server and the log; the log as far as `size` goes. */
void thing_server_take_log(struct thing_server *things, char *out, size_t size);

/* Sends these bytes on a new connection; the first answer's status, 0: none. */
unsigned thing_server_ask(struct thing_server *things, const char *text, bool *closed);
/* Sends a request on an open connection: whether the answer is 200 within 2.5 s. */
bool thing_server_is_answered(struct thing_server *things, int fd, const char *request);
/* How many answers came. */
int thing_server_answers(const struct thing_server *things);

#endif
