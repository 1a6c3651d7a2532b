/* SPDX-License-Identifier: MIT
 * A socket that was closed: its number may be another file's at once. */
#include <check.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "suite.h"
#include "thing_server.h"

#define SLOW_LAST "GET /slow?ms=300 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
#define SLOW      "GET /slow?ms=300 HTTP/1.1\r\nHost: x\r\n\r\n"
#define ASK       "GET /things HTTP/1.1\r\nHost: x\r\n\r\n"
#define STEADY    5 /* questions on the connection that comes next */

static struct thing_server things;
static atomic_int follower = -1; /* what gets the number of the next socket of kripad's */

static bool is_kripads(int fd)
{
    struct sockaddr_in at = {0};
    socklen_t size = sizeof at;
    return getsockname(fd, (struct sockaddr *)&at, &size) == 0 && at.sin_family == AF_INET &&
           ntohs(at.sin_port) == things.port;
}

/* In the place of the C library's, for libmicrohttpd too. */
__attribute__((visibility("default"))) int close(int fd)
{
    int next = atomic_load(&follower);
    if (next >= 0 && is_kripads(fd) && atomic_compare_exchange_strong(&follower, &next, -1))
        return dup2(next, fd) == fd ? 0 : -1;
    return (int)syscall(SYS_close, fd);
}

static void begin(void)
{
    static const char *const settings[] = {"DEADLINE_HEAD_S=30", NULL};
    thing_server_start_with(&things, settings);
}

static void end(void)
{
    thing_server_end(&things);
}

/* Its client sends no more while it is at work, and then its number is a pipe's that is not read to
 * its end. The place is the next connection's, which has nothing to do with that. */
static void end_and_follow(const char *request)
{
    int pipe_fds[2];
    ck_assert_int_eq(pipe(pipe_fds), 0);
    ck_assert_int_eq(write(pipe_fds[1], "x", 1), 1);
    int fd = raw_connect(things.port);
    raw_send(fd, request);
    shutdown(fd, SHUT_WR);
    usleep(100000);
    atomic_store(&follower, pipe_fds[0]);
    raw_read(fd, things.answer, sizeof things.answer, 3000, NULL);
    for (int i = 0; i < 300 && atomic_load(&follower) >= 0; i++)
        usleep(10000);
    ck_assert_int_lt(atomic_load(&follower), 0);
    syscall(SYS_close, fd);
}

START_TEST(the_next_connection_in_its_place_is_left_alone)
{
    static const char *const requests[] = {SLOW_LAST, SLOW, SLOW SLOW_LAST};
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        end_and_follow(requests[i]);
        int fd = raw_connect(things.port);
        for (int j = 0; j < STEADY; j++)
            ck_assert_msg(thing_server_is_answered(&things, fd, ASK), "%zu: question %d: %s", i, j,
                          things.answer);
        syscall(SYS_close, fd);
    }
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("used number", begin, end, the_next_connection_in_its_place_is_left_alone);
}
