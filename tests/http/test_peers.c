/* SPDX-License-Identifier: MIT
 * Places for connections: one address can't take them all, and clients that are gone keep none. */
#include <arpa/inet.h>
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/address.h"
#include "base/clock.h"
#include "server/exchange.h"
#include "suite.h"
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

static int count_answering(const int *fds, int count)
{
    int good = 0;
    for (int i = 0; i < count; i++)
        good += thing_server_is_answered(&things, fds[i], ASK);
    return good;
}

static void open_all(int *fds, int count, const char *address)
{
    for (int i = 0; i < count; i++) {
        fds[i] = connect_from(address);
        thing_server_is_answered(&things, fds[i], ASK);
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
    ck_assert(thing_server_is_answered(&things, other, ASK));
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
    ck_assert(!thing_server_is_answered(&things, more, ASK));
    ck_assert(thing_server_is_answered(&things, other, ASK));
    for (int i = 0; i < MOST; i++)
        ck_assert(thing_server_is_answered(&things, fds[i], ""));
    close(more);
    more = connect_from("127.0.0.1");
    ck_assert(thing_server_is_answered(&things, more, ASK));
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
    ck_assert(thing_server_is_answered(&things, other, ASK));
    ck_assert_int_lt(clock_ms() - start_ms, 2500);
    ck_assert_int_eq(count_answering(others, 4), 4);
    close(other);
    close_all(others, 4);
    close_all(fds, 3 * PLACES);
    end();
}
END_TEST

#define JOINED 5

/* Peers alone, without sockets. What joined long ago is told so, as there is no other clock. */
struct alone {
    struct server server;
    struct deadlines *deadlines;
};

static void begin_alone(struct alone *alone, size_t places)
{
    struct kripa_error err = {0};
    alone->deadlines = deadlines_open(places);
    alone->server = (struct server){.kripad = things.in.kripad,
                                    .deadlines = alone->deadlines,
                                    .log = things.log,
                                    .slots = places};
    ck_assert_int_eq(connections_make(&alone->server, places, &err), KRIPA_OK);
    ck_assert_int_eq(peers_make(&alone->server, &err), KRIPA_OK);
}

static void end_alone(struct alone *alone)
{
    peers_free(&alone->server);
    free(alone->server.connections);
    deadlines_close(alone->deadlines);
}

static void join(struct alone *alone, const char *address, bool asked, int64_t ms_ago)
{
    struct connection *connection = &alone->server.connections[alone->server.open++];
    ck_assert(address_parse(address, &connection->peer));
    connection->asked = false;
    peer_join(&alone->server, connection);
    connection->asked = asked;
    connection->joined_ms -= ms_ago;
}

static bool is_cut(struct alone *alone, size_t slot)
{
    return deadlines_is_cut(alone->deadlines, slot);
}

/* The third of what counts as one address takes the place of the first, once that is idle. */
START_TEST(an_ipv6_network_counts_as_one_and_an_ipv4_address)
{
    static const struct {
        const char *from[JOINED];
        size_t third; /* JOINED: none */
    } rows[] = {
        {{"2001:db8::1", "2001:db8::2", "2001:db8:0:1::1", "2001:db8::ffff:1:2:3", "10.1.2.3"}, 3},
        {{"::1", "::2", "0:0:0:1::1", "::7", "::1:0:0:0:1"}, 3},
        {{"10.1.2.3", "10.1.2.3", "10.1.2.4", "::ffff:10.1.2.3", "::1"}, 3},
        {{"10.1.2.3", "10.1.2.4", "10.1.2.5", "10.1.2.6", "11.1.2.3"}, JOINED},
        {{"2001:db8::1", "2001:db8:0:1::1", "2001:db8:0:2::1", "2001:db9::1", "2001:db8:1::1"},
         JOINED},
    };
    static const struct {
        bool asked;
        int64_t ms_ago;
        bool idle;
    } kinds[] = {{false, 0, false}, {false, PEER_FRESH_MS, true}, {true, 0, true}};
    begin_with("TRUSTED_PROXIES=", "CONNECTIONS_ADDRESS_MAX=2");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++) {
            struct alone alone;
            begin_alone(&alone, JOINED);
            for (size_t j = 0; j < JOINED; j++)
                join(&alone, rows[i].from[j], kinds[kind].asked, kinds[kind].ms_ago);
            size_t goes = rows[i].third == JOINED || !kinds[kind].idle ? rows[i].third : 0;
            for (size_t j = 0; j < JOINED; j++)
                ck_assert_msg(is_cut(&alone, j) == (j == goes), "%zu, %zu: %s", i, kind,
                              rows[i].from[j]);
            end_alone(&alone);
        }
    end();
}
END_TEST

#define GREEDY 20

