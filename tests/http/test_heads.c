/* SPDX-License-Identifier: MIT
 * Heads, byte by byte: what two programs could read in two ways is refused, and the limit on a
 * head's size is exact. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "odd_frames.h"
#include "suite.h"
#include "thing_server.h"

#define HEAD_BYTES_MAX 16384
#define SIXTEEN        "aaaaaaaaaaaaaaaa"
#define EVIL           "\r\n" ODD_EVIL

static struct thing_server things;

static void begin(void)
{
    thing_server_start(&things);
}

static void end(void)
{
    thing_server_end(&things);
}

static void send_bytes(int fd, const char *text)
{
    char bytes[2048];
    ck_assert_uint_lt(strlen(text), sizeof bytes);
    memcpy(bytes, text, strlen(text) + 1);
    size_t size = odd_frame_bytes(bytes);
    ck_assert_int_eq(send(fd, bytes, size, MSG_NOSIGNAL), (ssize_t)size);
}

/* The first answer's status, 0: none. */
static unsigned read_answer(int fd, bool *closed)
{
    raw_read(fd, things.answer, sizeof things.answer, 3000, closed);
    close(fd);
    bool answered = strncmp(things.answer, "HTTP/1.1 ", 9) == 0;
    return answered ? (unsigned)strtoul(things.answer + 9, NULL, 10) : 0;
}

static unsigned ask_bytes(const char *text, bool *closed)
{
    int fd = raw_connect(things.port);
    send_bytes(fd, text);
    return read_answer(fd, closed);
}

static void send_times(int fd, const char *text, int times)
{
    for (int i = 0; i < times; i++)
        raw_send(fd, text);
}

static void expect_refusal(const char *text)
{
    bool closed = false;
    unsigned status = ask_bytes(text, &closed);
    ck_assert_msg(status == 400 && closed, "%u, %s: %s", status, closed ? "closed" : "open", text);
    ck_assert_msg(thing_server_answers(&things) == 1 && !strstr(things.answer, "evil"), "%s: %s",
                  text, things.answer);
}

START_TEST(lines_that_can_be_read_in_two_ways_are_400)
{
    char text[1024];
    for (const char *const *line = odd_header_lines; *line; line++) {
        snprintf(text, sizeof text, "PUT /things/1 HTTP/1.1\r\nHost: x\r\n%s\r\n{}" EVIL, *line);
        expect_refusal(text);
        snprintf(text, sizeof text, "PUT /things/1 HTTP/1.1\r\n%sHost: x\r\n\r\n{}" EVIL, *line);
        expect_refusal(text);
    }
}
END_TEST

START_TEST(first_lines_that_can_be_read_in_two_ways_are_400)
{
    char text[512];
    for (const char *const *line = odd_first_lines; *line; line++) {
        snprintf(text, sizeof text, "%sHost: x\r\n\r\n" EVIL, *line);
        expect_refusal(text);
    }
}
END_TEST

START_TEST(odd_heads_that_can_be_read_in_one_way_only_are_taken)
{
    static const char *const heads[] = {
        "Host: x\r\n",
        "Host:x\r\n",
        "Host: \t x\r\n",
        "Host: x\r\nX-A:\r\n",
        "Host: x\r\nX-A:  \r\n",
        "Host: x\r\nX!#$%&'*+-.^_`|~9: a:b: c\r\n",
        "Host: x \r\n",
        "Host: x\r\nCookie: a=b; c=d; e\r\nCookie: f\r\n",
        "host: x\r\nX-A: \xc3\xa9 \xff\r\n",
    };
    char text[512];
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        snprintf(text, sizeof text, "GET /things?a=b&c HTTP/1.1\r\n%sConnection: close\r\n\r\n",
                 heads[i]);
        for (char *at = text; (at = strchr(at, '^')); at++)
            *at = '!';
        unsigned status = ask_bytes(text, NULL);
        ck_assert_msg(status == 200, "%u: %s%s", status, text, things.answer);
    }
}
END_TEST

