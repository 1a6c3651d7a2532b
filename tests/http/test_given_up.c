/* SPDX-License-Identifier: MIT
 * Requests that libmicrohttpd gives up by itself, each way many times: an answer wherever one can
 * be given, a line in the log, and not a byte kept. All of it again on a store that waits, where a
 * request with a token is not looked at before it is all there. Usage: http_given_up [TIMES] */
#include <check.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "suite.h"
#include "thing_server.h"

#define TIMES_DEFAULT  40
#define WARM_UP        24
#define SLOW_TIMES     3
#define NO_ANSWER      1 /* among statuses */
/* What may come to stay: recycled exchanges, the allocator's own ends and odds. */
#define KEPT_BYTES_MAX 1048576
#define TEXT_MAX       (2 * 1048576)
#define FIRST_LINE_END "HTTP/1.1\r\n"
#define HEAD_LINES     FIRST_LINE_END "Host: x\r\n"
#define TOKEN          "Authorization: x\r\n"
#define CHUNKED                                                                                    \
    "PUT /things/1 " HEAD_LINES                                                                    \
    "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"

struct way {
    const char *name, *head, *filler;
    size_t times; /* of the filler */
    const char *tail;
    unsigned statuses[3]; /* one of these */
    bool slow;            /* it waits for its deadline: done a few times only */
};

static const struct way ways[] = {
    {"parameters", "GET /things?", "&", 900, " " HEAD_LINES "\r\n", {200, 400}},
    {"parameters with values", "GET /?", "a=b&", 2000, " " HEAD_LINES "\r\n", {404}},
    {"a head beyond the pool",
     "GET /things " HEAD_LINES,
     "X-A: aaaaaaaaaaaaaaaa\r\n",
     2000,
     "\r\n",
     {431}},
    {"many tiny headers", "GET /things " HEAD_LINES, "a:\r\n", 3000, "\r\n", {431}},
    {"one long header", "GET /things " HEAD_LINES "X-A: ", "a", 40000, "\r\n\r\n", {431}},
    {"cookies", "GET /things " HEAD_LINES "Cookie: ", "a=;", 3000, "\r\n\r\n", {431}},
    {"cookies and a bad length",
     "GET /things " HEAD_LINES "Content-Length: x\r\nCookie: ",
     "a=;",
     3000,
     "\r\n\r\n",
     {431, 400, NO_ANSWER}},
    {"a line beyond the pool", "GET /", "a", 40000, " " HEAD_LINES "\r\n", {414}},
    {"a blank in the target", "GET /thi ngs " HEAD_LINES "\r\n", "", 0, "", {400}},
    {"a NUL in the target", "GET /thi^ngs?", "&", 900, " " HEAD_LINES "\r\n", {400}},
    {"a NUL and a version",
     "GET /x^HTTP/1.1^^?",
     "&",
     900,
     " " HEAD_LINES "\r\n",
     {400, NO_ANSWER},
     true},
    {"no target", "GET\r\n\r\n", "", 0, "", {400, NO_ANSWER}},
    {"no version", "GET /things\r\n\r\n", "", 0, "", {400}},
    {"an odd version", "GET /things HTTP/9.9\r\n\r\n", "", 0, "", {505}},
    {"no Host", "GET /things HTTP/1.1\r\n\r\n", "", 0, "", {400}},
    {"no colon", "GET /things " HEAD_LINES "X-A\r\n\r\n", "", 0, "", {400}},
    {"a length that is none",
     "PUT /things/1 " HEAD_LINES "Content-Length: 1x\r\n\r\n",
     "",
     0,
     "",
     {400}},
    {"a length beyond numbers",
     "PUT /things/1 " HEAD_LINES "Content-Length: ",
     "9",
     40,
     "\r\n\r\n",
     {413}},
    {"a chunk that is none", CHUNKED "x\r\n", "", 0, "", {400}},
    {"a chunk beyond numbers", CHUNKED, "f", 40, "\r\n", {413}},
    {"a chunk without end", CHUNKED "1\r\nab\r\n", "", 0, "", {400}},
    {"a chunk line too long", CHUNKED "5;", "a", 60000, "\r\n", {413}, true},
    {"a chunked body beyond the limit", CHUNKED, "8000\r\n", 1, "", {413}},
    {"a trailer too long", CHUNKED "0\r\nX-A: ", "a", 60000, "\r\n\r\n", {431}},
    {"a trailer without colon", CHUNKED "0\r\nX-A\r\n\r\n", "", 0, "", {400}},
};

#define WAYS (sizeof ways / sizeof *ways)

static struct thing_server things;
static long times = TIMES_DEFAULT;
static char text[TEXT_MAX];

/* '^' stands for a NUL. */
static size_t add(size_t size, const char *part)
{
    for (; *part; part++)
        text[size++] = *part == '^' ? '\0' : *part;
    return size;
}

/* 40 chunks of 32 KiB: more than is read of a body that is refused. */
static size_t add_chunks(size_t size)
{
    for (int i = 0; i < 40; i++) {
        size = add(size, i ? "\r\n8000\r\n" : "8000\r\n");
        memset(text + size, ' ', 0x8000);
        size += 0x8000;
    }
    return size;
}

/* With a token where the store waits. */
static size_t add_lines(size_t size, const char *part)
{
    const char *lines = strstr(part, FIRST_LINE_END);
    if (!things.waits || !lines)
        return add(size, part);
    lines += sizeof FIRST_LINE_END - 1;
    memcpy(text + size, part, (size_t)(lines - part));
    return add(add(size + (size_t)(lines - part), TOKEN), lines);
}

