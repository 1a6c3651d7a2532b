/* SPDX-License-Identifier: MIT
 * What the event thread is told. */
#include "loop.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>

#include "exchange.h"

/* One byte for any number of callers until the thread has heard of it. */
void loop_wake(struct server *server)
{
    if (!atomic_exchange(&server->loop.woken, true))
        eventfd_write(server->loop.wake_fd, 1);
}

/* libmicrohttpd's own signal wakes only a thread of its own. */
void loop_resume(struct server *server, struct MHD_Connection *mhd)
{
    MHD_resume_connection(mhd);
    loop_wake(server);
}

/* libmicrohttpd does not see an end that comes together with the last bytes; so it is watched for
 * here. No cost a request: the one event comes with the end. */
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
