/* SPDX-License-Identifier: MIT
 * Starting to listen, and stopping in order. */
#include "server.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "exchange.h"
#include "listen.h"

#define SPARE_FILES    128
/* memory beside a request's head: for the answer's head, for cookies again, and 64 bytes a
 * header */
#define POOL_SPARE     16384
#define STOP_LOOK_MS   5
/* the part of the stop's time that is left for refusing the requests that did not finish */
#define STOP_LAST_MS   500
#define LAST_HEADS_MS  200 /* the wait for the request of a connection that was just accepted */
#define CONNECTION_GAP 8   /* connections that libmicrohttpd may still have while it ends them */

/* Connections are files: raises the process's limit to what the settings need, as far as
 * allowed. */
static void raise_file_limit(const struct config *config)
{
    struct rlimit limit;
    rlim_t needed = (rlim_t)config->connections_max + SPARE_FILES;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= needed)
        return;
    limit.rlim_cur = needed < limit.rlim_max ? needed : limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

static void on_mhd_log(void *cls, const char *format, va_list args)
{
    struct server *server = cls;
    char text[256];
    vsnprintf(text, sizeof text, format, args);
    text[strcspn(text, "\r\n")] = '\0';
    log_say(server->log, "warning", "http: %s", text);
}

/* The decoded URL is not used, as the raw one is split first (pipeline/path.c). */
static size_t leave_escaped(void *cls, struct MHD_Connection *mhd, char *text)
{
    (void)cls;
    (void)mhd;
    return strlen(text);
}

static struct MHD_Daemon *start_mhd(struct server *server)
{
    const struct config *config = server->kripad->config;
    unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC | MHD_USE_ERROR_LOG;
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_LISTEN_SOCKET, server->listen_fd, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, config->connections_max, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, config->head_bytes_max + POOL_SPARE, NULL},
        /* head_fault finds what strictness is about (a blank in the target, no Host): MHD would
         * close without an answer */
        {MHD_OPTION_STRICT_FOR_CLIENT, 0, NULL},
        /* the program ignores the signal; not knowing that, the library would not use sendfile */
        {MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, NULL},
        {MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)leave_escaped, NULL},
        {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)exchange_on_uri, server},
        {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)connection_on_change, server},
        {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)exchange_on_completed, server},
        {MHD_OPTION_END, 0, NULL},
    };
    return MHD_start_daemon(flags, 0, NULL, NULL, exchange_on_access, server,
                            MHD_OPTION_EXTERNAL_LOGGER, on_mhd_log, server, MHD_OPTION_ARRAY,
                            options, MHD_OPTION_END);
}

static enum kripa_status start(struct server *server, struct kripa_error *err)
{
    const struct config *config = server->kripad->config;
    size_t slots = (size_t)config->connections_max + CONNECTION_GAP;
    enum kripa_status status = connections_make(server, slots, err);
    if (status == KRIPA_OK)
        status = peers_make(server, err);
    if (status == KRIPA_OK)
        status = listen_open(config, &server->listen_fd, &server->port, err);
    if (status != KRIPA_OK)
        return status;
    raise_file_limit(config);
    server->pools = worker_pools_open(config, exchange_run);
    server->deadlines = deadlines_open(slots);
    if (!server->pools || !server->deadlines)
        return kripa_fail(err, KRIPA_NO_MEMORY, "out of memory or threads");
    server->mhd = start_mhd(server);
    return server->mhd && loop_start(server)
               ? KRIPA_OK
               : kripa_fail(err, KRIPA_UNAVAILABLE, "the HTTP server does not start");
}

/* Frees what exists; no thread may run any more. */
static void free_server(struct server *server)
{
    loop_end(server);
    if (server->mhd)
        MHD_stop_daemon(server->mhd);
    worker_pools_close(server->pools);
    deadlines_close(server->deadlines);
    if (server->listen_fd >= 0)
        close(server->listen_fd);
    while (server->free_exchanges) {
        struct exchange *exchange = server->free_exchanges;
        server->free_exchanges = exchange->next_free;
        exchange_free(exchange);
    }
    peers_free(server);
    free(server->connections);
    free(server);
}

static void warn_of_unseen_heads(struct log *log)
{
    if (!head_bytes_are_known())
        log_say(log, "warning",
                "libmicrohttpd %s is none whose requests can be looked at byte by byte: let only a "
                "proxy reach this port (kripad.md, \"Behind a reverse proxy\")",
                MHD_get_version());
}

enum kripa_status server_start(struct kripad *kripad, struct log *log, struct server **out,
                               struct kripa_error *err)
{
    struct server *server = calloc(1, sizeof *server);
    if (!server)
        return kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
    server->kripad = kripad;
    server->log = log;
    server->listen_fd = server->loop.epoll_fd = server->loop.wake_fd = -1;
    enum kripa_status status = start(server, err);
    if (status != KRIPA_OK) {
        free_server(server);
        return status;
    }
    warn_of_unseen_heads(log);
    *out = server;
    return KRIPA_OK;
}

int server_port(const struct server *server)
{
    return server->port;
}

static bool wait_zero(atomic_int *count, int64_t until_ms)
{
    struct timespec pause = {.tv_nsec = STOP_LOOK_MS * 1000000L};
    while (atomic_load(count) > 0) {
        if (clock_ms() >= until_ms)
            return false;
        nanosleep(&pause, NULL);
    }
    return true;
}

static void refuse_waiting(struct server *server)
{
    struct pool_job *job = worker_pools_take_waiting(server->pools);
    while (job) {
        struct pool_job *next = job->next;
        exchange_refuse(job);
        job = next;
    }
    deadlines_hurry(server->deadlines);
}

/* Closes a socket of ours, as nobody should wait in one that ends with this process. In a socket
 * from systemd clients wait for the next kripad; connections accepted already are still served. */
static void stop_listening(struct server *server)
{
    struct timespec pause = {.tv_nsec = LAST_HEADS_MS * 1000000L};
    if (server->kripad->config->listen_fd)
        nanosleep(&pause, NULL);
    else
        shutdown(server->listen_fd, SHUT_RDWR);
}

/* libmicrohttpd aborts when it is stopped with suspended connections, so these must be gone
 * before. */
bool server_stop(struct server *server)
{
    if (!server)
        return true;
    int64_t all_ms = server->kripad->config->stop_deadline_s * 1000, end_ms = clock_ms() + all_ms;
    int64_t last_ms = all_ms / 4 < STOP_LAST_MS ? all_ms / 4 : STOP_LAST_MS;
    atomic_store(&server->stopping, true);
    loop_wake(server);
    stop_listening(server);
    if (!wait_zero(&server->running, end_ms - last_ms)) {
        refuse_waiting(server);
        loop_hurry(server);
        wait_zero(&server->running, end_ms);
    }
    if (!wait_zero(&server->working, end_ms))
        return false;
    free_server(server);
    return true;
}
