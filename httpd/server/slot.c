/* SPDX-License-Identifier: MIT
 * A connection's index, which its deadline has, too. */
#include "base/clock.h"
#include "exchange.h"

size_t connection_slot(const struct server *server, const struct connection *connection)
{
    return (size_t)(connection - server->connections);
}

void connection_cut(struct server *server, struct connection *connection)
{
    deadlines_cut(server->deadlines, connection_slot(server, connection));
}

bool exchange_deadline(struct exchange *exchange, int64_t seconds)
{
    struct server *server = exchange->server;
    return deadlines_set(server->deadlines, connection_slot(server, exchange->connection),
                         seconds ? clock_ms() + seconds * 1000 : 0);
}
