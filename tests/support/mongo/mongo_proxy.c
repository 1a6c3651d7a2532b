/* SPDX-License-Identifier: MIT
 * See mongo_proxy.h. One thread polls all sockets; what tests ask for is in the struct under its
 * lock, and a byte in a pipe wakes the thread. */
#include "mongo_proxy.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <mongoc/mongoc.h>

#define LINKS_MAX   256
#define NAME_SIZE   40
#define BUFFER_SIZE 262144 /* of a message: a checkout's are small */
#define HEADER_SIZE 16
#define NAME_AT     26 /* of an OP_MSG: the name of its document's first member */
#define OP_MSG      2013
#define DELAY_MS    300
#define TICK_MS     50

struct link {
    int client, server; /* below 0: closed; both: the place is free */
    bool mute;          /* what the server says now is lost */
    size_t size;        /* of what came from the client and is no whole message yet */
    int64_t close_ms;   /* 0, or when the server's side is closed, too */
    char *bytes;
};
struct mongo_proxy {
    pthread_t thread;
    pthread_mutex_t lock;
    int listener, port, wake[2];
    struct sockaddr_storage server;
    socklen_t server_size;
    struct link links[LINKS_MAX];
    enum mongo_fault fault;
    char name[NAME_SIZE], met[NAME_SIZE];
    size_t nth, times, count;
    bool cut, away, dumb, lagging, closing;
};

static void fail(const char *what)
{
    fprintf(stderr, "proxy: %s: %s\n", what, strerror(errno));
    exit(2);
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void shut(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static void drop(struct link *link)
{
    shut(&link->client);
    shut(&link->server);
    free(link->bytes);
    *link = (struct link){.client = -1, .server = -1};
}

static void drop_all(struct mongo_proxy *proxy)
{
    for (size_t i = 0; i < LINKS_MAX; i++)
        drop(&proxy->links[i]);
}

static int32_t number_at(const char *bytes)
{
    int32_t number;
    memcpy(&number, bytes, sizeof number); /* the protocol is little-endian, as are we */
    return number;
}

/* What a message asks for; "" when that can't be told. */
static const char *command_of(const char *message, size_t size)
{
    bool plain = size > NAME_AT && number_at(message + 12) == OP_MSG && message[20] == 0;
    return plain && memchr(message + NAME_AT, 0, size - NAME_AT) ? message + NAME_AT : "";
}

static bool is_counted(const struct mongo_proxy *proxy, const char *command)
{
    static const char *const idle[] = {"",          "hello",        "isMaster", "ismaster",
                                       "saslStart", "saslContinue", "ping",     "endSessions"};
    for (size_t i = 0; i < sizeof idle / sizeof *idle; i++)
        if (strcmp(command, idle[i]) == 0)
            return false;
    return !*proxy->name || strcmp(proxy->name, command) == 0;
}

static enum mongo_fault fault_of(struct mongo_proxy *proxy, const char *command)
{
    if (!is_counted(proxy, command))
        return MONGO_LOSE_NOTHING;
    size_t number = proxy->count++;
    if (proxy->fault == MONGO_LOSE_NOTHING || number < proxy->nth ||
        number >= proxy->nth + proxy->times)
        return MONGO_LOSE_NOTHING;
    if (!*proxy->met)
        snprintf(proxy->met, sizeof proxy->met, "%s", command);
    return proxy->fault;
}

static bool send_all(int fd, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t sent = send(fd, bytes, size, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes += sent;
        size -= (size_t)sent;
    }
    return true;
}

/* Where {filter: {_id: ObjectId}} has its name, in a find of the majority's; NULL: it is none. */
static char *id_of_majority(char *message, size_t size)
{
    if (strcmp(command_of(message, size), "find") != 0 || !memmem(message, size, "majority", 8))
        return NULL;
    char *filter = memmem(message, size, "filter", 7);
    return filter ? memmem(filter, size - (size_t)(filter - message), "\a_id", 5) : NULL;
}

/* False: the link is gone. */
static bool pass_message(struct mongo_proxy *proxy, struct link *link, size_t size)
{
    enum mongo_fault fault = fault_of(proxy, command_of(link->bytes, size));
    if (fault == MONGO_LOSE_COMMAND) {
        drop(link);
        return false;
    }
    if (fault == MONGO_DELAY) {
        shut(&link->client);
        link->mute = true;
        link->close_ms = now_ms() + DELAY_MS;
        return false;
    }
    char *id = proxy->lagging ? id_of_majority(link->bytes, size) : NULL;
    if (id)
        id[1] = '-';
    if (!send_all(link->server, link->bytes, size)) {
        drop(link);
        return false;
    }
    link->mute = fault == MONGO_LOSE_REPLY || fault == MONGO_LOSE_BOTH;
    memmove(link->bytes, link->bytes + size, link->size - size);
    link->size -= size;
    return true;
}

static void hear_client(struct mongo_proxy *proxy, struct link *link)
{
    ssize_t more = recv(link->client, link->bytes + link->size, BUFFER_SIZE - link->size, 0);
    if (more <= 0) {
        drop(link);
        return;
    }
    link->size += (size_t)more;
    while (link->size >= HEADER_SIZE) {
        size_t size = (size_t)number_at(link->bytes);
        if (size > BUFFER_SIZE) {
            errno = EMSGSIZE;
            fail("a message");
        }
        if (size > link->size || !pass_message(proxy, link, size))
            return;
    }
}

static void hear_server(struct mongo_proxy *proxy, struct link *link)
{
    char bytes[16384];
    ssize_t more = recv(link->server, bytes, sizeof bytes, 0);
    bool lost = link->mute || more <= 0;
    if (lost && link->mute && proxy->fault == MONGO_LOSE_BOTH)
        proxy->cut = true;
    if (lost || !send_all(link->client, bytes, (size_t)more))
        drop(link);
}

static void listen_again(struct mongo_proxy *proxy)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)proxy->port)};
    int one = 1;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    proxy->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(proxy->listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(proxy->listener, (const struct sockaddr *)&at, sizeof at) != 0 ||
        listen(proxy->listener, LINKS_MAX) != 0)
        fail("listen");
    socklen_t size = sizeof at;
    getsockname(proxy->listener, (struct sockaddr *)&at, &size);
    proxy->port = ntohs(at.sin_port);
}

