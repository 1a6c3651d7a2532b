/* SPDX-License-Identifier: MIT
 * A libmicrohttpd whose buffer nobody has looked into: kripad says so when it starts, and looks at
 * what it can. */
#include <check.h>
#include <microhttpd.h>
#include <string.h>

#include "suite.h"
#include "thing_server.h"

static struct thing_server things;
static const char *library = "1.0.1";

/* In the place of the library's own. */
const char *MHD_get_version(void)
{
    return library;
}

static int count(const char *text, const char *what)
{
    int found = 0;
    for (const char *at = text; (at = strstr(at, what)); at++)
        found++;
    return found;
}

static int warnings_with(const char *version)
{
    static char log[65536];
    library = version;
    thing_server_start(&things);
    static const char plain[] = "GET /things HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    ck_assert_uint_eq(thing_server_ask(&things, plain, NULL), 200);
    thing_server_take_log(&things, log, sizeof log);
    thing_server_end(&things);
    ck_assert_int_eq(count(log, "warning"), count(log, "Behind a reverse proxy"));
    ck_assert_int_eq(count(log, "warning"), count(log, version));
    return count(log, "warning");
}

START_TEST(one_line_at_the_start_warns_of_it)
{
    static const char *const others[] = {"0.9.77", "1.0.0", "1.0.1", "2.0.0"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        ck_assert_int_eq(warnings_with(others[i]), 1);
    ck_assert_int_eq(warnings_with("0.9.75"), 0);
    ck_assert_int_eq(warnings_with("0.9.76"), 0);
}
END_TEST

START_TEST(odd_names_values_and_methods_are_400_all_the_same)
{
    static const char *const heads[] = {
        "GET /things HTTP/1.1\r\nX(A): a",
        "GET /things HTTP/1.1\r\nX-A : a",
        "GET /things HTTP/1.1\r\nX A: a",
        "GET /things HTTP/1.1\r\nX-A: a\x01",
        "GET /things HTTP/1.1\r\nX-A: a\x7f",
        "GET /things HTTP/1.1\r\nX-A: a\rb",
        "G\"T /things HTTP/1.1",
        "GET /thi ngs HTTP/1.1",
    };
    char text[128];
    library = "1.0.1";
    thing_server_start(&things);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        snprintf(text, sizeof text, "%s\r\nHost: x\r\n\r\n", heads[i]);
        ck_assert_msg(thing_server_ask(&things, text, NULL) == 400, "%s: %s", heads[i],
                      things.answer);
    }
    thing_server_end(&things);
}
END_TEST

int main(void)
{
    return RUN_SUITE("other library", one_line_at_the_start_warns_of_it,
                     odd_names_values_and_methods_are_400_all_the_same);
}
