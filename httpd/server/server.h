/* SPDX-License-Identifier: MIT
 * Sockets: libmicrohttpd's event thread around the dispatch of requests. Only here and in
 * server_*.c is its header known. */
#ifndef SERVER_H
#define SERVER_H

#include "log.h"
#include "pipeline/kripad.h"

struct server;

/* Listens on HOST and PORT. `kripad` and `log` are borrowed until server_stop. UNAVAILABLE when it
 * can't listen there, NO_MEMORY. */
enum kripa_status server_start(struct kripad *kripad, struct log *log, struct server **out,
                               struct kripa_error *err);
/* The port it listens on. */
int server_port(const struct server *server);
/* Refuses new requests and lets running ones finish; shortly before DEADLINE_STOP_S it refuses
 * those that still wait and ends incomplete ones. It never takes longer. False: a worker is still
 * busy, and nothing was freed; the process should end without waiting for it, or may call again.
 * NULL is fine. */
bool server_stop(struct server *server);

#endif