static void take_client(struct mongo_proxy *proxy)
{
    struct link link = {.client = accept4(proxy->listener, NULL, NULL, SOCK_CLOEXEC)};
    link.server = socket(proxy->server.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    link.bytes = malloc(BUFFER_SIZE);
    bool there =
        connect(link.server, (const struct sockaddr *)&proxy->server, proxy->server_size) == 0;
    for (size_t i = 0; i < LINKS_MAX && link.bytes && there; i++) {
        if (proxy->links[i].client < 0 && proxy->links[i].server < 0) {
            proxy->links[i] = link;
            return;
        }
    }
    drop(&link);
}

/* What tests have asked for, and what is due. */
static void obey(struct mongo_proxy *proxy)
{
    if (proxy->cut || proxy->away)
        drop_all(proxy);
    proxy->cut = false;
    if (proxy->away)
        shut(&proxy->listener);
    else if (proxy->listener < 0)
        listen_again(proxy);
    for (size_t i = 0; i < LINKS_MAX; i++) {
        struct link *link = &proxy->links[i];
        if (link->close_ms > 0 && link->close_ms <= now_ms()) {
            link->close_ms = 0;
            if (!send_all(link->server, link->bytes, link->size))
                drop(link);
        }
    }
}

static size_t add(struct pollfd *all, size_t count, int fd)
{
    all[count] = (struct pollfd){.fd = fd, .events = POLLIN};
    return count + 1;
}

static void serve(struct mongo_proxy *proxy, const struct pollfd *polled)
{
    if (polled[1].revents && proxy->listener >= 0)
        take_client(proxy);
    for (size_t i = 0; i < LINKS_MAX && !proxy->dumb; i++) {
        struct link *link = &proxy->links[i];
        const struct pollfd *of = &polled[2 + 2 * i];
        if (of[0].revents && link->client == of[0].fd)
            hear_client(proxy, link);
        if (of[1].revents && link->server == of[1].fd && link->server >= 0)
            hear_server(proxy, link);
    }
}

static void *run(void *ctx)
{
    struct mongo_proxy *proxy = ctx;
    struct pollfd polled[2 + 2 * LINKS_MAX];
    char woken[64];
    pthread_mutex_lock(&proxy->lock);
    while (!proxy->closing) {
        obey(proxy);
        size_t count = add(polled, 0, proxy->wake[0]);
        count = add(polled, count, proxy->listener);
        for (size_t i = 0; i < LINKS_MAX; i++) {
            count = add(polled, count, proxy->dumb ? -1 : proxy->links[i].client);
            count = add(polled, count, proxy->dumb ? -1 : proxy->links[i].server);
        }
        pthread_mutex_unlock(&proxy->lock);
        poll(polled, count, TICK_MS);
        pthread_mutex_lock(&proxy->lock);
        if (polled[0].revents && read(proxy->wake[0], woken, sizeof woken) < 0)
            fail("wake");
        serve(proxy, polled);
    }
    pthread_mutex_unlock(&proxy->lock);
    return NULL;
}

/* The URI with another host: mongodb://[user:password@]HOSTS[/database][?options] */
static void write_uri(const struct mongo_proxy *proxy, const char *uri, char *out, size_t size)
{
    const char *scheme = strstr(uri, "://");
    const char *hosts = scheme ? scheme + 3 : uri;
    const char *rest = hosts + strcspn(hosts, "/?");
    for (const char *at = hosts; at < rest; at++)
        hosts = *at == '@' ? at + 1 : hosts;
    if (snprintf(out, size, "%.*s127.0.0.1:%d%s", (int)(hosts - uri), uri, proxy->port, rest) >=
        (int)size)
        fail("the URI is too long");
}

static void find_server(struct mongo_proxy *proxy, const char *text)
{
    mongoc_uri_t *uri = mongoc_uri_new(text);
    if (!uri)
        fail(text);
    const mongoc_host_list_t *host = mongoc_uri_get_hosts(uri);
    struct addrinfo wanted = {.ai_socktype = SOCK_STREAM}, *found;
    char port[16];
    snprintf(port, sizeof port, "%u", (unsigned)host->port);
    if (getaddrinfo(host->host, port, &wanted, &found) != 0)
        fail(host->host);
    memcpy(&proxy->server, found->ai_addr, found->ai_addrlen);
    proxy->server_size = found->ai_addrlen;
    freeaddrinfo(found);
    mongoc_uri_destroy(uri);
}

struct mongo_proxy *mongo_proxy_open(const char *uri, char *proxied, size_t size)
{
    struct mongo_proxy *proxy = calloc(1, sizeof *proxy);
    if (!proxy || pipe(proxy->wake) != 0)
        fail("open");
    for (size_t i = 0; i < LINKS_MAX; i++)
        proxy->links[i] = (struct link){.client = -1, .server = -1};
    pthread_mutex_init(&proxy->lock, NULL);
    find_server(proxy, uri);
    listen_again(proxy);
    write_uri(proxy, uri, proxied, size);
    if (pthread_create(&proxy->thread, NULL, run, proxy) != 0)
        fail("thread");
    return proxy;
}

/* What was changed under the lock is seen by the thread now. */
static void let_go(struct mongo_proxy *proxy)
{
    pthread_mutex_unlock(&proxy->lock);
    if (write(proxy->wake[1], "", 1) != 1)
        fail("wake");
}

void mongo_proxy_close(struct mongo_proxy *proxy)
{
    pthread_mutex_lock(&proxy->lock);
    proxy->closing = true;
    let_go(proxy);
    pthread_join(proxy->thread, NULL);
    drop_all(proxy);
    shut(&proxy->listener);
    shut(&proxy->wake[0]);
    shut(&proxy->wake[1]);
    pthread_mutex_destroy(&proxy->lock);
    free(proxy);
}

void mongo_proxy_arm(struct mongo_proxy *proxy, enum mongo_fault fault, const char *name,
                     size_t nth, size_t times)
{
    pthread_mutex_lock(&proxy->lock);
    proxy->fault = fault;
    snprintf(proxy->name, sizeof proxy->name, "%s", name ? name : "");
    proxy->nth = nth;
    proxy->times = times;
    proxy->count = 0;
    proxy->met[0] = '\0';
    let_go(proxy);
}

void mongo_proxy_met(struct mongo_proxy *proxy, char *name, size_t size)
{
    pthread_mutex_lock(&proxy->lock);
    snprintf(name, size, "%s", proxy->met);
    pthread_mutex_unlock(&proxy->lock);
}

void mongo_proxy_cut(struct mongo_proxy *proxy)
{
    pthread_mutex_lock(&proxy->lock);
    proxy->cut = true;
    let_go(proxy);
}

void mongo_proxy_set_away(struct mongo_proxy *proxy, bool away)
{
    pthread_mutex_lock(&proxy->lock);
    proxy->away = away;
    let_go(proxy);
}

void mongo_proxy_set_dumb(struct mongo_proxy *proxy, bool dumb)
{
    pthread_mutex_lock(&proxy->lock);
    proxy->dumb = dumb;
    let_go(proxy);
}

void mongo_proxy_set_lagging(struct mongo_proxy *proxy, bool lagging)
{
    pthread_mutex_lock(&proxy->lock);
    proxy->lagging = lagging;
    let_go(proxy);
}
