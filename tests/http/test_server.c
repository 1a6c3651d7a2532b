/* SPDX-License-Identifier: MIT
 * The server's sockets: framing, deadlines, sizes, lanes, keeping connections, stopping. */
#include <check.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "http.h"
#include "in_process.h"
#include "server.h"
#include "thing_routes.h"

static struct in_process in;
static struct server *server;
static struct log *logger;
static int log_fd = -1;
static char answer[262144];

static void begin_with(const char *const *settings)
{
    struct kripa_error err = {0};
    char path[] = "/tmp/kripa-http-log-XXXXXX";
    log_fd = mkstemp(path);
    unlink(path);
    in_process_open(&in, thing_routes, NULL, settings);
    in.config.port = 0;
    logger = log_open(log_fd);
    ck_assert_ptr_nonnull(logger);
    ck_assert_msg(server_start(in.kripad, logger, &server, &err) == KRIPA_OK, "%s", err.message);
}

static void begin(void)
{
    begin_with((const char *const[]){"DEADLINE_HEAD_S=1", "DEADLINE_BODY_S=1", "DEADLINE_STOP_S=2",
                                     "LANE_HASH_THREADS=1", "LANE_HASH_QUEUE=1",
                                     "CONNECTIONS_MAX=40", NULL});
}

static void end(void)
{
    if (server)
        ck_assert(server_stop(server));
    server = NULL;
    log_close(logger);
    close(log_fd);
    in_process_close(&in);
}

static unsigned ask(const char *text, bool *closed)
{
    raw_ask(server_port(server), text, answer, sizeof(answer), closed);
    return strncmp(answer, "HTTP/1.1 ", 9) == 0 ? (unsigned)strtoul(answer + 9, NULL, 10) : 0;
}

static unsigned ask_closing(const char *text)
{
    bool closed = false;
    unsigned status = ask(text, &closed);
    ck_assert_msg(closed, "the connection stays open after: %s", text);
    return status;
}

static int count_answers(void)
{
    int count = 0;
    for (const char *at = answer; (at = strstr(at, "HTTP/1.1 ")); at++)
        count++;
    return count;
}

