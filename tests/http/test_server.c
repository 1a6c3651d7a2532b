/* SPDX-License-Identifier: MIT
 * The server over time: deadlines, lanes, overload, stopping, and its log. */
#include <check.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
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

static void restart(const char *const *settings)
{
    end();
    thing_server_start_with(&things, settings);
}

/* Sends a byte every 50 ms; how long until the things.server closes. */
static int64_t drip_ms(const char *begun, const char *drip)
{
    int64_t start_ms = clock_ms();
    int fd = raw_connect(things.port);
    bool closed = false;
    raw_send(fd, begun);
    for (; !closed && *drip && clock_ms() < start_ms + 5000; drip++) {
        char byte[2] = {*drip, '\0'};
        raw_send(fd, byte);
        raw_read(fd, things.answer, sizeof things.answer, 50, &closed);
    }
    close(fd);
    return closed ? clock_ms() - start_ms : INT64_MAX;
}

START_TEST(a_head_that_drips_is_cut_at_its_deadline)
{
    int64_t ms = drip_ms("GET /things HTTP/1.1\r\nHost: x\r\nX-Slow: ",
                         "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                         "aaaaaaaaaaaaaaaaaaaaaaaaaa");
    ck_assert_msg(ms >= 950 && ms < 2500, "%lld ms", (long long)ms);
    ms = drip_ms("", "GET "
                     "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                     "aaaaaaaaaaaaaaaaaaaaaaaa");
    ck_assert_msg(ms >= 950 && ms < 2500, "%lld ms", (long long)ms);
}
END_TEST

START_TEST(a_body_that_drips_is_cut_at_its_deadline)
{
    int64_t ms = drip_ms("PUT /things/1 HTTP/1.1\r\nHost: x\r\nContent-Type: "
                         "application/json\r\nContent-Length: 500\r\n\r\n",
                         "                                                                         "
                         "                 ");
    ck_assert_msg(ms >= 950 && ms < 2500, "%lld ms", (long long)ms);
}
END_TEST

START_TEST(an_idle_connection_is_cut_at_its_deadline_counted_from_the_last_answer)
{
    bool closed = false;
    int fd = raw_connect(things.port);
    for (int i = 0; i < 3; i++) {
        raw_send(fd, "GET /things HTTP/1.1\r\nHost: x\r\n\r\n");
        raw_read(fd, things.answer, sizeof things.answer, 600, &closed);
        ck_assert(!closed);
    }
    int64_t start_ms = clock_ms();
    raw_read(fd, things.answer, sizeof things.answer, 3000, &closed);
    ck_assert(closed);
    ck_assert_int_lt(clock_ms() - start_ms, 1500);
    close(fd);
}
END_TEST

START_TEST(work_on_a_lane_has_no_deadline_of_the_head)
{
    ck_assert_uint_eq(
        thing_server_ask(
            &things, "GET /slow?ms=1600 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", NULL),
        200);
}
END_TEST

/* And nobody sees of it but that it is done. */
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

START_TEST(a_failed_sign_in_takes_its_time)
{
    int64_t start_ms = clock_ms();
    const char *body = "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: "
                       "application/json\r\nConnection: close\r\n"
                       "Content-Length: 32\r\n\r\n{\"email\":\"a\",\"password\":\"wrong\"}";
    ck_assert_uint_eq(thing_server_ask(&things, body, NULL), 401);
    ck_assert_int_ge(clock_ms() - start_ms, 299);
    ck_assert_int_lt(clock_ms() - start_ms, 600);
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
    restart((const char *const[]){"CONNECTIONS_MAX=40", "DEADLINE_HEAD_S=60", "DEADLINE_BODY_S=60",
                                  NULL});
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

/* A client that only says that it sends no more still gets what it asked for, and then the end. */
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
    restart((const char *const[]){"DEADLINE_HEAD_S=60", "DEADLINE_BODY_S=60", NULL});
    for (size_t i = 0; i < 50; i++) {
        bool closed = false;
        int fd = raw_connect(things.port);
        raw_send(fd, asked[i % 5]);
        shutdown(fd, SHUT_WR);
        raw_read(fd, things.answer, sizeof things.answer, 3000, &closed);
        ck_assert_msg(closed, "%s: still open", asked[i % 5]);
        ck_assert_msg(thing_server_answers(&things) == answers[i % 5], "%s: %s", asked[i % 5],
                      things.answer);
        close(fd);
    }
}
END_TEST

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

/* DEADLINE_STOP_S is 2; a second more is room for a busy machine. */
START_TEST(a_stop_waits_for_no_worker_beyond_its_deadline)
{
    int fd = raw_connect(things.port);
    raw_send(fd, "GET /slow?ms=4500 HTTP/1.1\r\nHost: x\r\n\r\n");
    usleep(100000);
    int64_t ms = stop_ms(false);
    ck_assert_msg(ms < 3000, "%lld ms", (long long)ms);
    sleep(3);
    ck_assert(server_stop(things.server));
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
    restart((const char *const[]){"DEADLINE_STOP_S=2", "DEADLINE_HEAD_S=60", "DEADLINE_BODY_S=60",
                                  NULL});
    for (int i = 0; i < 20; i++) {
        fds[i] = raw_connect(things.port);
        raw_send(fds[i], begun[i % 4]);
    }
    usleep(100000);
    int64_t ms = stop_ms(true);
    things.server = NULL;
    ck_assert_msg(ms < 3000, "%lld ms", (long long)ms);
    for (int i = 0; i < 20; i++)
        close(fds[i]);
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
    Suite *suite = suite_create("server");
    TCase *tests = tcase_create("sockets");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, begin, end);
    tcase_add_test(tests, a_head_that_drips_is_cut_at_its_deadline);
    tcase_add_test(tests, a_body_that_drips_is_cut_at_its_deadline);
    tcase_add_test(tests, an_idle_connection_is_cut_at_its_deadline_counted_from_the_last_answer);
    tcase_add_test(tests, work_on_a_lane_has_no_deadline_of_the_head);
    tcase_add_test(tests, what_is_too_much_for_the_event_thread_is_done_by_a_worker);
    tcase_add_test(tests, a_failed_sign_in_takes_its_time);
    tcase_add_test(tests, a_full_lane_is_503_while_others_work);
    tcase_add_test(tests, more_connections_than_allowed_wait);
    tcase_add_test(tests, clients_that_go_away_leave_nothing_behind);
    tcase_add_test(tests, who_sends_no_more_gets_every_answer);
    tcase_add_test(tests, stopping_lets_running_requests_finish_and_refuses_new_ones);
    tcase_add_test(tests, stopping_refuses_what_still_waits_at_its_deadline);
    tcase_add_test(tests, a_stop_waits_for_no_worker_beyond_its_deadline);
    tcase_add_test(tests, a_stop_waits_for_half_sent_requests_no_longer_than_its_deadline);
    tcase_add_test(tests, each_request_is_one_line_of_the_log);
    tcase_add_test(tests, a_stalled_log_stalls_nothing);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
