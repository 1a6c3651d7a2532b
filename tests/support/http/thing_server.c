/* SPDX-License-Identifier: MIT
 * The thing routes behind real sockets. */
#include "thing_server.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void fail(const char *what)
{
    fprintf(stderr, "thing server: %s\n", what);
    exit(2);
}

void thing_server_start(struct thing_server *things)
{
    static const char *const settings[] = {"DEADLINE_HEAD_S=1",
                                           "DEADLINE_BODY_S=1",
                                           "DEADLINE_STOP_S=2",
                                           "LANE_HASH_THREADS=1",
                                           "LANE_HASH_QUEUE=1",
                                           "CONNECTIONS_MAX=40",
                                           NULL};
    thing_server_start_with(things, settings);
}

void thing_server_start_with(struct thing_server *things, const char *const *settings)
{
    struct kripa_error err = {0};
    char path[] = "/tmp/kripa-http-log-XXXXXX";
    signal(SIGPIPE, SIG_IGN);
    things->log_fd = mkstemp(path);
    unlink(path);
    in_process_open(&things->in, thing_routes, NULL, settings);
    things->in.config.port = 0;
    things->in.kripad->remote = things->waits;
    things->log = log_open(things->log_fd);
    if (!things->log || server_start(things->in.kripad, things->log, &things->server, &err))
        fail(err.message);
    things->port = server_port(things->server);
}

void thing_server_end(struct thing_server *things)
{
    if (!server_stop(things->server))
        fail("it does not stop");
    things->server = NULL;
    log_close(things->log);
    things->log = NULL;
    close(things->log_fd);
    in_process_close(&things->in);
}

void thing_server_take_log(struct thing_server *things, char *out, size_t size)
{
    if (!server_stop(things->server))
        fail("it does not stop");
    things->server = NULL;
    log_close(things->log);
    things->log = NULL;
    ssize_t got = pread(things->log_fd, out, size - 1, 0);
    out[got > 0 ? got : 0] = '\0';
}

unsigned thing_server_ask(struct thing_server *things, const char *text, bool *closed)
{
    raw_ask(things->port, text, things->answer, sizeof things->answer, closed);
    bool answered = strncmp(things->answer, "HTTP/1.1 ", 9) == 0;
    return answered ? (unsigned)strtoul(things->answer + 9, NULL, 10) : 0;
}

int thing_server_answers(const struct thing_server *things)
{
    int count = 0;
    for (const char *at = things->answer; (at = strstr(at, "HTTP/1.1 ")); at++)
        count++;
    return count;
}

void thing_server_restart(struct thing_server *things, const char *const *settings)
{
    thing_server_end(things);
    thing_server_start_with(things, settings);
}

bool thing_server_is_answered(struct thing_server *things, int fd, const char *request)
{
    raw_send(fd, request);
    raw_read(fd, things->answer, 14, 2500, NULL);
    bool good = strncmp(things->answer, "HTTP/1.1 200 ", 13) == 0;
    raw_read(fd, things->answer, sizeof things->answer, 20, NULL);
    return good;
}
