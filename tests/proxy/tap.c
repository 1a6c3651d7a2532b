/* SPDX-License-Identifier: MIT
 * See tap.h. One thread polls all sockets. */
#include "tap.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http.h"

#define PASSES_MAX 512
#define BACKLOG    512

struct link {
    int client, server; /* below 0: closed */
    struct pass *pass;
};
struct tap {
    pthread_t thread;
    int listener, port, server_port, wake[2];
    size_t count;
    struct link links[PASSES_MAX];
};

static void fail(const char *what)
{
    perror(what);
    exit(2);
}

static void shut(struct link *link)
{
    if (link->client >= 0)
        close(link->client);
    if (link->server >= 0)
        close(link->server);
    link->client = link->server = -1;
}

static void take_one(struct tap *tap)
{
    int client = accept(tap->listener, NULL, NULL);
    if (client < 0)
        return;
    struct pass *pass = tap->count < PASSES_MAX ? calloc(1, sizeof *pass) : NULL;
    if (!pass)
        fail("tap: a connection more than there is room for");
    tap->links[tap->count++] = (struct link){client, raw_connect(tap->server_port), pass};
}

static void keep(char out[PASS_BYTES_MAX], size_t *size, const char *bytes, size_t more)
{
    size_t room = PASS_BYTES_MAX - *size;
    memcpy(out + *size, bytes, more < room ? more : room);
    *size += more < room ? more : room;
}

/* False: that side has ended. */
static bool pass_on(struct link *link, bool from_client)
{
    char bytes[PASS_BYTES_MAX];
    struct pass *pass = link->pass;
    int from = from_client ? link->client : link->server;
    int to = from_client ? link->server : link->client;
    ssize_t got = recv(from, bytes, sizeof bytes, 0);
    if (got <= 0)
        return false;
    if (from_client)
        keep(pass->asked, &pass->asked_size, bytes, (size_t)got);
    else
        keep(pass->answered, &pass->answered_size, bytes, (size_t)got);
    return send(to, bytes, (size_t)got, MSG_NOSIGNAL) == got;
}

static void *run(void *cls)
{
    struct tap *tap = cls;
    struct pollfd waits[2 + 2 * PASSES_MAX];
    for (;;) {
        size_t count = tap->count;
        waits[0] = (struct pollfd){.fd = tap->wake[0], .events = POLLIN};
        waits[1] = (struct pollfd){.fd = tap->listener, .events = POLLIN};
        for (size_t i = 0; i < count; i++) {
            waits[2 + 2 * i] = (struct pollfd){.fd = tap->links[i].client, .events = POLLIN};
            waits[3 + 2 * i] = (struct pollfd){.fd = tap->links[i].server, .events = POLLIN};
        }
        if (poll(waits, 2 + 2 * count, -1) < 0 || waits[0].revents)
            return NULL;
        if (waits[1].revents)
            take_one(tap);
        for (size_t i = 0; i < count; i++) {
            struct link *link = &tap->links[i];
            if ((waits[2 + 2 * i].revents && !pass_on(link, true)) ||
                (waits[3 + 2 * i].revents && !pass_on(link, false)))
                shut(link);
        }
    }
}

struct tap *tap_open(int server_port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    struct tap *tap = calloc(1, sizeof *tap);
    if (!tap || pipe(tap->wake) != 0)
        fail("tap");
    tap->server_port = server_port;
    tap->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (tap->listener < 0 || bind(tap->listener, (const struct sockaddr *)&at, size) != 0 ||
        listen(tap->listener, BACKLOG) != 0 ||
        getsockname(tap->listener, (struct sockaddr *)&at, &size) != 0)
        fail("tap: listen");
    tap->port = ntohs(at.sin_port);
    if (pthread_create(&tap->thread, NULL, run, tap) != 0)
        fail("tap: thread");
    return tap;
}

int tap_port(const struct tap *tap)
{
    return tap->port;
}

void tap_stop(struct tap *tap)
{
    if (write(tap->wake[1], "", 1) != 1 || pthread_join(tap->thread, NULL) != 0)
        fail("tap: stop");
    for (size_t i = 0; i < tap->count; i++)
        shut(&tap->links[i]);
    close(tap->listener);
    close(tap->wake[0]);
    close(tap->wake[1]);
}

const struct pass *tap_pass(const struct tap *tap, size_t index)
{
    return index < tap->count ? tap->links[index].pass : NULL;
}

void tap_free(struct tap *tap)
{
    for (size_t i = 0; i < tap->count; i++)
        free(tap->links[i].pass);
    free(tap);
}