/* Who has most joins first, then everybody else, until all places are taken but one. */
static void nearly_fill(struct alone *alone, int64_t ms_ago)
{
    begin_alone(alone, PLACES + 1);
    for (int i = 0; i < GREEDY; i++)
        join(alone, "10.0.0.1", false, ms_ago);
    for (int i = GREEDY; i < PLACES - 1; i++) {
        char address[32];
        snprintf(address, sizeof address, "10.0.1.%d", i / 2);
        join(alone, address, true, ms_ago);
    }
}

/* The first that had to go, and how many did. */
static void assert_cut(struct alone *alone, size_t first, size_t count)
{
    for (size_t i = 0; i <= PLACES; i++)
        ck_assert_msg(is_cut(alone, i) == (i >= first && i < first + count), "%zu", i);
}

START_TEST(in_a_full_table_the_newest_of_whoever_has_most_goes_when_all_are_fresh)
{
    struct alone alone;
    begin_with("TRUSTED_PROXIES=", "CONNECTIONS_ADDRESS_MAX=1000");
    nearly_fill(&alone, 0);
    assert_cut(&alone, 0, 0);
    join(&alone, "10.0.2.1", false, 0);
    assert_cut(&alone, GREEDY - 1, 1);
    join(&alone, "10.0.0.1", false, 0);
    ck_assert(is_cut(&alone, PLACES));
    ck_assert(!is_cut(&alone, 0) && !is_cut(&alone, PLACES - 1));
    end_alone(&alone);
    end();
}
END_TEST

START_TEST(in_a_nearly_full_table_the_longest_idle_of_whoever_has_most_goes)
{
    struct alone alone;
    begin_with("TRUSTED_PROXIES=", "CONNECTIONS_ADDRESS_MAX=1000");
    nearly_fill(&alone, PEER_FRESH_MS);
    assert_cut(&alone, 0, PLACES - 1 - (PLACES - PLACES / 8));
    end_alone(&alone);
    end();
}
END_TEST

/* Nobody has more than one: the last places are for whoever comes, then newcomers wait. */
START_TEST(visitors_with_one_connection_each_keep_them)
{
    struct alone alone;
    begin_with("TRUSTED_PROXIES=", "CONNECTIONS_ADDRESS_MAX=1000");
    begin_alone(&alone, PLACES + 1);
    for (int i = 0; i < PLACES; i++) {
        char address[32];
        snprintf(address, sizeof address, "10.0.1.%d", i);
        join(&alone, address, i % 2, i % 3 ? 0 : PEER_FRESH_MS);
    }
    assert_cut(&alone, 0, 0);
    end_alone(&alone);
    end();
}
END_TEST

/* A rush takes every place before anybody has asked. */
START_TEST(who_has_just_come_is_served)
{
    int fds[PLACES - 1];
    begin_with("TRUSTED_PROXIES=", "CONNECTIONS_ADDRESS_MAX=1000");
    int64_t start_ms = clock_ms();
    for (int i = 0; i < PLACES - 1; i++) {
        char address[32];
        snprintf(address, sizeof address, "127.0.1.%d", 1 + i / 3);
        fds[i] = connect_from(address);
    }
    usleep(200000); /* so that all have joined */
    for (int i = 0; i < PLACES - 1; i++)
        raw_send(fds[i], ASK);
    int64_t took_ms = clock_ms() - start_ms;
    int good = 0;
    for (int i = 0; i < PLACES - 1; i++)
        good += thing_server_is_answered(&things, fds[i], "");
    ck_assert_msg(good == PLACES - 1 || took_ms >= PEER_FRESH_MS, "%d of %d", good, PLACES - 1);
    close_all(fds, PLACES - 1);
    end();
}
END_TEST

/* They would otherwise keep their places until the deadline of the head, 30 s. */
START_TEST(silent_ones_do_not_keep_others_out)
{
    int fds[2 * PLACES];
    begin_with("TRUSTED_PROXIES=", "CONNECTIONS_ADDRESS_MAX=1000");
    for (int i = 0; i < 2 * PLACES; i++)
        fds[i] = connect_from(i % 2 ? "127.0.0.1" : "127.0.0.4");
    int64_t start_ms = clock_ms();
    int other = connect_from("127.0.0.2");
    ck_assert(thing_server_is_answered(&things, other, ASK));
    ck_assert_int_lt(clock_ms() - start_ms, 2500);
    close(other);
    close_all(fds, 2 * PLACES);
    end();
}
END_TEST

int main(void)
{
    return RUN_SUITE("peers", the_longest_idle_ones_of_an_address_make_room,
                     an_address_whose_connections_all_work_gets_no_more,
                     a_trusted_proxy_may_have_more, the_greediest_make_room_for_others,
                     an_ipv6_network_counts_as_one_and_an_ipv4_address,
                     in_a_full_table_the_newest_of_whoever_has_most_goes_when_all_are_fresh,
                     in_a_nearly_full_table_the_longest_idle_of_whoever_has_most_goes,
                     visitors_with_one_connection_each_keep_them, who_has_just_come_is_served,
                     silent_ones_do_not_keep_others_out);
}
