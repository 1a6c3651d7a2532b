/* SPDX-License-Identifier: MIT
 * Many connections that all ask at the same moment, again and again: none waits, none is reset.
 * Usage: http_bursts [ROUNDS] */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/clock.h"
#include "suite.h"
#include "thing_server.h"

#define ROUNDS_DEFAULT  1
#define CONNECTIONS_MAX 1024
#define FILES           (2 * CONNECTIONS_MAX + 128)
#define PATIENCE_S      12 /* past the deadline of a head, at which what hung was reset */
#define LATE_MS         1000
#define LATE_QUICK_MS   5000 /* beside other tests */

struct kind {
    const char *request;
    int times; /* on each connection */
};
static const struct kind kinds[] = {
    {"GET /things HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 1},
    {"GET /things HTTP/1.1\r\nHost: x\r\n\r\n", 3},
    {"GET /slow?ms=1 HTTP/1.1\r\nHost: x\r\n\r\n", 2},
    {"PUT /things/1 HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
     "Content-Length: 2\r\n\r\n{}",
     2},
};
static const int sizes[] = {128, 256, 384, 512, CONNECTIONS_MAX};

static struct thing_server things;
static int fds[CONNECTIONS_MAX];
static long rounds = ROUNDS_DEFAULT;
static int64_t late_ms = LATE_QUICK_MS;

static void begin(void)
{
    static const char *const settings[] = {"CONNECTIONS_MAX=1400", "CONNECTIONS_ADDRESS_MAX=1100",
                                           "LANE_STORE_QUEUE=2048", "LANE_WRITE_QUEUE=2048", NULL};
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = FILES < files.rlim_max ? FILES : files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    thing_server_start_with(&things, settings);
}

static void end(void)
{
    thing_server_end(&things);
}

static int open_one(void)
{
    struct timeval patience = {.tv_sec = PATIENCE_S};
    int fd = raw_connect(things.port);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return fd;
}

/* One whole answer, to the last byte of its body. */
static void read_answer(int fd, int number)
{
    char *answer = things.answer;
    size_t got = 0, needed = 0;
    while (!needed || got < needed) {
        ssize_t more = recv(fd, answer + got, sizeof things.answer - 1 - got, 0);
        ck_assert_msg(more > 0, "connection %d: %s after %zu bytes", number,
                      more ? "nothing, or reset" : "closed", got);
        got += (size_t)more;
        answer[got] = '\0';
        const char *body = strstr(answer, "\r\n\r\n"), *length = strstr(answer, "Content-Length: ");
        if (body && length)
            needed = (size_t)(body + 4 - answer) + strtoul(length + 16, NULL, 10);
    }
    ck_assert_msg(memcmp(answer, "HTTP/1.1 200 ", 13) == 0, "%s", answer);
}

static void ask_all(const struct kind *kind, int count)
{
    int64_t start_ms = clock_ms();
    for (int i = 0; i < count; i++)
        raw_send(fds[i], kind->request);
    for (int i = 0; i < count; i++)
        read_answer(fds[i], i);
    int64_t ms = clock_ms() - start_ms;
    ck_assert_msg(ms < late_ms, "%d at once: the last answer after %lld ms", count, (long long)ms);
}

static void run_round(const struct kind *kind, int count)
{
    for (int i = 0; i < count; i++)
        fds[i] = open_one();
    for (int time = 0; time < kind->times; time++)
        ask_all(kind, count);
    for (int i = 0; i < count; i++)
        close(fds[i]);
}

START_TEST(all_are_answered_at_once)
{
    const struct kind *kind = &kinds[_i];
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (long round = 0; round < rounds; round++)
            run_round(kind, sizes[i]);
}
END_TEST

int main(int argc, char **argv)
{
    if (argc > 1) {
        rounds = strtol(argv[1], NULL, 10);
        late_ms = LATE_MS;
    }
    TCase *tests = new_cases("connections", begin, end);
    tcase_set_timeout(tests, 900);
    tcase_add_loop_test(tests, all_are_answered_at_once, 0, sizeof kinds / sizeof *kinds);
    return RUN_ALL("bursts", tests);
}