START_TEST(a_connection_is_kept)
{
    ask("GET /things/a HTTP/1.1\r\nHost: x\r\n\r\n"
        "POST /things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
        "12\r\n\r\n{\"name\":\"x\"}"
        "POST /cookie HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
        "POST /things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: "
        "chunked\r\n\r\n"
        "5\r\n{\"nam\r\n7\r\ne\":\"y\"}\r\n0\r\n\r\n"
        "DELETE /things/1 HTTP/1.1\r\nHost: x\r\n\r\n"
        "GET /things/last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        NULL);
    ck_assert_int_eq(count_answers(), 6);
    ck_assert_ptr_nonnull(strstr(answer, "\"name\":\"last\""));
}
END_TEST

START_TEST(an_error_keeps_the_connection_and_skips_the_body)
{
    ask("POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 27\r\n\r\nGET /things/evil "
        "HTTP/1.1\r\n"
        "PATCH /things HTTP/1.1\r\nHost: x\r\nContent-Length: 27\r\n\r\nGET /things/evil "
        "HTTP/1.1\r\n"
        "DELETE /mine HTTP/1.1\r\nHost: x\r\nContent-Length: 27\r\n\r\nGET /things/evil "
        "HTTP/1.1\r\n"
        "GET /things/last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        NULL);
    ck_assert_int_eq(count_answers(), 4);
    ck_assert_ptr_nonnull(strstr(answer, " 404 "));
    ck_assert_ptr_nonnull(strstr(answer, " 405 "));
    ck_assert_ptr_null(strstr(answer, "evil"));
    ck_assert_ptr_nonnull(strstr(answer, "\"name\":\"last\""));
}
END_TEST

START_TEST(smuggling_is_400_and_closes)
{
    static const char *const heads[] = {
        "POST /things HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: "
        "chunked\r\n\r\n0\r\n\r\n"
        "GET /things/evil HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /things HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 30\r\n\r\n{}"
        "GET /things/evil HTTP/1.1\r\nHost: x\r\n\r\n",
        "DELETE /things/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 30\r\nContent-Length: 2\r\n\r\n{}"
        "GET /things/evil HTTP/1.1\r\nHost: x\r\n\r\n",
        "PATCH /things/1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n"
        "GET /things/evil HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /things HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\nGET /things/evil HTTP/1.1\r\nHost: "
        "x\r\n\r\n",
        "GET /mine HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer a\r\nAuthorization: Bearer "
        "b\r\n\r\n"
        "GET /things/evil HTTP/1.1\r\nHost: x\r\n\r\n",
    };
    for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++) {
        ck_assert_msg(ask_closing(heads[i]) == 400, "%s: %s", heads[i], answer);
        ck_assert_msg(count_answers() == 1 && !strstr(answer, "evil"), "%s: %s", heads[i], answer);
    }
}
END_TEST

START_TEST(what_no_request_can_be_made_of_is_refused)
{
    ck_assert_uint_eq(ask_closing("GET /things HTTP/1.1\r\n\r\n"), 400);
    ck_assert_uint_eq(ask_closing("NONSENSE\r\n\r\n") / 100 % 4, 0);
    ask("GET /things HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", NULL);
    ck_assert_ptr_nonnull(strstr(answer, " 400 "));
}
END_TEST

START_TEST(a_large_body_is_refused_before_it_is_read)
{
    static const char *const methods[] = {"POST /things", "PUT /things/1", "DELETE /things/1",
                                          "PATCH /things"};
    char head[256];
    for (size_t i = 0; i < 4; i++) {
        snprintf(head, sizeof(head),
                 "%s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                 "Content-Length: 10000000\r\n\r\n{\"name\":",
                 methods[i]);
        unsigned status = ask_closing(head);
        ck_assert_msg(status == (i == 3 ? 405 : 413), "%s: %u", methods[i], status);
    }
}
END_TEST

START_TEST(a_large_chunked_body_is_413)
{
    static char text[200000] =
        "PUT /things/1 HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        "Transfer-Encoding: chunked\r\n\r\n1388\r\n";
    size_t size = strlen(text);
    for (int i = 0; i < 20; i++) {
        memset(text + size, ' ', 5000);
        size += 5000;
        size += (size_t)snprintf(text + size, sizeof(text) - size,
                                 i < 19 ? "\r\n1388\r\n" : "\r\n0\r\n\r\n");
    }
    ck_assert_uint_eq(ask_closing(text), 413);
}
END_TEST

START_TEST(a_client_that_waits_for_100_gets_it_or_its_refusal)
{
    int fd = raw_connect(server_port(server));
    raw_send(fd, "PUT /things/1 HTTP/1.1\r\nHost: x\r\nContent-Type: "
                 "application/json\r\nContent-Length: 2\r\n"
                 "Expect: 100-continue\r\n\r\n");
    raw_read(fd, answer, sizeof(answer), 300, NULL);
    ck_assert_int_eq(strncmp(answer, "HTTP/1.1 100 ", 13), 0);
    raw_send(fd, "{}");
    raw_read(fd, answer, sizeof(answer), 300, NULL);
    ck_assert_int_eq(strncmp(answer, "HTTP/1.1 200 ", 13), 0);
    close(fd);
    ck_assert_uint_eq(ask("PUT /things/1 HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                          "Content-Length: 100000\r\nExpect: 100-continue\r\n\r\n",
                          NULL),
                      413);
}
END_TEST

START_TEST(head_is_get_without_its_body)
{
    ck_assert_uint_eq(
        ask("HEAD /things/lamp HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", NULL), 200);

    ck_assert_ptr_nonnull(strstr(answer, "ETag: \"7-"));
    ck_assert_ptr_nonnull(strstr(answer, "Content-Length: 62"));
    ck_assert_str_eq(strstr(answer, "\r\n\r\n"), "\r\n\r\n");
}
END_TEST

START_TEST(a_304_has_no_body)
{
    char etag[64], request[256];
    ask("GET /things/lamp HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", NULL);
    sscanf(strstr(answer, "ETag: ") + 6, "%63[^\r]", etag);
    snprintf(
        request, sizeof(request),
        "GET /things/lamp HTTP/1.1\r\nHost: x\r\nIf-None-Match: %s\r\nConnection: close\r\n\r\n",
        etag);
    ck_assert_uint_eq(ask(request, NULL), 304);
    ck_assert_str_eq(strstr(answer, "\r\n\r\n"), "\r\n\r\n");
}
END_TEST

/* Sends a byte every 50 ms; how long until the server closes. */
static int64_t drip_ms(const char *begun, const char *drip)
{
    int64_t start_ms = clock_ms();
    int fd = raw_connect(server_port(server));
    bool closed = false;
    raw_send(fd, begun);
    for (; !closed && *drip && clock_ms() < start_ms + 5000; drip++) {
        char byte[2] = {*drip, '\0'};
        raw_send(fd, byte);
        raw_read(fd, answer, sizeof(answer), 50, &closed);
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
    int fd = raw_connect(server_port(server));
    for (int i = 0; i < 3; i++) {
        raw_send(fd, "GET /things HTTP/1.1\r\nHost: x\r\n\r\n");
        raw_read(fd, answer, sizeof(answer), 600, &closed);
        ck_assert(!closed);
    }
    int64_t start_ms = clock_ms();
    raw_read(fd, answer, sizeof(answer), 3000, &closed);
    ck_assert(closed);
    ck_assert_int_lt(clock_ms() - start_ms, 1500);
    close(fd);
}
END_TEST

START_TEST(work_on_a_lane_has_no_deadline_of_the_head)
{
    ck_assert_uint_eq(
        ask("GET /slow?ms=1600 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", NULL), 200);
}
END_TEST

START_TEST(a_failed_sign_in_takes_its_time)
{
    int64_t start_ms = clock_ms();
    const char *body = "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: "
                       "application/json\r\nConnection: close\r\n"
                       "Content-Length: 32\r\n\r\n{\"email\":\"a\",\"password\":\"wrong\"}";
    ck_assert_uint_eq(ask(body, NULL), 401);
    ck_assert_int_ge(clock_ms() - start_ms, 299);
    ck_assert_int_lt(clock_ms() - start_ms, 600);
}
END_TEST

START_TEST(a_full_lane_is_503_while_others_work)
{
    int fds[4];
    int busy = 0;
    for (int i = 0; i < 4; i++) {
        fds[i] = raw_connect(server_port(server));
        raw_send(fds[i], "GET /slow-hash?ms=400 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        usleep(50000);
    }
    ck_assert_uint_eq(ask("GET /things HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", NULL),
                      200);
    ck_assert_uint_eq(ask("GET /slow?ms=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", NULL),
                      200);
    for (int i = 0; i < 4; i++) {
        raw_read(fds[i], answer, sizeof(answer), 3000, NULL);
        if (strstr(answer, "HTTP/1.1 503 ")) {
            busy++;
            ck_assert_ptr_nonnull(strstr(answer, "Retry-After: 1\r\n"));
            ck_assert_ptr_nonnull(strstr(answer, "UNAVAILABLE"));
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
        fds[i] = raw_connect(server_port(server));
        raw_send(fds[i], "GET /things HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    }
    for (int i = 0; i < 60; i++) {
        raw_read(fds[i], answer, sizeof(answer), 3000, NULL);
        answered += strncmp(answer, "HTTP/1.1 200 ", 13) == 0;
        close(fds[i]);
    }
    ck_assert_int_eq(answered, 60);
}
END_TEST

START_TEST(clients_that_go_away_leave_nothing_behind)
{
    for (int i = 0; i < 200; i++) {
        int fd = raw_connect(server_port(server));
        raw_send(fd, i % 4 == 0 ? "GET /things HTTP/1.1\r\nHo"
                     : i % 4 == 1
                         ? "PUT /things/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{"
                     : i % 4 == 2 ? "GET /slow?ms=20 HTTP/1.1\r\nHost: x\r\n\r\n"
                                  : "GET /thi");
        if (i % 3)
            usleep(500);
        close(fd);
    }
    ck_assert_uint_eq(ask("GET /things HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", NULL),
                      200);
}
END_TEST

struct late_ask {
    int fd;
    char answer[4096];
};

static void *read_late(void *ctx)
{
    struct late_ask *late = ctx;
    raw_read(late->fd, late->answer, sizeof(late->answer), 5000, NULL);
    return NULL;
}

START_TEST(stopping_lets_running_requests_finish_and_refuses_new_ones)
{
    struct late_ask running, kept;
    pthread_t readers[2];
    kept.fd = raw_connect(server_port(server));
    raw_send(kept.fd, "GET /things HTTP/1.1\r\nHost: x\r\n\r\n");
    raw_read(kept.fd, answer, sizeof(answer), 300, NULL);
    running.fd = raw_connect(server_port(server));
    raw_send(running.fd, "GET /slow?ms=700 HTTP/1.1\r\nHost: x\r\n\r\n");
    usleep(100000);
    pthread_create(&readers[0], NULL, read_late, &running);
    pthread_t stopper;
    pthread_create(&stopper, NULL, (void *(*)(void *))(uintptr_t)server_stop, server);
    usleep(200000);
    raw_send(kept.fd, "GET /things HTTP/1.1\r\nHost: x\r\n\r\n");
    pthread_create(&readers[1], NULL, read_late, &kept);
    pthread_join(readers[0], NULL);
    pthread_join(readers[1], NULL);
    pthread_join(stopper, NULL);
    server = NULL;
    ck_assert_int_eq(strncmp(running.answer, "HTTP/1.1 200 ", 13), 0);
    ck_assert_int_eq(strncmp(kept.answer, "HTTP/1.1 503 ", 13), 0);
    close(running.fd);
    close(kept.fd);
}
END_TEST

START_TEST(stopping_refuses_what_still_waits_at_its_deadline)
{
    int fds[3];
    int64_t start_ms = clock_ms();
    for (int i = 0; i < 2; i++) {
        fds[i] = raw_connect(server_port(server));
        raw_send(fds[i], "GET /slow-hash?ms=3000 HTTP/1.1\r\nHost: x\r\n\r\n");
        usleep(100000);
    }
    ck_assert(server_stop(server));
    server = NULL;
    int64_t took_ms = clock_ms() - start_ms;
    ck_assert_msg(took_ms > 2900 && took_ms < 4500, "%lld ms", (long long)took_ms);
    raw_read(fds[0], answer, sizeof(answer), 300, NULL);
    ck_assert_int_eq(strncmp(answer, "HTTP/1.1 200 ", 13), 0);
    raw_read(fds[1], answer, sizeof(answer), 300, NULL);
    ck_assert_int_eq(strncmp(answer, "HTTP/1.1 503 ", 13), 0);
    close(fds[0]);
    close(fds[1]);
}
END_TEST

START_TEST(each_request_is_one_line_of_the_log)
{
    char line[8192] = "";
    ask("GET /things/lamp?secret=1 HTTP/1.1\r\nHost: x\r\nX-Request-Id: my-id\r\nConnection: "
        "close\r\n\r\n",
        NULL);
    ask("GET /fail?status=INTERNAL HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", NULL);
    ask("BR\"EW /things HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", NULL);
    ck_assert(server_stop(server));
    server = NULL;
    log_close(logger);
    logger = NULL;
    ck_assert_int_gt(pread(log_fd, line, sizeof(line) - 1, 0), 0);
    size_t lines = 0;
    for (char *at = line, *next; (next = strchr(at, '\n')); at = next + 1) {
        *next = '\0';
        json_t *json = json_loads(at, 0, NULL);
        ck_assert_msg(json, "%s", at);
        if (lines == 0) {
            ck_assert_str_eq(json_string_value(json_object_get(json, "id")), "my-id");
            ck_assert_str_eq(json_string_value(json_object_get(json, "method")), "GET");
            ck_assert_str_eq(json_string_value(json_object_get(json, "route")), "/things/:id");
            ck_assert_int_eq(json_integer_value(json_object_get(json, "status")), 200);
            ck_assert(json_is_real(json_object_get(json, "ms")));
        }
        if (lines == 1)
            ck_assert_ptr_nonnull(
                strstr(json_string_value(json_object_get(json, "error")), "secret detail"));
        json_decref(json);
        lines++;
    }
    ck_assert_uint_eq(lines, 3);
}
END_TEST

/* A log that nobody reads fills its pipe; answers go on. */
START_TEST(a_stalled_log_stalls_nothing)
{
    int ends[2];
    struct kripa_error err = {0};
    ck_assert_int_eq(pipe(ends), 0);
    fcntl(ends[1], F_SETPIPE_SZ, 4096);
    ck_assert(server_stop(server));
    struct log *stalled = log_open(ends[1]);
    ck_assert_int_eq(server_start(in.kripad, stalled, &server, &err), KRIPA_OK);
    int fd = raw_connect(server_port(server));
    for (int i = 0; i < 3000; i++) {
        raw_send(fd, "HEAD /things HTTP/1.1\r\nHost: x\r\n\r\n");
        size_t got = 0;
        while (got < 4 || memcmp(answer + got - 4, "\r\n\r\n", 4) != 0) {
            ssize_t more = read(fd, answer + got, sizeof(answer) - got);
            ck_assert_int_gt(more, 0);
            got += (size_t)more;
        }
    }
    close(fd);
    ck_assert(server_stop(server));
    server = NULL;
    close(ends[0]);
    log_close(stalled);
    close(ends[1]);
}
END_TEST

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    Suite *suite = suite_create("server");
    TCase *tests = tcase_create("sockets");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, begin, end);
    tcase_add_test(tests, a_connection_is_kept);
    tcase_add_test(tests, an_error_keeps_the_connection_and_skips_the_body);
    tcase_add_test(tests, smuggling_is_400_and_closes);
    tcase_add_test(tests, what_no_request_can_be_made_of_is_refused);
    tcase_add_test(tests, a_large_body_is_refused_before_it_is_read);
    tcase_add_test(tests, a_large_chunked_body_is_413);
    tcase_add_test(tests, a_client_that_waits_for_100_gets_it_or_its_refusal);
    tcase_add_test(tests, head_is_get_without_its_body);
    tcase_add_test(tests, a_304_has_no_body);
    tcase_add_test(tests, a_head_that_drips_is_cut_at_its_deadline);
    tcase_add_test(tests, a_body_that_drips_is_cut_at_its_deadline);
    tcase_add_test(tests, an_idle_connection_is_cut_at_its_deadline_counted_from_the_last_answer);
    tcase_add_test(tests, work_on_a_lane_has_no_deadline_of_the_head);
    tcase_add_test(tests, a_failed_sign_in_takes_its_time);
    tcase_add_test(tests, a_full_lane_is_503_while_others_work);
    tcase_add_test(tests, more_connections_than_allowed_wait);
    tcase_add_test(tests, clients_that_go_away_leave_nothing_behind);
    tcase_add_test(tests, stopping_lets_running_requests_finish_and_refuses_new_ones);
    tcase_add_test(tests, stopping_refuses_what_still_waits_at_its_deadline);
    tcase_add_test(tests, each_request_is_one_line_of_the_log);
    tcase_add_test(tests, a_stalled_log_stalls_nothing);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
