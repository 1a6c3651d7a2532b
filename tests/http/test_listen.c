/* SPDX-License-Identifier: MIT
 * A socket that was handed over (LISTEN_FDS): kripad is restarted while people ask, and nobody
 * notices. */
#include "suite.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon.h"
#include "http.h"
#include "shop.h"

#define CLIENTS     6
#define RESTARTS    5
#define PATIENCE_MS 20000 /* of a client whose connection waits */

static int listen_on(in_addr_t address, int *port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(address)};
    socklen_t size = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ck_assert_int_eq(bind(fd, (const struct sockaddr *)&at, size), 0);
    ck_assert_int_eq(listen(fd, 1024), 0);
    ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&at, &size), 0);
    *port = ntohs(at.sin_port);
    return fd;
}

static int port;
static atomic_bool over;
static atomic_int answered, failed;

/* A connection a request, one after the other. */
static void *ask_on_and_on(void *unused)
{
    char answer[4096];
    (void)unused;
    while (!over) {
        struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        bool good = connect(fd, (const struct sockaddr *)&to, sizeof to) == 0;
        if (good) {
            raw_send(fd, "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            raw_read(fd, answer, sizeof answer, PATIENCE_MS, NULL);
            good = strncmp(answer, "HTTP/1.1 200 ", 13) == 0;
        }
        close(fd);
        atomic_fetch_add(good ? &answered : &failed, 1);
    }
    return NULL;
}

START_TEST(a_restart_has_no_gap)
{
    pthread_t clients[CLIENTS];
    int fd = listen_on(INADDR_LOOPBACK, &port);
    struct daemon *daemon = daemon_start_on(fd, "sqlite::memory:", SHOP_JWT_SECRET, NULL);
    for (size_t i = 0; i < CLIENTS; i++)
        ck_assert_int_eq(pthread_create(&clients[i], NULL, ask_on_and_on, NULL), 0);
    for (int i = 0; i < RESTARTS; i++) {
        int before = answered;
        while (answered < before + 20 && failed == 0)
            usleep(1000);
        ck_assert_int_eq(daemon_stop(daemon), 0);
        daemon = daemon_start_on(fd, "sqlite::memory:", SHOP_JWT_SECRET, NULL);
    }
    over = true;
    for (size_t i = 0; i < CLIENTS; i++)
        pthread_join(clients[i], NULL);
    ck_assert_int_eq(failed, 0);
    ck_assert_int_eq(daemon_stop(daemon), 0);
    close(fd);
}
END_TEST

/* What is said at the last moment on a connection that is open is answered; then it is closed. */
START_TEST(a_connection_that_was_open_gets_its_last_answer)
{
    char answer[4096];
    bool closed;
    int fd = listen_on(INADDR_LOOPBACK, &port);
    struct daemon *daemon = daemon_start_on(fd, "sqlite::memory:", SHOP_JWT_SECRET, NULL);
    int client = raw_connect(port);
    raw_send(client, "GET /healthz HTTP/1.1\r\n");
    usleep(100000);
    kill(daemon_pid(daemon), SIGTERM);
    usleep(50000);
    raw_send(client, "Host: x\r\n\r\n");
    raw_read(client, answer, sizeof answer, PATIENCE_MS, &closed);
    ck_assert_msg(strncmp(answer, "HTTP/1.1 200 ", 13) == 0, "%s", answer);
    ck_assert_msg(strstr(answer, "Connection: close") && closed, "%s", answer);
    close(client);
    daemon_stop(daemon);
    close(fd);
}
END_TEST

/* HOST's default is loopback, whose pages may call: not those of a socket to the world. */
START_TEST(its_address_is_the_one_that_counts)
{
    int fd = listen_on(INADDR_ANY, &port);
    struct daemon *daemon = daemon_start_on(fd, "sqlite::memory:", SHOP_JWT_SECRET, NULL);
    ck_assert_int_eq(daemon_port(daemon), port);
    struct http *http = http_open(daemon_url(daemon));
    http_data(http, (struct http_request){.method = "GET", .path = "/healthz"}, 200);
    http_close(http);
    char *log = daemon_log(daemon);
    ck_assert_msg(strstr(log, "\"host\":\"0.0.0.0\""), "%s", log);
    ck_assert_msg(!strstr(log, "every origin on localhost"), "%s", log);
    free(log);
    ck_assert_int_eq(daemon_stop(daemon), 0);
    close(fd);
}
END_TEST

/* Runs kripad with `fd` as its third; its exit code. */
static int code_on(int fd, const char *count)
{
    int status;
    pid_t child = fork();
    if (child == 0) {
        char pid[32], fds[32];
        snprintf(pid, sizeof pid, "LISTEN_PID=%d", (int)getpid());
        snprintf(fds, sizeof fds, "LISTEN_FDS=%s", count);
        dup2(fd, 3);
        fcntl(3, F_SETFD, 0);
        close(STDERR_FILENO);
        execle(KRIPA_BUILD_DIR "/kripad", "kripad", (char *)NULL,
               (const char *const[]){"KRIPA_STORE=sqlite::memory:", "JWT_SECRET=" SHOP_JWT_SECRET,
                                     "MONGOC_DISABLE_SHM=1", pid, fds, NULL});
        _exit(127);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

START_TEST(what_is_no_socket_to_listen_on_is_refused)
{
    int ends[2], fd = listen_on(INADDR_LOOPBACK, &port);
    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq(code_on(ends[0], "1"), 2);
    ck_assert_int_eq(code_on(fd, "2"), 2);
    int alone = socket(AF_INET, SOCK_STREAM, 0); /* does not listen */
    ck_assert_int_eq(code_on(alone, "1"), 2);
    close(alone);
    close(fd);
    close(ends[0]);
    close(ends[1]);
}
END_TEST

int main(void)
{
    return RUN_SUITE("listen", a_restart_has_no_gap,
                     a_connection_that_was_open_gets_its_last_answer,
                     its_address_is_the_one_that_counts, what_is_no_socket_to_listen_on_is_refused);
}
