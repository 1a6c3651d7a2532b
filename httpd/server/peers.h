/* SPDX-License-Identifier: MIT
 * Who holds how many connections, and which of them are idle: so that one address can't take every
 * place. IPv4 addresses count whole, IPv6 ones by their network of 64 bits. All of it belongs to
 * the event thread. */
#ifndef SERVER_PEERS_H
#define SERVER_PEERS_H

#include <kripa/status.h>

#include "pipeline/request.h"

/* A connection on which nothing was sent yet is fresh so long: its request is on the way. */
#define PEER_FRESH_MS 1000

struct server;
struct connection;
struct peer {
    unsigned char key[sizeof(struct address)];
    size_t count;
    struct connection *idle_first, *idle_last; /* the longest idle one first */
    struct peer *next;                         /* in its bucket, or of the free ones */
};
struct peers {
    size_t count; /* of counted connections */
    struct peer *all, *free, **buckets;
    size_t size;
    int64_t refused, refused_told_ms;
};

/* Room for as many as there are connections; NO_MEMORY. */
enum kripa_status peers_make(struct server *server, struct kripa_error *err);
void peers_free(struct server *server);

/* Counts a new one, idle as yet, unless it is a trusted proxy's. Beyond CONNECTIONS_ADDRESS_MAX the
 * longest idle one of its address is closed, or the new one when all work or are fresh; when nearly
 * every place is taken, the longest idle one of whoever has most; when every one is, and all that
 * they have work or are fresh, their newest. */
void peer_join(struct server *server, struct connection *connection);
void peer_leave(struct server *server, struct connection *connection);
/* A request is on it, or none any more. */
void peer_busy(struct connection *connection);
void peer_idle(struct connection *connection);

#endif
