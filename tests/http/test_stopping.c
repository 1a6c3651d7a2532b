/* SPDX-License-Identifier: MIT
 * How the server stops: what runs is finished, what waits is refused, and none of it takes longer
 * than its deadline. */
#include <check.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "suite.h"
#include "thing_server.h"

static struct thing_server things;

static void begin(void)
{
    thing_server_start(&things);
}

static void end(void)
{
    thing_server_end(&things);
}

struct late_ask {
    int fd;
    char answer[4096];
};

static void *read_late(void *ctx)
{
    struct late_ask *late = ctx;
    raw_read(late->fd, late->answer, sizeof late->answer, 20000, NULL);
    return NULL;
}

START_TEST(stopping_lets_running_requests_finish_and_refuses_new_ones)
{
    struct late_ask running, kept;
    pthread_t readers[2];
    kept.fd = raw_connect(things.port);
    raw_send(kept.fd, "GET /things HTTP/1.1\r\nHost: x\r\n\r\n");
    raw_read(kept.fd, things.answer, sizeof things.answer, 300, NULL);
    running.fd = raw_connect(things.port);
    raw_send(running.fd, "GET /slow?ms=1800 HTTP/1.1\r\nHost: x\r\n\r\n");
    usleep(100000);
    pthread_create(&readers[0], NULL, read_late, &running);
    pthread_t stopper;
    pthread_create(&stopper, NULL, (void *(*)(void *))(uintptr_t)server_stop, things.server);
    usleep(200000);
    raw_send(kept.fd, "GET /things HTTP/1.1\r\nHost: x\r\n\r\n");
    pthread_create(&readers[1], NULL, read_late, &kept);
    pthread_join(readers[0], NULL);
    pthread_join(readers[1], NULL);
    pthread_join(stopper, NULL);
    things.server = NULL;
    ck_assert_int_eq(strncmp(running.answer, "HTTP/1.1 200 ", 13), 0);
    ck_assert_int_eq(strncmp(kept.answer, "HTTP/1.1 503 ", 13), 0);
    close(running.fd);
    close(kept.fd);
}
END_TEST

START_TEST(stopping_refuses_what_still_waits_at_its_deadline)
{
    int fds[2];
    for (int i = 0; i < 2; i++) {
        fds[i] = raw_connect(things.port);
        raw_send(fds[i], "GET /slow-hash?ms=1650 HTTP/1.1\r\nHost: x\r\n\r\n");
        usleep(50000);
    }
    ck_assert(server_stop(things.server));
    things.server = NULL;
    raw_read(fds[0], things.answer, sizeof things.answer, 300, NULL);
    ck_assert_int_eq(strncmp(things.answer, "HTTP/1.1 200 ", 13), 0);
    raw_read(fds[1], things.answer, sizeof things.answer, 300, NULL);
    ck_assert_int_eq(strncmp(things.answer, "HTTP/1.1 503 ", 13), 0);
    close(fds[0]);
    close(fds[1]);
}
END_TEST

static int64_t stop_ms(bool in_order)
{
    int64_t start_ms = clock_ms();
    ck_assert_int_eq(server_stop(things.server), in_order);
    return clock_ms() - start_ms;
}

/* A second more than DEADLINE_STOP_S is room for a busy machine. */
START_TEST(a_stop_waits_for_no_worker_beyond_its_deadline)
{
    thing_server_restart(&things, (const char *const[]){"DEADLINE_STOP_S=1", NULL});
    int64_t begun_ms = clock_ms();
    int fd = raw_connect(things.port);
    raw_send(fd, "GET /slow?ms=2500 HTTP/1.1\r\nHost: x\r\n\r\n");
    usleep(100000);
    int64_t ms = stop_ms(false);
    ck_assert_msg(ms < 2000, "%lld ms", (long long)ms);
    while (!server_stop(things.server)) /* the worker ends at last */
        ck_assert_int_lt(clock_ms(), begun_ms + 60000);
    things.server = NULL;
    close(fd);
}
END_TEST

START_TEST(a_stop_waits_for_half_sent_requests_no_longer_than_its_deadline)
{
    static const char *const begun[] = {
        "GET /things HTTP/1.1\r\nHo",
        "GET /thi",
        "PUT /things/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{",
        "PUT /things/1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{",
    };
    int fds[20];
    thing_server_restart(&things, (const char *const[]){"DEADLINE_STOP_S=1", "DEADLINE_HEAD_S=60",
                                                        "DEADLINE_BODY_S=60", NULL});
    for (int i = 0; i < 20; i++) {
        fds[i] = raw_connect(things.port);
        raw_send(fds[i], begun[i % 4]);
    }
    usleep(100000);
    int64_t ms = stop_ms(true);
    things.server = NULL;
    ck_assert_msg(ms < 2000, "%lld ms", (long long)ms);
    for (int i = 0; i < 20; i++)
        close(fds[i]);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("stopping", begin, end,
                        stopping_lets_running_requests_finish_and_refuses_new_ones,
                        stopping_refuses_what_still_waits_at_its_deadline,
                        a_stop_waits_for_no_worker_beyond_its_deadline,
                        a_stop_waits_for_half_sent_requests_no_longer_than_its_deadline);
}
