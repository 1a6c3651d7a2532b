/* SPDX-License-Identifier: MIT
 * Connections from beginning to end. */
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "exchange.h"

#define STUCK_LOOKS 2
#define GONE_LOOKS  16

enum kripa_status connections_make(struct server *server, size_t count, struct kripa_error *err)
{
    server->connections = calloc(count, sizeof *server->connections);
    if (!server->connections)
        return kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
    server->slots = count;
    for (size_t i = count; i-- > 0;) {
        server->connections[i].fd = -1;
        server->connections[i].next_free = server->free_connections;
        server->free_connections = &server->connections[i];
    }
    return KRIPA_OK;
}

static int socket_of(struct MHD_Connection *mhd)
{
    return MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
}

static struct connection *begin(struct server *server, struct MHD_Connection *mhd)
{
    struct connection *connection = server->free_connections;
    if (!connection)
        return NULL;
    server->free_connections = connection->next_free;
    server->open++;
    connection->mhd = mhd;
    connection->asked = false;
    connection->peer =
        address_of(MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr);
    size_t slot = connection_slot(server, connection);
    connection->unread_looks = 0;
    connection->fd = socket_of(mhd);
    deadlines_join(server->deadlines, slot, connection->fd);
    deadlines_set(server->deadlines, slot,
                  clock_ms() + server->kripad->config->head_deadline_s * 1000);
    connection->counted = NULL;
    connection->idle = false;
    peer_join(server, connection);
    loop_watch(server, connection);
    return connection;
}

/* libmicrohttpd closes a connection whose first line is no request, and reports it to nobody. */
static bool was_closed_here(struct MHD_Connection *mhd)
{
    char byte;
    return recv(socket_of(mhd), &byte, 1, MSG_PEEK | MSG_DONTWAIT) != 0;
}

/* Whether the client has to send: between two requests, or within one that is incomplete. */
static bool waits_for_client(const struct connection *connection)
{
    return !connection->exchange || connection->exchange->stage <= STAGE_BODY;
}

static bool has_unread(const struct connection *connection)
{
    int unread;
    return ioctl(connection->fd, FIONREAD, &unread) == 0 && unread;
}

/* A slow client is quiet, too, but libmicrohttpd reads all it sends. Bytes that just came will be
 * read soon, so one look is not enough. */
bool connection_is_stuck(struct connection *connection, int64_t since_ms)
{
    const struct exchange *exchange = connection->exchange;
    bool stuck = exchange && exchange_is_quiet(exchange, since_ms) && has_unread(connection);
    connection->unread_looks = stuck ? connection->unread_looks + 1 : 0;
    return connection->unread_looks >= STUCK_LOOKS;
}

/* What libmicrohttpd has not read or not handled yet may be the rest of a request. It does one step
 * a round for each connection: a busy server is never done with all of them, but it is with this
 * one after some rounds. */
bool connection_end_gone(struct server *server, struct connection *connection, bool settled)
{
    if (connection->fd < 0)
        return true;
    bool waits = waits_for_client(connection) && !has_unread(connection);
    connection->gone_looks = waits ? connection->gone_looks + 1 : 0;
    if (!waits || (!settled && connection->gone_looks < GONE_LOOKS))
        return false;
    connection_cut(server, connection);
    return true;
}

void connections_end_half_sent(struct server *server)
{
    for (size_t i = 0; i < server->slots; i++) {
        struct connection *connection = &server->connections[i];
        if (connection->fd >= 0 && connection->exchange && waits_for_client(connection))
            connection_cut(server, connection);
    }
}

static void end(struct server *server, struct connection *connection, struct MHD_Connection *mhd)
{
    if (connection->exchange)
        exchange_end(connection->exchange);
    else if (!connection->asked && was_closed_here(mhd))
        log_say(server->log, "warning", "http: what was sent is no request; closed");
    peer_leave(server, connection);
    /* When every place is taken libmicrohttpd stops listening, and only begins again in its next
     * round. */
    server->loop.again |= server->open-- >= server->kripad->config->connections_max;
    deadlines_leave(server->deadlines, connection_slot(server, connection));
    connection->fd = -1; /* end_gone may look at it before the place has a new connection */
    connection->next_free = server->free_connections;
    server->free_connections = connection;
}

void connection_on_change(void *cls, struct MHD_Connection *mhd, void **socket_context,
                          enum MHD_ConnectionNotificationCode code)
{
    ((struct server *)cls)->loop.moves++;
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        *socket_context = begin(cls, mhd);
    else if (*socket_context)
        end(cls, *socket_context, mhd);
}
