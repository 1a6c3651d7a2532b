/* SPDX-License-Identifier: MIT
 * Requests on real sockets: kept connections, framing, sizes, and answers without body. */
#include <check.h>
#include <string.h>
#include <unistd.h>

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

static unsigned ask_closing(const char *text)
{
    bool closed = false;
    unsigned status = thing_server_ask(&things, text, &closed);
    ck_assert_msg(closed, "the connection stays open after: %s", text);
    return status;
}

START_TEST(a_connection_is_kept)
{
    thing_server_ask(
        &things,
        "GET /things/a HTTP/1.1\r\nHost: x\r\n\r\n"
        "POST /things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
        "12\r\n\r\n{\"name\":\"x\"}"
        "POST /cookie HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
        "POST /things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: "
        "chunked\r\n\r\n"
        "5\r\n{\"nam\r\n7\r\ne\":\"y\"}\r\n0\r\n\r\n"
        "DELETE /things/1 HTTP/1.1\r\nHost: x\r\n\r\n"
        "GET /things/last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        NULL);
    ck_assert_int_eq(thing_server_answers(&things), 6);
    ck_assert_ptr_nonnull(strstr(things.answer, "\"name\":\"last\""));
}
END_TEST

START_TEST(an_error_keeps_the_connection_and_skips_the_body)
{
    thing_server_ask(
        &things,
        "POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 27\r\n\r\nGET /things/evil "
        "HTTP/1.1\r\n"
        "PATCH /things HTTP/1.1\r\nHost: x\r\nContent-Length: 27\r\n\r\nGET /things/evil "
        "HTTP/1.1\r\n"
        "DELETE /mine HTTP/1.1\r\nHost: x\r\nContent-Length: 27\r\n\r\nGET /things/evil "
        "HTTP/1.1\r\n"
        "GET /things/last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        NULL);
    ck_assert_int_eq(thing_server_answers(&things), 4);
    ck_assert_ptr_nonnull(strstr(things.answer, " 404 "));
    ck_assert_ptr_nonnull(strstr(things.answer, " 405 "));
    ck_assert_ptr_null(strstr(things.answer, "evil"));
    ck_assert_ptr_nonnull(strstr(things.answer, "\"name\":\"last\""));
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
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        ck_assert_msg(ask_closing(heads[i]) == 400, "%s: %s", heads[i], things.answer);
        ck_assert_msg(thing_server_answers(&things) == 1 && !strstr(things.answer, "evil"),
                      "%s: %s", heads[i], things.answer);
    }
}
END_TEST

START_TEST(what_no_request_can_be_made_of_is_refused)
{
    ck_assert_uint_eq(ask_closing("GET /things HTTP/1.1\r\n\r\n"), 400);
    ck_assert_uint_eq(ask_closing("NONSENSE\r\n\r\n") / 100 % 4, 0);
    thing_server_ask(&things, "GET /things HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                     NULL);
    ck_assert_ptr_nonnull(strstr(things.answer, " 400 "));
}
END_TEST

START_TEST(a_large_body_is_refused_before_it_is_read)
{
    static const char *const methods[] = {"POST /things", "PUT /things/1", "DELETE /things/1",
                                          "PATCH /things"};
    char head[256];
    for (size_t i = 0; i < 4; i++) {
        snprintf(head, sizeof head,
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
        size += (size_t)snprintf(text + size, sizeof text - size,
                                 i < 19 ? "\r\n1388\r\n" : "\r\n0\r\n\r\n");
    }
    ck_assert_uint_eq(ask_closing(text), 413);
}
END_TEST

START_TEST(a_client_that_waits_for_100_gets_it_or_its_refusal)
{
    int fd = raw_connect(things.port);
    raw_send(fd, "PUT /things/1 HTTP/1.1\r\nHost: x\r\nContent-Type: "
                 "application/json\r\nContent-Length: 2\r\n"
                 "Expect: 100-continue\r\n\r\n");
    raw_read(fd, things.answer, sizeof things.answer, 300, NULL);
    ck_assert_int_eq(strncmp(things.answer, "HTTP/1.1 100 ", 13), 0);
    raw_send(fd, "{}");
    raw_read(fd, things.answer, sizeof things.answer, 300, NULL);
    ck_assert_int_eq(strncmp(things.answer, "HTTP/1.1 200 ", 13), 0);
    close(fd);
    ck_assert_uint_eq(
        thing_server_ask(&things,
                         "PUT /things/1 HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                         "Content-Length: 100000\r\nExpect: 100-continue\r\n\r\n",
                         NULL),
        413);
}
END_TEST

START_TEST(head_is_get_without_its_body)
{
    ck_assert_uint_eq(
        thing_server_ask(
            &things, "HEAD /things/lamp HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", NULL),
        200);

    ck_assert_ptr_nonnull(strstr(things.answer, "ETag: \"7-"));
    ck_assert_ptr_nonnull(strstr(things.answer, "Content-Length: 62"));
    ck_assert_str_eq(strstr(things.answer, "\r\n\r\n"), "\r\n\r\n");
}
END_TEST

START_TEST(a_304_has_no_body)
{
    char etag[64], request[256];
    thing_server_ask(&things, "GET /things/lamp HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                     NULL);
    sscanf(strstr(things.answer, "ETag: ") + 6, "%63[^\r]", etag);
    snprintf(
        request, sizeof request,
        "GET /things/lamp HTTP/1.1\r\nHost: x\r\nIf-None-Match: %s\r\nConnection: close\r\n\r\n",
        etag);
    ck_assert_uint_eq(thing_server_ask(&things, request, NULL), 304);
    ck_assert_str_eq(strstr(things.answer, "\r\n\r\n"), "\r\n\r\n");
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("framing", begin, end, a_connection_is_kept,
                        an_error_keeps_the_connection_and_skips_the_body,
                        smuggling_is_400_and_closes, what_no_request_can_be_made_of_is_refused,
                        a_large_body_is_refused_before_it_is_read, a_large_chunked_body_is_413,
                        a_client_that_waits_for_100_gets_it_or_its_refusal,
                        head_is_get_without_its_body, a_304_has_no_body);
}
