/* SPDX-License-Identifier: MIT
 * Our event thread calls libmicrohttpd, as its own loop (MHD_USE_EPOLL_INTERNAL_THREAD, 0.9.75) can
 * hang in a burst: it takes 128 events at a time, and after exactly 128 it waits for more before it
 * handles them, for as long as nothing comes. Called from outside it never waits. */
#include "loop.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "exchange.h"

#define EVENTS_MAX      64
/* Rounds in which libmicrohttpd wanted to continue but did nothing. */
#define IDLE_ROUNDS_MAX 64
#define IDLE_PAUSE_MS   10
#define STUCK_MS        500
#define STUCK_LOOK_MS   200
#define GONE_TIMEOUT_S  86400U /* longer than any deadline, which comes first */

/* libmicrohttpd 0.9.75 loops forever when the first line of a chunk fills its buffer: there is no
 * room for the rest, and it reports nothing. If an earlier request on the connection was suspended,
 * it does not notice a shutdown of the socket either, only its own time-out. */
static void end_stuck(struct server *server, int64_t now_ms)
{
    server->loop.looked_ms = now_ms;
    for (size_t i = 0; i < server->slots; i++) {
        struct exchange *exchange = server->connections[i].exchange;
        bool paused =
            exchange && exchange->dropping && exchange_is_quiet(exchange, now_ms - STUCK_MS);
        if (paused || connection_is_stuck(&server->connections[i], now_ms - STUCK_MS))
            exchange_end_amid_body(exchange);
        else if (exchange && deadlines_is_cut(server->deadlines, i))
            MHD_set_connection_option(exchange->connection->mhd, MHD_CONNECTION_OPTION_TIMEOUT, 1U);
    }
}

/* Waits a little when it would loop without progress; any event ends the wait. */
static int pending_ms(struct server *server)
{
    struct loop *loop = &server->loop;
    int64_t now_ms = clock_ms();
    if (!loop->pending_since_ms)
        loop->pending_since_ms = now_ms;
    if (now_ms - loop->pending_since_ms >= STUCK_MS && now_ms - loop->looked_ms >= STUCK_LOOK_MS)
        end_stuck(server, now_ms);
    bool idle = loop->moves == loop->moves_seen && !loop->sending;
    loop->idle_rounds = idle ? loop->idle_rounds + 1 : 0;
    loop->moves_seen = loop->moves;
    return loop->idle_rounds > IDLE_ROUNDS_MAX ? IDLE_PAUSE_MS : 0;
}

/* Clients that pause in a body that is too large are looked for a few times a second. */
static int dropping_ms(struct server *server, int most_ms)
{
    int64_t now_ms = clock_ms();
    if (!server->loop.dropping)
        return most_ms;
    if (now_ms - server->loop.looked_ms >= STUCK_LOOK_MS)
        end_stuck(server, now_ms);
    return most_ms < 0 || most_ms > STUCK_LOOK_MS ? STUCK_LOOK_MS : most_ms;
}

static int wait_ms(struct server *server)
{
    MHD_UNSIGNED_LONG_LONG ms;
    if (server->loop.again) {
        server->loop.again = false;
        return 0;
    }
    bool timed = MHD_get_timeout(server->mhd, &ms) == MHD_YES;
    if (timed && ms == 0)
        return pending_ms(server);
    server->loop.pending_since_ms = 0;
    return dropping_ms(server, timed ? (int)ms : -1);
}

/* Whether libmicrohttpd wants to be called again at once. */
static bool is_pending(struct server *server)
{
    MHD_UNSIGNED_LONG_LONG ms;
    return MHD_get_timeout(server->mhd, &ms) == MHD_YES && ms == 0;
}

/* A client that stopped sending may still read, so its requests are answered first. */
static void end_gone(struct server *server)
{
    struct connection **at = &server->loop.gone;
    bool settled = *at && !is_pending(server);
    while (*at) {
        struct connection *connection = *at;
        if (connection_end_gone(server, connection, settled)) {
            *at = connection->gone_next;
            connection->gone = false;
        } else {
            at = &connection->gone_next;
        }
    }
}

/* libmicrohttpd 0.9.75 reads from a resumed connection before it answers, and if it reads the
 * client's end, it sends no answer. Connections with a time-out of their own are handled before. */
static void answer_before_reading(struct connection *connection)
{
    MHD_set_connection_option(connection->mhd, MHD_CONNECTION_OPTION_TIMEOUT, GONE_TIMEOUT_S);
}

static void take_gone(struct loop *loop, struct connection *connection)
{
    if (connection->gone || connection->fd < 0)
        return;
    answer_before_reading(connection);
    connection->gone = true;
    connection->gone_looks = 0;
    connection->gone_next = loop->gone;
    loop->gone = connection;
}

/* The round that follows sees everything that was requested before this. */
static void read_wakeups(struct loop *loop)
{
    eventfd_t times;
    eventfd_read(loop->wake_fd, &times);
    atomic_store(&loop->woken, false);
}

static void wait_for_events(struct server *server)
{
    struct loop *loop = &server->loop;
    struct epoll_event events[EVENTS_MAX];
    int count = epoll_wait(loop->epoll_fd, events, EVENTS_MAX, wait_ms(server));
    for (int i = 0; i < count; i++) {
        loop->moves++;
        if (events[i].data.ptr == server)
            read_wakeups(loop);
        else if (events[i].data.ptr)
            take_gone(loop, events[i].data.ptr);
    }
}

static void *run(void *ctx)
{
    struct server *server = ctx;
    struct loop *loop = &server->loop;
    bool quiet = false;
    while (!atomic_load(&loop->ending)) {
        if (!quiet && atomic_load(&server->stopping)) {
            MHD_quiesce_daemon(server->mhd);
            quiet = true;
        }
        MHD_run(server->mhd);
        end_gone(server);
        if (atomic_load(&loop->hurried))
            connections_end_half_sent(server);
        wait_for_events(server);
    }
    return NULL;
}

static bool watch(struct loop *loop, int fd, void *of)
{
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = of};
    return epoll_ctl(loop->epoll_fd, EPOLL_CTL_ADD, fd, &event) == 0;
}

bool loop_start(struct server *server)
{
    struct loop *loop = &server->loop;
    int mhd_fd = MHD_get_daemon_info(server->mhd, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
    loop->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    loop->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    loop->started = loop->epoll_fd >= 0 && loop->wake_fd >= 0 && watch(loop, mhd_fd, NULL) &&
                    watch(loop, loop->wake_fd, server) &&
                    pthread_create(&loop->thread, NULL, run, server) == 0;
    if (loop->started)
        pthread_setname_np(loop->thread, "events");
    return loop->started;
}

void loop_end(struct server *server)
{
    struct loop *loop = &server->loop;
    if (loop->started) {
        atomic_store(&loop->ending, true);
        loop_wake(server);
        pthread_join(loop->thread, NULL);
    }
    if (loop->epoll_fd >= 0)
        close(loop->epoll_fd);
    if (loop->wake_fd >= 0)
        close(loop->wake_fd);
}
