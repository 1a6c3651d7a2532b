/* SPDX-License-Identifier: MIT
 * Deadlines of what is sent too slowly or not at all, and what has none. */
#include <check.h>
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

struct drip {
    const char *begun; /* sent at once; then a byte, again and again */
    char byte;
    int fd;
    int64_t ms; /* how long until the server closed */
};

/* Sends all of them a byte every 50 ms. */
static void drip_all(struct drip *drips, size_t count)
{
    int64_t start_ms = clock_ms();
    for (size_t i = 0; i < count; i++) {
        drips[i].fd = raw_connect(things.port);
        raw_send(drips[i].fd, drips[i].begun);
    }
    for (size_t open = count; open && clock_ms() < start_ms + 5000;) {
        usleep(50000);
        for (size_t i = 0; i < count; i++) {
            bool closed = false;
            if (drips[i].ms)
                continue;
            raw_send(drips[i].fd, (const char[]){drips[i].byte, '\0'});
            raw_read(drips[i].fd, things.answer, sizeof things.answer, 1, &closed);
            drips[i].ms = closed ? clock_ms() - start_ms : 0;
            open -= closed;
        }
    }
    for (size_t i = 0; i < count; i++)
        close(drips[i].fd);
}

START_TEST(a_head_or_body_that_drips_is_cut_at_its_deadline)
{
    struct drip drips[] = {
        {.begun = "GET /things HTTP/1.1\r\nHost: x\r\nX-Slow: ", .byte = 'a'},
        {.begun = "GET /", .byte = 'a'},
        {.begun = "PUT /things/1 HTTP/1.1\r\nHost: x\r\nContent-Type: "
                  "application/json\r\nContent-Length: 500\r\n\r\n",
         .byte = ' '},
    };
    size_t count = sizeof drips / sizeof *drips;
    drip_all(drips, count);
    for (size_t i = 0; i < count; i++)
        ck_assert_msg(drips[i].ms >= 950 && drips[i].ms < 2500, "%s: %lld ms", drips[i].begun,
                      (long long)drips[i].ms);
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

int main(void)
{
    return RUN_SUITE_IN("deadlines", begin, end, a_head_or_body_that_drips_is_cut_at_its_deadline,
                        an_idle_connection_is_cut_at_its_deadline_counted_from_the_last_answer,
                        work_on_a_lane_has_no_deadline_of_the_head,
                        a_failed_sign_in_takes_its_time);
}
