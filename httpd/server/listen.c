/* SPDX-License-Identifier: MIT
 * The sockets that kripad listens on. */
#include "listen.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG  1024
#define FIRST_FD 3 /* by systemd's protocol, sd_listen_fds(3) */

static long number_of(const char *name)
{
    const char *text = getenv(name);
    return text ? strtol(text, NULL, 10) : 0;
}

/* Reads a socket's address in the form of HOST and PORT. */
static bool tell_address(int fd, char host[NI_MAXHOST], char port[NI_MAXSERV])
{
    struct sockaddr_storage address = {0};
    socklen_t size = sizeof address;
    if (getsockname(fd, (struct sockaddr *)&address, &size) != 0 ||
        (address.ss_family != AF_INET && address.ss_family != AF_INET6))
        return false;
    return getnameinfo((const struct sockaddr *)&address, size, host, NI_MAXHOST, port, NI_MAXSERV,
                       NI_NUMERICHOST | NI_NUMERICSERV) == 0;
}

static bool has_option(int fd, int option, int wanted)
{
    int value = 0;
    socklen_t size = sizeof value;
    return getsockopt(fd, SOL_SOCKET, option, &value, &size) == 0 && value == wanted;
}

void listen_take_over(struct config *config, struct kripa_arena *arena,
                      struct config_problems *problems)
{
    char host[NI_MAXHOST], port[NI_MAXSERV];
    long count = number_of("LISTEN_PID") == getpid() ? number_of("LISTEN_FDS") : 0;
    unsetenv("LISTEN_PID"); /* the variables are for this process only */
    unsetenv("LISTEN_FDS");
    if (count <= 0)
        return;
    if (count > 1 || !has_option(FIRST_FD, SO_TYPE, SOCK_STREAM) ||
        !has_option(FIRST_FD, SO_ACCEPTCONN, 1) || !tell_address(FIRST_FD, host, port)) {
        config_problem(
            problems, true,
            "LISTEN_FDS: %ld were handed over; needed is one socket that listens for TCP", count);
        return;
    }
    fcntl(FIRST_FD, F_SETFD, FD_CLOEXEC);
    fcntl(FIRST_FD, F_SETFL, fcntl(FIRST_FD, F_GETFL) | O_NONBLOCK);
    config->listen_fd = FIRST_FD;
    config->port = strtol(port, NULL, 10);
    config->host = kripa_arena_text(arena, host, strlen(host));
    if (!config->host)
        config_problem(problems, true, "out of memory");
}

static struct addrinfo *find_host(const struct config *config, int *failed)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV},
                    *found = NULL;
    char port[8];
    snprintf(port, sizeof port, "%d", (int)config->port);
    *failed = getaddrinfo(config->host, port, &hints, &found);
    return *failed ? NULL : found;
}

/* Below 0, with errno, when it fails. */
static int bind_one(const struct addrinfo *address)
{
    int on = 1, off = 0;
    int fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (address->ai_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    if (bind(fd, address->ai_addr, address->ai_addrlen) == 0)
        return fd;
    int reason = errno;
    close(fd);
    errno = reason;
    return -1;
}

static int bind_first(const struct addrinfo *found)
{
    int fd = -1;
    for (const struct addrinfo *at = found; at && fd < 0; at = at->ai_next)
        fd = bind_one(at);
    return fd;
}

static int bound_port(int fd)
{
    char host[NI_MAXHOST], port[NI_MAXSERV];
    return tell_address(fd, host, port) ? (int)strtol(port, NULL, 10) : 0;
}

enum kripa_status listen_open(const struct config *config, int *fd, int *port,
                              struct kripa_error *err)
{
    int failed;
    if (config->listen_fd) {
        *fd = config->listen_fd;
        *port = (int)config->port;
        return KRIPA_OK;
    }
    struct addrinfo *found = find_host(config, &failed);
    if (failed)
        return kripa_fail(err, KRIPA_UNAVAILABLE, "HOST %s is no address here: %s", config->host,
                          gai_strerror(failed));
    int bound = bind_first(found);
    bool listens = bound >= 0 && listen(bound, BACKLOG) == 0;
    int reason = errno;
    freeaddrinfo(found);
    if (!listens) {
        if (bound >= 0)
            close(bound);
        return kripa_fail(err, KRIPA_UNAVAILABLE, "can't listen on %s, port %d: %s", config->host,
                          (int)config->port, strerror(reason));
    }
    *fd = bound;
    *port = bound_port(bound);
    return KRIPA_OK;
}

void listen_check(const struct config *config, struct config_problems *problems)
{
    int failed;
    if (config->listen_fd)
        return;
    struct addrinfo *found = find_host(config, &failed);
    if (failed) {
        config_problem(problems, true, "HOST: %s is no address here: %s", config->host,
                       gai_strerror(failed));
        return;
    }
    int fd = bind_first(found);
    int reason = errno;
    freeaddrinfo(found);
    if (fd >= 0)
        close(fd);
    else if (reason == EADDRINUSE)
        config_problem(problems, false,
                       "PORT: %d is in use on %s: by a kripad that runs, or by something else",
                       (int)config->port, config->host);
    else
        config_problem(problems, true, "%s: %s, port %d, can't be listened on: %s",
                       reason == EACCES ? "PORT" : "HOST", config->host, (int)config->port,
                       strerror(reason));
}
