/* SPDX-License-Identifier: MIT
 * How many connections each address has, and which are idle, so that no address can take all
 * places. An IPv4 address counts by itself, IPv6 ones by their network of 64 bits. All of it
 * belongs to the event thread. */
#ifndef SERVER_PEERS_H
#define SERVER_PEERS_H

#include <kripa/status.h>

#include "pipeline/request.h"

/* A new connection without a request is fresh for so long, as its request is on its way. */
#define PEER_FRESH_MS 1000

struct server;
struct connection;
struct peer {
    unsigned char key[sizeof(struct address)];
    size_t count;
    struct connection *idle_first, *idle_last; /* the longest idle one first */
    struct peer *next;                         /* in its hash bucket, or in the list of free ones */
};
struct peers {
    size_t count; /* the number of counted connections */
    struct peer *all, *free, **buckets;
    size_t size;
    int64_t refused, refused_told_ms;
};

/* Makes room for as many as there are connections; NO_MEMORY. */
enum kripa_status peers_make(struct server *server, struct kripa_error *err);
void peers_free(struct server *server);

/* Counts a new, idle connection, unless it is a trusted proxy's. Beyond CONNECTIONS_ADDRESS_MAX the
 * longest idle one of its address is closed, or the new one when all work or are fresh; when nearly
 * every place is taken, the longest idle one of the address with the most; when every place is, and
 * all of that address work or are fresh, its newest. */
void peer_join(struct server *server, struct connection *connection);
void peer_leave(struct server *server, struct connection *connection);
/* Notes that a request begins or ends on it. */
void peer_busy(struct connection *connection);
void peer_idle(struct connection *connection);

#endif
