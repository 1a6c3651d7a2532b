/* SPDX-License-Identifier: MIT
 * Other makes of what kripad stands on: a libmicrohttpd whose buffer nobody here knows, a C library
 * that leaves another errno behind. */
#include <check.h>
#include <dlfcn.h>
#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <string.h>
#include <unistd.h>

#include "in_process.h"
#include "server/exchange.h"
#include "server/listen.h"
#include "suite.h"
#include "thing_routes.h"

static const char *version = "0.9.75";

/* In the place of libmicrohttpd's. */
const char *MHD_get_version(void)
{
    return version;
}

/* In the place of the C library's; what it sets errno to is its own business. */
void freeaddrinfo(struct addrinfo *list)
{
    void (*theirs)(struct addrinfo *);
    *(void **)&theirs = dlsym(RTLD_NEXT, "freeaddrinfo");
    theirs(list);
    errno = EDOM;
}

START_TEST(only_a_buffer_that_is_known_is_looked_at)
{
    static const struct {
        const char *version;
        bool known;
    } rows[] = {{"0.9.75", true},   {"0.9.76", true}, {"0.9.77", false},
                {"0.9.75-1", true}, {"1.0.0", false}, {"0.9.59", false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char whole[] = "/things?a=b\0HTTP/1.1", cut[] = "/thi\0ngs HTTP/1.1";
        version = rows[i].version;
        ck_assert(head_has_whole_target(whole));
        ck_assert_int_eq(head_has_whole_target(cut), !rows[i].known);
        head_hide_query(whole);
        ck_assert_str_eq(whole, rows[i].known ? "/things?" : "/things?a=b");
    }
}
END_TEST

/* The port that another socket listens on is in use, whoever asks. */
START_TEST(a_socket_that_is_not_to_be_had_says_why)
{
    static struct in_process in;
    struct kripa_error err = {0};
    int first, second, port;
    in_process_open(&in, thing_routes, NULL, (const char *const[]){"HOST=127.0.0.1", NULL});
    in.config.port = 0;
    ck_assert_int_eq(listen_open(&in.config, &first, &port, &err), KRIPA_OK);
    in.config.port = port;
    ck_assert_int_eq(listen_open(&in.config, &second, &port, &err), KRIPA_UNAVAILABLE);
    ck_assert_msg(strstr(err.message, strerror(EADDRINUSE)) != NULL, "%s", err.message);
    listen_check(&in.config, &in.problems);
    ck_assert_uint_eq(in.problems.count, 1);
    ck_assert_ptr_nonnull(strstr(in.problems.at[0].text, "is in use"));
    close(first);
    in.config.host = "192.0.2.1"; /* of no machine */
    ck_assert_int_eq(listen_open(&in.config, &second, &port, &err), KRIPA_UNAVAILABLE);
    ck_assert_msg(strstr(err.message, strerror(EADDRNOTAVAIL)) != NULL, "%s", err.message);
    in_process_close(&in);
}
END_TEST

int main(void)
{
    return RUN_SUITE("other parts", only_a_buffer_that_is_known_is_looked_at,
                     a_socket_that_is_not_to_be_had_says_why);
}
