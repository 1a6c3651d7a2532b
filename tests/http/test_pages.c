/* SPDX-License-Identifier: MIT
 * The demo shop's files: served when DEMO is on, with a policy of their own; else nobody knows of
 * them. */
#include <check.h>
#include <string.h>

#include "in_process.h"
#include "pages/demo_files.h"
#include "suite.h"

static struct in_process in;

static void begin(void)
{
    static const char *const settings[] = {"DEMO=on", "PUBLIC_URL=https://shop.example.in/", NULL};
    in_process_open(&in, kripad_routes, NULL, settings);
}

static void end(void)
{
    in_process_close(&in);
}

static unsigned get(const char *target)
{
    return in_process_ask(&in, "GET", target, NULL, NULL);
}

static const char *policy(void)
{
    return in_process_header(&in, "Content-Security-Policy");
}

START_TEST(every_file_is_there_as_it_was_written)
{
    char target[128];
    size_t count = 0;
    for (const struct demo_file *file = demo_files; file->name; file++, count++) {
        snprintf(target, sizeof target, "/demo/%s", file->name);
        ck_assert_msg(get(target) == 200, "%s", target);
        ck_assert_uint_eq(in.request.reply.size, file->size);
        ck_assert_msg(strstr(in.request.reply.content_type, "text/") ==
                              in.request.reply.content_type ||
                          strstr(in.request.reply.content_type, "image/svg"),
                      "%s is %s", target, in.request.reply.content_type);
        ck_assert_str_eq(in_process_header(&in, "Cache-Control"), "public, no-cache");
    }
    ck_assert_uint_gt(count, 1);
}
END_TEST

START_TEST(the_folder_is_its_index)
{
    const char *const targets[] = {"/demo", "/demo/", "/demo?lang=hi"};
    for (size_t i = 0; i < 3; i++) {
        ck_assert_uint_eq(get(targets[i]), 200);
        ck_assert_str_eq(in.request.reply.content_type, "text/html; charset=utf-8");
        ck_assert_ptr_nonnull(memmem(in.request.reply.body, in.request.reply.size, "<title>", 7));
    }
}
END_TEST

START_TEST(a_page_may_load_what_is_from_here)
{
    get("/demo");
    ck_assert_ptr_nonnull(strstr(policy(), "default-src 'none'"));
    ck_assert_ptr_nonnull(strstr(policy(), "script-src 'self';style-src 'self'"));
    ck_assert_ptr_nonnull(strstr(policy(), "https: https://shop.example.in"));
    ck_assert_ptr_null(strstr(policy(), "unsafe"));
}
END_TEST

/* The pictures of products have that address; the page may have been opened by another. */
START_TEST(a_page_may_load_pictures_from_kripad_s_own_address)
{
    static const char *const settings[] = {"DEMO=on", "PORT=8088", NULL};
    in_process_close(&in);
    in_process_open(&in, kripad_routes, NULL, settings);
    get("/demo");
    ck_assert_ptr_nonnull(strstr(policy(), "https: http://localhost:8088"));
}
END_TEST

START_TEST(what_is_no_page_may_load_nothing)
{
    const char *const targets[] = {"/", "/demo/none.js", "/api/none"};
    for (size_t i = 0; i < 3; i++) {
        get(targets[i]);
        ck_assert_ptr_nonnull(strstr(policy(), "default-src 'none'"));
        ck_assert_ptr_null(strstr(policy(), "self"));
    }
}
END_TEST

START_TEST(a_page_known_already_is_304)
{
    char header[128];
    get("/demo");
    snprintf(header, sizeof header, "If-None-Match: %s", in_process_header(&in, "ETag"));
    ck_assert_uint_eq(
        in_process_ask(&in, "GET", "/demo", NULL, (const char *const[]){header, NULL}), 304);
}
END_TEST

START_TEST(nothing_but_its_files_is_given)
{
    const char *const targets[] = {"/demo/none",          "/demo/..",
                                   "/demo/../kripad.env", "/demo/..%2Fkripad.env",
                                   "/demo/a/b",           "/demox"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        ck_assert_msg(get(targets[i]) == 404, "%s", targets[i]);
        ck_assert_str_eq(in_process_code(&in), "NOT_FOUND");
    }
    ck_assert_uint_eq(in_process_ask(&in, "POST", "/demo", "{}", NULL), 405);
    ck_assert_str_eq(in_process_header(&in, "Allow"), "GET, HEAD, OPTIONS");
}
END_TEST

START_TEST(without_DEMO_nobody_knows_of_it)
{
    in_process_close(&in);
    in_process_open(&in, kripad_routes, NULL, NULL);
    ck_assert_uint_eq(get("/demo"), 404);
    ck_assert_uint_eq(get("/demo/index.html"), 404);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("pages", begin, end, every_file_is_there_as_it_was_written,
                        the_folder_is_its_index, a_page_may_load_what_is_from_here,
                        a_page_may_load_pictures_from_kripad_s_own_address,
                        what_is_no_page_may_load_nothing, a_page_known_already_is_304,
                        nothing_but_its_files_is_given, without_DEMO_nobody_knows_of_it);
}
