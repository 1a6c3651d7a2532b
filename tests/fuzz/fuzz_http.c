/* SPDX-License-Identifier: MIT
 * Fuzz target: any bytes as what a client sends, on a connection to a server in this process.
 * Whatever comes back must be whole answers, one after the other, and then the end. Inputs of an
 * odd size go to a server whose store waits, each with a token in its first head: then nothing of
 * the request is looked at before it is all there. */
#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fuzz.h"
#include "server/exchange.h"
#include "thing_server.h"

#define PATIENCE_MS 20000 /* past every deadline */
#define SETTLE_MS   10000

#define TOKEN "Authorization: x\r\n"

static struct thing_server ready, waiting;

static void stop(void)
{
    thing_server_end(&ready);
    thing_server_end(&waiting);
}

static void start(void)
{
    static const char *const settings[] = {"CONNECTIONS_MAX=64", "DEADLINE_HEAD_S=5",
                                           "DEADLINE_BODY_S=5", "DEADLINE_ANSWER_S=5", NULL};
    if (ready.server)
        return;
    waiting.waits = true;
    thing_server_start_with(&ready, settings);
    thing_server_start_with(&waiting, settings);
    atexit(stop);
}

static void demand_answer(const struct thing_server *things, bool holds, const char *what,
                          const uint8_t *data, size_t size)
{
    if (holds)
        return;
    fprintf(stderr, "%s:\n%s\n--- after:\n", what, things->answer);
    fwrite(data, 1, size, stderr);
    abort();
}

static void send_all(int fd, const void *data, size_t size)
{
    const char *at = data;
    for (ssize_t sent; size > 0 && (sent = send(fd, at, size, MSG_NOSIGNAL)) > 0; at += sent)
        size -= (size_t)sent;
}

/* With the token where the store waits: after the first line, wherever that ends. */
static void send_input(const struct thing_server *things, int fd, const uint8_t *data, size_t size)
{
    const uint8_t *line_end = things->waits ? memmem(data, size, "\r\n", 2) : NULL;
    size_t first = line_end ? (size_t)(line_end + 2 - data) : 0;
    send_all(fd, data, first);
    if (line_end)
        send_all(fd, TOKEN, sizeof TOKEN - 1);
    send_all(fd, data + first, size - first);
}

/* Sends all, says that no more will come, and reads to the end. */
static size_t talk(struct thing_server *things, const uint8_t *data, size_t size)
{
    struct linger at_once = {.l_onoff = 1};
    int fd = raw_connect(things->port);
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    send_input(things, fd, data, size);
    shutdown(fd, SHUT_WR);
    bool closed = false;
    size_t got = raw_read(fd, things->answer, sizeof things->answer, PATIENCE_MS, &closed);
    close(fd);
    demand_answer(things, closed, "the connection stays open", data, size);
    for (int i = 0; i < SETTLE_MS && atomic_load(&things->server->running); i++)
        poll(NULL, 0, 1);
    bool ended = !atomic_load(&things->server->running);
    demand_answer(things, ended, "a request never ends", data, size);
    return got;
}

/* An answer to HEAD has no body, and which ones those are is the server's to know. */
static bool has_no_body(const char *answer, bool may_be_head)
{
    return may_be_head || strncmp(answer + 9, "1", 1) == 0 || strncmp(answer + 9, "204", 3) == 0 ||
           strncmp(answer + 9, "304", 3) == 0;
}

/* The size of the whole answer at `answer`, or 0 when it is none. */
static size_t answer_size(const char *answer, size_t left, bool may_be_head)
{
    if (left < 16 || memcmp(answer, "HTTP/1.", 7) != 0 || strspn(answer + 9, "0123456789") != 3)
        return 0;
    const char *head_end = strstr(answer, "\r\n\r\n"),
               *length = strcasestr(answer, "\r\nContent-Length: ");
    if (!head_end)
        return 0;
    size_t size = (size_t)(head_end + 4 - answer);
    if (has_no_body(answer, may_be_head))
        return size;
    if (!length || length > head_end)
        return 0;
    size += strtoul(length + 18, NULL, 10);
    return size <= left ? size : 0;
}

/* libmicrohttpd 0.9.75 writes the head of some of its own refusals twice (of a bad Content-Length,
 * of too many cookies); the connection ends with them. */
static bool is_its_own(const char *answer)
{
    const char *close = strstr(answer, "\r\nConnection: close\r\n");
    return answer[9] >= '4' && close && strstr(close, "<html>");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    start();
    struct thing_server *things = size % 2 ? &waiting : &ready;
    size_t got = talk(things, data, size);
    bool may_be_head = memmem(data, size, "HEAD", 4);
    for (size_t at = 0; at < got && !is_its_own(things->answer + at);) {
        size_t whole = answer_size(things->answer + at, got - at, may_be_head);
        demand_answer(things, whole > 0, "no whole answer", data, size);
        at += whole;
    }
    return 0;
}