static size_t make_text(const struct way *way)
{
    size_t size = add_lines(0, way->head);
    if (strstr(way->name, "beyond the limit"))
        return add_chunks(size);
    for (size_t i = 0; i < way->times; i++)
        size = add(size, way->filler);
    return add_lines(size, way->tail);
}

static int begin_asking(size_t size)
{
    struct linger at_once = {.l_onoff = 1};
    int fd = raw_connect(things.port);
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once); /* no port stays taken */
    for (size_t sent = 0; sent < size;) {
        ssize_t more = send(fd, text + sent, size - sent, MSG_NOSIGNAL);
        if (more <= 0)
            break;
        sent += (size_t)more;
    }
    return fd;
}

static unsigned end_asking(int fd)
{
    char *answer = things.answer;
    size_t got = 0;
    for (ssize_t more; (more = recv(fd, answer + got, 4095 - got, 0)) > 0;) {
        got += (size_t)more;
        answer[got] = '\0';
        if (strstr(answer, "\r\n\r\n"))
            break;
    }
    close(fd);
    answer[got] = '\0';
    return got ? (unsigned)strtoul(answer + 9, NULL, 10) : NO_ANSWER;
}

static void expect_answer(const struct way *way, int fd)
{
    unsigned status = end_asking(fd);
    for (size_t i = 0; i < 3 && way->statuses[i]; i++)
        if (status == way->statuses[i])
            return;
    ck_abort_msg("%s: %u: %s", way->name, status, things.answer);
}

static void ask(const struct way *way, size_t size)
{
    expect_answer(way, begin_asking(size));
}

/* So many of each slow way at once: they wait for the same deadline. */
static void ask_slow(size_t count)
{
    int fds[WAYS][SLOW_TIMES];
    for (size_t i = 0; i < WAYS; i++) {
        size_t size = ways[i].slow ? make_text(&ways[i]) : 0;
        for (size_t j = 0; ways[i].slow && j < count; j++)
            fds[i][j] = begin_asking(size);
    }
    for (size_t i = 0; i < WAYS; i++)
        for (size_t j = 0; ways[i].slow && j < count; j++)
            expect_answer(&ways[i], fds[i][j]);
}

static off_t log_size(void)
{
    struct stat at;
    ck_assert_int_eq(fstat(things.log_fd, &at), 0);
    return at.st_size;
}

static void expect_nothing_kept(const char *name, size_t before)
{
    size_t after = mallinfo2().uordblks;
    ck_assert_msg(after < before + KEPT_BYTES_MAX, "%s: %zu bytes more", name, after - before);
    for (int i = 0; i < 100 && !log_size(); i++)
        usleep(10000);
    ck_assert_msg(log_size() > 0, "%s: nothing in the log", name);
}

START_TEST(nothing_is_kept_of_it)
{
    const struct way *way = &ways[_i];
    if (way->slow)
        return;
    size_t size = make_text(way);
    for (int i = 0; i < WARM_UP; i++)
        ask(way, size);
    size_t before = mallinfo2().uordblks;
    for (long i = 0; i < times; i++)
        ask(way, size);
    expect_nothing_kept(way->name, before);
}
END_TEST

START_TEST(nothing_is_kept_of_slow_ones)
{
    ask_slow(1);
    size_t before = mallinfo2().uordblks;
    ask_slow(SLOW_TIMES);
    expect_nothing_kept("slow ones", before);
}
END_TEST

/* A connection whose earlier request was suspended is another matter to libmicrohttpd. */
START_TEST(it_ends_after_work_too)
{
    static const char work[] = "GET /slow?ms=1 " HEAD_LINES "\r\n";
    const struct way *way = &ways[_i];
    size_t size = make_text(way);
    memmove(text + sizeof work - 1, text, size);
    memcpy(text, work, sizeof work - 1);
    bool closed = false;
    int fd = raw_connect(things.port);
    for (size_t sent = 0, all = size + sizeof work - 1; sent < all;) {
        ssize_t more = send(fd, text + sent, all - sent, MSG_NOSIGNAL);
        if (more <= 0)
            break;
        sent += (size_t)more;
    }
    shutdown(fd, SHUT_WR);
    raw_read(fd, things.answer, sizeof things.answer, 5000, &closed);
    close(fd);
    ck_assert_msg(closed, "%s: still open", way->name);
}
END_TEST

static void begin(void)
{
    thing_server_start(&things);
}

static void begin_waiting(void)
{
    things.waits = true;
    begin();
}

static void end(void)
{
    thing_server_end(&things);
}

static TCase *cases_of(const char *name, SFun begin_so)
{
    TCase *tests = new_cases(name, begin_so, end);
    tcase_set_timeout(tests, 900);
    tcase_add_loop_test(tests, nothing_is_kept_of_it, 0, WAYS);
    tcase_add_test(tests, nothing_is_kept_of_slow_ones);
    tcase_add_loop_test(tests, it_ends_after_work_too, 0, WAYS);
    return tests;
}

int main(int argc, char **argv)
{
    if (argc > 1)
        times = strtol(argv[1], NULL, 10);
    return RUN_ALL("given up", cases_of("ways", begin),
                   cases_of("ways with a token, on a store that waits", begin_waiting));
}