/* A request whose head has exactly `size` bytes, in one long header or in many. */
static unsigned ask_size(size_t size, size_t header_size)
{
    static char text[2 * HEAD_BYTES_MAX];
    size_t at = (size_t)snprintf(text, sizeof text,
                                 "GET /things HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
    while (at + 2 < size) {
        size_t left = size - 2 - at;
        size_t line = left < 2 * header_size ? left : header_size;
        memset(text + at, 'a', line);
        memcpy(text + at, "X-A: ", 5);
        memcpy(text + at + line - 2, "\r\n", 2);
        at += line;
    }
    memcpy(text + at, "\r\n", 3);
    ck_assert_uint_eq(strlen(text), size);
    return thing_server_ask(&things, text, NULL);
}

START_TEST(the_size_of_a_head_is_limited_to_the_byte)
{
    static const size_t header_sizes[] = {HEAD_BYTES_MAX, 4000, 200};
    for (size_t i = 0; i < sizeof header_sizes / sizeof *header_sizes; i++) {
        ck_assert_uint_eq(ask_size(HEAD_BYTES_MAX - 1, header_sizes[i]), 200);
        ck_assert_uint_eq(ask_size(HEAD_BYTES_MAX, header_sizes[i]), 200);
        ck_assert_uint_eq(ask_size(HEAD_BYTES_MAX + 1, header_sizes[i]), 431);
        ck_assert_uint_eq(ask_size(HEAD_BYTES_MAX + 5000, header_sizes[i]), 431);
    }
}
END_TEST

/* Each way to be refused before there is a route. */
static const struct early {
    const char *head;
    unsigned status;
    bool waits;
    const char *filler;
    int times;
} earlies[] = {
    {"GET /thi^ngs HTTP/1.1\r\nHost: x\r\n\r\n", 400, false, "", 0},
    {"GET /thi^ngs HTTP/1.1\r\nHost: x\r\n\r\n", 400, true, "", 0},
    {"GET /things HTTP/1.1\r\n\r\n", 400, false, "", 0},
    {"GET /gone HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 404, false, "", 0},
    {"PATCH /things HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 405, false, "", 0},
    {"PUT /things/1 HTTP/1.1\r\nHost: x\r\nAuthorization: x\r\n"
     "Transfer-Encoding: chunked\r\n\r\n",
     413, true, "10\r\n" SIXTEEN "\r\n", 70000},
    {"PUT /things/1 HTTP/1.1\r\nHost: x\r\nAuthorization: x\r\n"
     "Transfer-Encoding: chunked\r\n\r\n5;",
     413, true, SIXTEEN, 4000},
};

/* On so many connections at once. */
static void expect_each(const struct early *early, unsigned status, size_t count)
{
    int fds[3];
    for (size_t i = 0; i < count; i++) {
        fds[i] = raw_connect(things.port);
        send_bytes(fds[i], early->head);
        send_times(fds[i], early->filler, early->times);
    }
    for (size_t i = 0; i < count; i++) {
        unsigned got = read_answer(fds[i], NULL);
        ck_assert_msg(got == status, "%s, %zu: %u: %s", early->head, i, got, things.answer);
    }
}

START_TEST(who_is_refused_early_spends_what_is_free)
{
    static const char *const settings[] = {"RATE_LIMIT_FREE=3/86400s", "BODY_BYTES_MAX=1024",
                                           "DEADLINE_BODY_S=5", NULL};
    for (size_t i = 0; i < sizeof earlies / sizeof *earlies; i++) {
        end();
        things.waits = earlies[i].waits;
        thing_server_start_with(&things, settings);
        expect_each(&earlies[i], earlies[i].status, 3);
        expect_each(&earlies[i], 429, 2);
        ck_assert_ptr_nonnull(strstr(things.answer, "\r\nRateLimit-Policy: \"free\";q=3;"));
    }
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("heads", begin, end, lines_that_can_be_read_in_two_ways_are_400,
                        first_lines_that_can_be_read_in_two_ways_are_400,
                        odd_heads_that_can_be_read_in_one_way_only_are_taken,
                        the_size_of_a_head_is_limited_to_the_byte,
                        who_is_refused_early_spends_what_is_free);
}
