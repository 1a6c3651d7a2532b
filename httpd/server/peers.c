/* SPDX-License-Identifier: MIT
 * Peers in a hash table of fixed size. */
#include "peers.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/hash.h"
#include "exchange.h"

#define NEARLY_FULL(places) ((places) - (places) / 8)
#define TELL_EACH_MS        1000

enum kripa_status peers_make(struct server *server, struct kripa_error *err)
{
    struct peers *peers = &server->peers;
    peers->size = server->slots;
    peers->all = calloc(peers->size, sizeof *peers->all);
    peers->buckets = calloc(peers->size, sizeof(struct peer *));
    if (!peers->all || !peers->buckets)
        return kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
    for (size_t i = peers->size; i-- > 0;) {
        peers->all[i].next = peers->free;
        peers->free = &peers->all[i];
    }
    return KRIPA_OK;
}

void peers_free(struct server *server)
{
    free(server->peers.all);
    free(server->peers.buckets);
}

/* The pointer to the peer with this key, or to where it would be. */
static struct peer **find(struct peers *peers, const unsigned char *key)
{
    struct peer **at = &peers->buckets[hash_bytes(key, sizeof(struct address), 0) % peers->size];
    while (*at && memcmp((*at)->key, key, sizeof((*at)->key)) != 0)
        at = &(*at)->next;
    return at;
}

/* There are as many peers as connections, so one is always free. */
static struct peer *find_or_make(struct peers *peers, const struct address *address)
{
    unsigned char key[sizeof(struct address)] = {0};
    memcpy(key, address->bytes, address_counted_size(address));
    struct peer **at = find(peers, key), *peer = *at;
    if (peer)
        return peer;
    peer = peers->free;
    peers->free = peer->next;
    memset(peer, 0, sizeof *peer);
    memcpy(peer->key, key, sizeof key);
    *at = peer;
    return peer;
}

void peer_busy(struct connection *connection)
{
    struct peer *peer = connection->counted;
    if (!peer || !connection->idle)
        return;
    connection->idle = false;
    struct connection *before = connection->idle_before, *after = connection->idle_after;
    *(before ? &before->idle_after : &peer->idle_first) = after;
    *(after ? &after->idle_before : &peer->idle_last) = before;
}

void peer_idle(struct connection *connection)
{
    struct peer *peer = connection->counted;
    if (!peer || connection->idle)
        return;
    connection->idle = true;
    connection->idle_before = peer->idle_last;
    connection->idle_after = NULL;
    *(peer->idle_last ? &peer->idle_last->idle_after : &peer->idle_first) = connection;
    peer->idle_last = connection;
}

void peer_leave(struct server *server, struct connection *connection)
{
    struct peers *peers = &server->peers;
    struct peer *peer = connection->counted;
    if (!peer)
        return;
    peer_busy(connection);
    connection->counted = NULL;
    peers->count--;
    if (--peer->count)
        return;
    struct peer **at = find(peers, peer->key);
    *at = peer->next;
    peer->next = peers->free;
    peers->free = peer;
}

/* Stops counting it, although libmicrohttpd does not know yet that it was closed. */
static void cut(struct server *server, struct connection *connection)
{
    peer_leave(server, connection);
    connection_cut(server, connection);
}

static void refuse(struct server *server, struct connection *connection)
{
    struct peers *peers = &server->peers;
    int64_t now_ms = clock_ms();
    cut(server, connection);
    peers->refused++;
    if (now_ms - peers->refused_told_ms < TELL_EACH_MS)
        return;
    log_say(server->log, "warning",
            "http: connections refused: %lld; CONNECTIONS_ADDRESS_MAX of one address, or "
            "CONNECTIONS_MAX of all, are at work or have just begun",
            (long long)peers->refused);
    peers->refused = 0;
    peers->refused_told_ms = now_ms;
}

static bool is_fresh(const struct connection *connection, int64_t now_ms)
{
    return !connection->asked && now_ms - connection->joined_ms < PEER_FRESH_MS;
}

/* NULL: all work or are fresh. */
static struct connection *longest_idle(const struct peer *peer, int64_t now_ms)
{
    struct connection *connection = peer->idle_first;
    while (connection && is_fresh(connection, now_ms))
        connection = connection->idle_after;
    return connection;
}

static struct peer *greediest_idle(struct peers *peers)
{
    struct peer *most = NULL;
    for (size_t i = 0; i < peers->size; i++) {
        struct peer *peer = &peers->all[i];
        if (peer->count > 1 && peer->idle_first && (!most || peer->count > most->count))
            most = peer;
    }
    return most;
}

/* The peer with the most connections makes room by its longest idle one. Fresh ones are spared
 * while there is a place left, as in a rush the earliest are the next to ask. In a full table they
 * are not: otherwise silent connections, opened again and again, would keep everybody out until a
 * deadline ends one. Then the peer's newest goes, which may be the one that just came: so earlier
 * ones keep their time, and being quick gains nothing. Visitors have few connections, and keep them
 * while somebody has more. Against somebody with as many addresses as there are places, only the
 * deadline of the head helps. */
static void make_room(struct server *server, int64_t now_ms)
{
    struct peer *most = greediest_idle(&server->peers);
    struct connection *longest = most ? longest_idle(most, now_ms) : NULL;
    if (longest)
        cut(server, longest);
    else if (most && server->open >= server->kripad->config->connections_max)
        refuse(server, most->idle_last);
}

void peer_join(struct server *server, struct connection *connection)
{
    const struct config *config = server->kripad->config;
    struct peers *peers = &server->peers;
    if (address_in(&connection->peer, &server->kripad->trusted))
        return;
    struct peer *peer = find_or_make(peers, &connection->peer);
    int64_t now_ms = connection->joined_ms = clock_ms();
    struct connection *longest = longest_idle(peer, now_ms);
    connection->counted = peer;
    peer->count++;
    peers->count++;
    peer_idle(connection);
    if ((int64_t)peer->count > config->connections_address_max) {
        if (longest)
            cut(server, longest);
        else
            refuse(server, connection);
    } else if ((int64_t)peers->count > NEARLY_FULL(config->connections_max)) {
        make_room(server, now_ms);
    }
}
