/* SPDX-License-Identifier: MIT
 * The server over time: pools, overload, clients that go away, and its log. */
#include <check.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
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

/* Nobody sees of it but that it is done. */
START_TEST(what_is_too_much_for_the_event_thread_is_done_by_a_worker)
{
    int slow = raw_connect(things.port);
    int64_t start_ms = clock_ms();
    raw_send(slow, "GET /tried?ms=1500 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    ck_assert_uint_eq(
        thing_server_ask(&things, "GET /things HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                         NULL),
        200);
    ck_assert_int_lt(clock_ms() - start_ms, 1400);
    raw_read(slow, things.answer, sizeof things.answer, 5000, NULL);
    ck_assert_msg(strncmp(things.answer, "HTTP/1.1 200 ", 13) == 0, "%s", things.answer);
    ck_assert_ptr_null(strstr(things.answer, "too much"));
    close(slow);
    ck_assert_uint_eq(
        thing_server_ask(
            &things, "GET /tried?status=NOT_FOUND HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            NULL),
        404);
    ck_assert_uint_eq(
        thing_server_ask(
            &things, "GET /tried?status=TOO_LARGE HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            NULL),
        413);
}
END_TEST

START_TEST(a_full_lane_is_503_while_others_work)
{
    int fds[4];
    int busy = 0;
    for (int i = 0; i < 4; i++) {
        fds[i] = raw_connect(things.port);
        raw_send(fds[i], "GET /slow-hash?ms=400 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        usleep(50000);
    }
    ck_assert_uint_eq(
        thing_server_ask(&things, "GET /things HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                         NULL),
        200);
    ck_assert_uint_eq(
        thing_server_ask(&things, "GET /slow?ms=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                         NULL),
        200);
    for (int i = 0; i < 4; i++) {
        raw_read(fds[i], things.answer, sizeof things.answer, 3000, NULL);
        if (strstr(things.answer, "HTTP/1.1 503 ")) {
            busy++;
            ck_assert_ptr_nonnull(strstr(things.answer, "Retry-After: 1\r\n"));
            ck_assert_ptr_nonnull(strstr(things.answer, "UNAVAILABLE"));
        }
        close(fds[i]);
    }
    ck_assert_int_eq(busy, 2);
}
END_TEST

/* While the only worker is busy and its queue is full. */
static unsigned ask_to_try(const char *setting)
{
    thing_server_restart(&things, (const char *const[]){"LANE_STORE_THREADS=1",
                                                        "LANE_STORE_QUEUE=1", setting, NULL});
    int fds[2];
    for (int i = 0; i < 2; i++) {
        fds[i] = raw_connect(things.port);
        raw_send(fds[i], "GET /slow?ms=400 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        usleep(50000);
    }
    unsigned status = thing_server_ask(
        &things, "GET /tried?status=NOT_FOUND HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        NULL);
    close(fds[0]);
    close(fds[1]);
    return status;
}

START_TEST(what_may_be_tried_on_the_event_thread_is_a_setting)
{
    ck_assert_uint_eq(ask_to_try("LISTS_ON_EVENT_THREAD=true"), 404);
    ck_assert_uint_eq(ask_to_try("LISTS_ON_EVENT_THREAD=false"), 503);
}
END_TEST

START_TEST(more_connections_than_allowed_wait)
{
    int fds[60];
    int answered = 0;
    for (int i = 0; i < 60; i++) {
        fds[i] = raw_connect(things.port);
        raw_send(fds[i], "GET /things HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    }
    for (int i = 0; i < 60; i++) {
        raw_read(fds[i], things.answer, sizeof things.answer, 3000, NULL);
        answered += strncmp(things.answer, "HTTP/1.1 200 ", 13) == 0;
        close(fds[i]);
    }
    ck_assert_int_eq(answered, 60);
}
END_TEST

/* Many times as many as there are places, each of which would be taken until the deadline. */
START_TEST(clients_that_go_away_leave_nothing_behind)
{
    static const char *const begun[] = {
        "GET /things HTTP/1.1\r\nHo",
        "PUT /things/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{",
        "GET /slow?ms=20 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /thi",
        "GET /things HTTP/1.1\r\nHost: x\r\n\r\n",
        "PUT /things/1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{",
    };
    thing_server_restart(&things, (const char *const[]){"CONNECTIONS_MAX=40", "DEADLINE_HEAD_S=60",
                                                        "DEADLINE_BODY_S=60", NULL});
    int64_t start_ms = clock_ms();
    for (int i = 0; i < 600; i++) {
        int fd = raw_connect(things.port);
        raw_send(fd, begun[i % 6]);
        if (i % 4 == 0)
            usleep(500);
        close(fd);
    }
    ck_assert_uint_eq(
        thing_server_ask(&things, "GET /things HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                         NULL),
        200);
    ck_assert_int_lt(clock_ms() - start_ms, 10000);
}
END_TEST

/* A client that only says that it sends no more still gets what it asked for, and then the end.
 * Many at once, so that libmicrohttpd has others to look after, too. */
START_TEST(who_sends_no_more_gets_every_answer)
{
    static const char *const asked[] = {
        "GET /slow?ms=200 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /things HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /slow?ms=50 HTTP/1.1\r\nHost: x\r\n\r\nGET /slow?ms=50 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /things HTTP/1.1\r\nHost: x\r\n\r\nGET /slow?ms=50 HTTP/1.1\r\nHost: x\r\n\r\nGET "
        "/thi",
        "PUT /things/1 HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        "Content-Length: 2\r\n\r\n{}GET /things HTTP/1.1\r\nHost: x\r\n\r\n",
    };
    static const int answers[] = {1, 1, 2, 2, 2};
    enum { TOGETHER = 50 };
    int fds[TOGETHER];
    thing_server_restart(&things,
                         (const char *const[]){"DEADLINE_HEAD_S=60", "DEADLINE_BODY_S=60", NULL});
    for (size_t i = 0; i < 200; i++) {
        bool closed = false;
        for (size_t j = 0; i % TOGETHER == 0 && j < TOGETHER; j++) {
            fds[j] = raw_connect(things.port);
            raw_send(fds[j], asked[j % 5]);
            shutdown(fds[j], SHUT_WR);
        }
        raw_read(fds[i % TOGETHER], things.answer, sizeof things.answer, 5000, &closed);
        ck_assert_msg(closed, "%s: still open", asked[i % 5]);
        ck_assert_msg(thing_server_answers(&things) == answers[i % 5], "%s: %s", asked[i % 5],
                      things.answer);
        close(fds[i % TOGETHER]);
    }
}
END_TEST

static json_t *line_of(const char *log, size_t number)
{
    while (number-- && (log = strchr(log, '\n')))
        log++;
    const char *end = log ? strchr(log, '\n') : NULL;
    json_t *line = end ? json_loadb(log, (size_t)(end - log), 0, NULL) : NULL;
    ck_assert_msg(line, "%s", log);
    return line;
}

START_TEST(each_request_is_one_line_of_the_log)
{
    char log[8192];
    thing_server_ask(&things,
                     "GET /things/lamp?secret=1 HTTP/1.1\r\nHost: x\r\nX-Request-Id: my-id\r\n"
                     "Connection: close\r\n\r\n",
                     NULL);
    thing_server_ask(&things,
                     "GET /fail?status=INTERNAL HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                     NULL);
    thing_server_ask(&things, "BR\"EW /things HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                     NULL);
    thing_server_take_log(&things, log, sizeof log);
    json_t *good = line_of(log, 0), *bad = line_of(log, 1), *odd = line_of(log, 2);
    ck_assert_str_eq(json_string_value(json_object_get(good, "id")), "my-id");
    ck_assert_str_eq(json_string_value(json_object_get(good, "method")), "GET");
    ck_assert_str_eq(json_string_value(json_object_get(good, "route")), "/things/:id");
    ck_assert_int_eq(json_integer_value(json_object_get(good, "status")), 200);
    ck_assert(json_is_real(json_object_get(good, "ms")));
    ck_assert_ptr_nonnull(
        strstr(json_string_value(json_object_get(bad, "error")), "secret detail"));
    ck_assert_str_eq(json_string_value(json_object_get(odd, "method")), "other");
    ck_assert_ptr_null(strstr(log, "secret=1"));
    json_decref(good);
    json_decref(bad);
    json_decref(odd);
}
END_TEST

/* A log that nobody reads fills its pipe; answers go on. */
START_TEST(a_stalled_log_stalls_nothing)
{
    int ends[2];
    struct kripa_error err = {0};
    ck_assert_int_eq(pipe(ends), 0);
    fcntl(ends[1], F_SETPIPE_SZ, 4096);
    ck_assert(server_stop(things.server));
    struct log *stalled = log_open(ends[1]);
    ck_assert_int_eq(server_start(things.in.kripad, stalled, &things.server, &err), KRIPA_OK);
    int fd = raw_connect(server_port(things.server));
    for (int i = 0; i < 3000; i++) {
        raw_send(fd, "HEAD /things HTTP/1.1\r\nHost: x\r\n\r\n");
        size_t got = 0;
        while (got < 4 || memcmp(things.answer + got - 4, "\r\n\r\n", 4) != 0) {
            ssize_t more = read(fd, things.answer + got, sizeof things.answer - got);
            ck_assert_int_gt(more, 0);
            got += (size_t)more;
        }
    }
    close(fd);
    ck_assert(server_stop(things.server));
    things.server = NULL;
    close(ends[0]);
    log_close(stalled);
    close(ends[1]);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN(
        "server", begin, end, what_is_too_much_for_the_event_thread_is_done_by_a_worker,
        a_full_lane_is_503_while_others_work, what_may_be_tried_on_the_event_thread_is_a_setting,
        more_connections_than_allowed_wait, clients_that_go_away_leave_nothing_behind,
        who_sends_no_more_gets_every_answer, each_request_is_one_line_of_the_log,
        a_stalled_log_stalls_nothing);
}
