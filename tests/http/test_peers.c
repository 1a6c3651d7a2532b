/* SPDX-License-Identifier: MIT
 * Places for connections: one address can't take them all, and clients that are gone keep none. */
#include <arpa/inet.h>
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/address.h"
#include "base/clock.h"
#include "server/exchange.h"
#include "thing_server.h"

#define ASK      "GET /things HTTP/1.1\r\nHost: x\r\n\r\n"
#define ASK_SLOW "GET /slow?ms=1500 HTTP/1.1\r\nHost: x\r\n\r\n"
#define PLACES   40
#define MOST     10

static struct thing_server things;

static void begin_with(const char *proxies, const char *most)
{
    const char *const settings[] = {
        "CONNECTIONS_MAX=40", "DEADLINE_HEAD_S=30", "DEADLINE_BODY_S=30", proxies, most, NULL};
    thing_server_start_with(&things, settings);
}

static void end(void)
{
    thing_server_end(&things);
}

/* Every address of 127.0.0.0/8 is ours. */
static int connect_from(const char *address)
{
    struct sockaddr_in from = {.sin_family = AF_INET}, to = from;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    inet_pton(AF_INET, address, &from.sin_addr);
    inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
    to.sin_port = htons((uint16_t)things.port);
    ck_assert_int_eq(bind(fd, (const struct sockaddr *)&from, sizeof from), 0);
    ck_assert_int_eq(connect(fd, (const struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

static bool answers(int fd, const char *request)
{
    raw_send(fd, request);
    raw_read(fd, things.answer, 14, 2500, NULL);
    bool good = strncmp(things.answer, "HTTP/1.1 200 ", 13) == 0;
    raw_read(fd, things.answer, sizeof things.answer, 20, NULL);
    return good;
}

static int count_answering(const int *fds, int count)
{
    int good = 0;
    for (int i = 0; i < count; i++)
        good += answers(fds[i], ASK);
    return good;
}

static void open_all(int *fds, int count, const char *address)
{
    for (int i = 0; i < count; i++) {
        fds[i] = connect_from(address);
        answers(fds[i], ASK);
    }
}

static void close_all(const int *fds, int count)
{
    for (int i = 0; i < count; i++)
        close(fds[i]);
}

START_TEST(the_longest_idle_ones_of_an_address_make_room)
{
    int fds[MOST + 5];
    begin_with("TRUSTED_PROXIES=", "CONNECTIONS_ADDRESS_MAX=10");
    open_all(fds, MOST + 5, "127.0.0.1");
    ck_assert_int_eq(count_answering(fds, 5), 0);
    ck_assert_int_eq(count_answering(fds + 5, MOST), MOST);
    int other = connect_from("127.0.0.2");
    ck_assert(answers(other, ASK));
    close(other);
    close_all(fds, MOST + 5);
    end();
}
END_TEST

START_TEST(an_address_whose_connections_all_work_gets_no_more)
{
    int fds[MOST];
    char log[16384];
    begin_with("TRUSTED_PROXIES=", "CONNECTIONS_ADDRESS_MAX=10");
    for (int i = 0; i < MOST; i++) {
        fds[i] = connect_from("127.0.0.1");
        raw_send(fds[i], ASK_SLOW);
    }
    usleep(200000);
    int more = connect_from("127.0.0.1"), other = connect_from("127.0.0.2");
    ck_assert(!answers(more, ASK));
    ck_assert(answers(other, ASK));
    for (int i = 0; i < MOST; i++)
        ck_assert(answers(fds[i], ""));
    close(more);
    more = connect_from("127.0.0.1");
    ck_assert(answers(more, ASK));
    close(more);
    close(other);
    close_all(fds, MOST);
    thing_server_take_log(&things, log, sizeof log);
    ck_assert_ptr_nonnull(strstr(log, "CONNECTIONS_ADDRESS_MAX"));
    end();
}
END_TEST

START_TEST(a_trusted_proxy_may_have_more)
{
    int fds[MOST + 5];
    begin_with("TRUSTED_PROXIES=127.0.0.1", "CONNECTIONS_ADDRESS_MAX=10");
    open_all(fds, MOST + 5, "127.0.0.1");
    ck_assert_int_eq(count_answering(fds, MOST + 5), MOST + 5);
    close_all(fds, MOST + 5);
    end();
}
END_TEST

/* More sockets than there are places, none of them asking for anything more. */
START_TEST(the_greediest_make_room_for_others)
{
    int fds[3 * PLACES], others[4];
    begin_with("TRUSTED_PROXIES=", "CONNECTIONS_ADDRESS_MAX=1000");
    open_all(others, 4, "127.0.0.3");
    for (int i = 0; i < 3 * PLACES; i++) {
        fds[i] = connect_from("127.0.0.1");
        raw_send(fds[i], i % 2 ? ASK : "GET /thi");
    }
    int64_t start_ms = clock_ms();
    int other = connect_from("127.0.0.2");
    ck_assert(answers(other, ASK));
    ck_assert_int_lt(clock_ms() - start_ms, 2500);
    ck_assert_int_eq(count_answering(others, 4), 4);
    close(other);
    close_all(others, 4);
    close_all(fds, 3 * PLACES);
    end();
}
END_TEST

#define JOINED 5

/* Peers alone, without sockets: nobody here has two addresses of one network. */
static void join(struct server *server, struct deadlines *deadlines, const char *const *addresses)
{
    struct kripa_error err = {0};
    *server = (struct server){
        .kripad = things.in.kripad, .deadlines = deadlines, .log = things.log, .slots = JOINED};
    ck_assert_int_eq(connections_make(server, JOINED, &err), KRIPA_OK);
    ck_assert_int_eq(peers_make(server, &err), KRIPA_OK);
    for (size_t i = 0; i < JOINED; i++) {
        ck_assert(address_parse(addresses[i], &server->connections[i].peer));
        peer_join(server, &server->connections[i]);
    }
}

/* The third of what counts as one address takes the place of the first. */
START_TEST(an_ipv6_network_counts_as_one_and_an_ipv4_address)
{
    static const struct {
        const char *from[JOINED];
        bool full;
    } rows[] = {
        {{"2001:db8::1", "2001:db8::2", "2001:db8:0:1::1", "2001:db8::ffff:1:2:3", "10.1.2.3"},
         true},
        {{"::1", "::2", "0:0:0:1::1", "::7", "::1:0:0:0:1"}, true},
        {{"10.1.2.3", "10.1.2.3", "10.1.2.4", "::ffff:10.1.2.3", "::1"}, true},
        {{"10.1.2.3", "10.1.2.4", "10.1.2.5", "10.1.2.6", "11.1.2.3"}, false},
        {{"2001:db8::1", "2001:db8:0:1::1", "2001:db8:0:2::1", "2001:db9::1", "2001:db8:1::1"},
         false},
    };
    struct server server;
    begin_with("TRUSTED_PROXIES=", "CONNECTIONS_ADDRESS_MAX=2");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct deadlines *deadlines = deadlines_open(JOINED);
        join(&server, deadlines, rows[i].from);
        for (size_t j = 0; j < JOINED; j++)
            ck_assert_msg(deadlines_is_cut(deadlines, j) == (rows[i].full && j == 0), "%zu: %s", i,
                          rows[i].from[j]);
        peers_free(&server);
        free(server.connections);
        deadlines_close(deadlines);
    }
    end();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("peers");
    TCase *tests = tcase_create("places");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, the_longest_idle_ones_of_an_address_make_room);
    tcase_add_test(tests, an_address_whose_connections_all_work_gets_no_more);
    tcase_add_test(tests, a_trusted_proxy_may_have_more);
    tcase_add_test(tests, the_greediest_make_room_for_others);
    tcase_add_test(tests, an_ipv6_network_counts_as_one_and_an_ipv4_address);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
