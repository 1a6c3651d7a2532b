/* SPDX-License-Identifier: MIT
 * Sockets: libmicrohttpd's event thread around the dispatch of requests. Only here and in
 * server_*.c is its header known. */
#ifndef SERVER_H
#define SERVER_H

#include "log.h"
#include "pipeline/kripad.h"

struct server;

/* Listens on HOST and PORT and answers. `kripad` and `log` are borrowed until server_stop.
 * UNAVAILABLE when it can't listen there, NO_MEMORY. */
enum kripa_status server_start(struct kripad *kripad, struct log *log, struct server **out,
                               struct kripa_error *err);
/* The port it listens on. */
int server_port(const struct server *server);
/* Refuses new requests and lets those that run finish; shortly before DEADLINE_STOP_S is over it
 * refuses those that still wait, and ends those that are half sent. It never takes longer. False: a
 * worker is still busy even so, and nothing was freed; the process should end without waiting for
 * it, or may try once more. NULL is fine. */
bool server_stop(struct server *server);

#endif
