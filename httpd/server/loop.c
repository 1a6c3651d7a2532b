/* SPDX-License-Identifier: MIT
 * What other threads tell the event thread. */
#include "loop.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>

#include "exchange.h"

/* A byte wakes it; any number of callers share one until it was read. */
void loop_wake(struct server *server)
{
    if (!atomic_exchange(&server->loop.woken, true))
        eventfd_write(server->loop.wake_fd, 1);
}

/* libmicrohttpd's own signal only wakes a thread of its own. */
void loop_resume(struct server *server, struct MHD_Connection *mhd)
{
    MHD_resume_connection(mhd);
    loop_wake(server);
}

/* libmicrohttpd does not notice a client's end that arrives with its last bytes, so it is watched
 * here. Requests cost nothing: the only event is that end. */
void loop_watch(struct server *server, struct connection *connection)
{
    struct epoll_event event = {.events = EPOLLRDHUP | EPOLLET, .data.ptr = connection};
    epoll_ctl(server->loop.epoll_fd, EPOLL_CTL_ADD, connection->fd, &event);
}

void loop_hurry(struct server *server)
{
    atomic_store(&server->loop.hurried, true);
    loop_wake(server);
}
