/* SPDX-License-Identifier: MIT
 * Uploads in chunks that pause, beside one that libmicrohttpd goes round and round over. */
#include <check.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "suite.h"
#include "thing_server.h"

#define HEAD                                                                                       \
    "PUT /things/1 HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"                      \
    "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
#define STUCK_BYTES 60000 /* of a chunk's first line: more than fits any buffer */
#define PAUSE_MS    1200  /* twice as long as the server bears a stuck one */
#define ANSWER_MS   5000

/* The same upload with a pause in each place. */
static const struct {
    const char *before, *after;
} uploads[] = {
    {"", "7\r\n{\"name\"\r\n5\r\n:\"x\"}\r\n0\r\n\r\n"},
    {"7", "\r\n{\"name\"\r\n5\r\n:\"x\"}\r\n0\r\n\r\n"},
    {"7;a=", "b\r\n{\"name\"\r\n5\r\n:\"x\"}\r\n0\r\n\r\n"},
    {"7\r\n", "{\"name\"\r\n5\r\n:\"x\"}\r\n0\r\n\r\n"},
    {"7\r\n{\"na", "me\"\r\n5\r\n:\"x\"}\r\n0\r\n\r\n"},
    {"7\r\n{\"name\"\r\n", "5\r\n:\"x\"}\r\n0\r\n\r\n"},
    {"7\r\n{\"name\"\r\n5\r\n:\"x\"}\r\n", "0\r\n\r\n"},
    {"7\r\n{\"name\"\r\n5\r\n:\"x\"}\r\n0\r\n", "\r\n"},
    {"7\r\n{\"name\"\r\n5\r\n:\"x\"}\r\n0\r\nX-A: ", "b\r\n\r\n"},
};
#define UPLOADS (sizeof uploads / sizeof *uploads)

static struct thing_server things;

static void begin(void)
{
    static const char *const settings[] = {"DEADLINE_BODY_S=30", NULL};
    thing_server_start_with(&things, settings);
}

static void end(void)
{
    thing_server_end(&things);
}

static int begin_stuck(void)
{
    static char line[STUCK_BYTES + 1];
    int fd = raw_connect(things.port);
    raw_send(fd, HEAD "5;");
    memset(line, 'a', STUCK_BYTES);
    raw_send(fd, line);
    return fd;
}

static bool is_answered(int fd, const char *status)
{
    bool closed;
    raw_read(fd, things.answer, sizeof things.answer, ANSWER_MS, &closed);
    close(fd);
    return closed && strncmp(things.answer + 9, status, 3) == 0;
}

/* Again and again, so that there is a stuck one all the time. */
static void stay_stuck_ms(int64_t ms)
{
    for (int64_t end_ms = clock_ms() + ms; clock_ms() < end_ms;)
        ck_assert_msg(is_answered(begin_stuck(), "413"), "stuck: %s", things.answer);
}

START_TEST(a_slow_upload_is_not_ended_for_a_stuck_one)
{
    int fds[UPLOADS];
    for (size_t i = 0; i < UPLOADS; i++) {
        fds[i] = raw_connect(things.port);
        raw_send(fds[i], HEAD);
        raw_send(fds[i], uploads[i].before);
    }
    stay_stuck_ms(PAUSE_MS);
    for (size_t i = 0; i < UPLOADS; i++) {
        raw_send(fds[i], uploads[i].after);
        ck_assert_msg(is_answered(fds[i], "200"), "%zu: %s", i, things.answer);
    }
}
END_TEST

/* Sends more than is taken, and then nothing, not even an end. */
START_TEST(who_sends_too_much_and_pauses_is_answered)
{
    static char chunk[16384 + 1];
    memset(chunk, 'a', 16384);
    for (int chunks = 5; chunks <= 40; chunks *= 2) {
        int fd = raw_connect(things.port);
        raw_send(fd, HEAD);
        for (int i = 0; i < chunks; i++) {
            raw_send(fd, "4000\r\n");
            raw_send(fd, chunk);
            raw_send(fd, "\r\n");
        }
        ck_assert_msg(is_answered(fd, "413"), "%d chunks: %s", chunks, things.answer);
    }
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("slow bodies", begin, end, a_slow_upload_is_not_ended_for_a_stuck_one,
                        who_sends_too_much_and_pauses_is_answered);
}
