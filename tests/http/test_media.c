/* SPDX-License-Identifier: MIT
 * Uploaded pictures as files: whole, in part, not at all since the client has them, smaller; and
 * nothing else by any name. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "daemon.h"
#include "form_body.h"
#include "http.h"
#include "large_jpeg.h"
#include "pictures.h"
#include "shop.h"
#include "suite.h"

static struct shop shop;
static struct daemon *kripad;
static struct http *http;
static struct bytes picture;
static const char *token, *name, *path; /* of its file, where it was uploaded */

/* Uploads the picture as the logo of a category, and finds out its name. */
static void upload(const char *title)
{
    static const char *const headers[] = {FORM_HEADER, NULL};
    struct form_body form = {NULL, 0};
    form_field(&form, "name", title);
    form_file(&form, "logo", "logo", picture.at, picture.size);
    form_close(&form);
    const json_t *made = http_data(http,
                                   (struct http_request){.method = "POST",
                                                         .path = "/api/categories",
                                                         .token = token,
                                                         .body = form.at,
                                                         .body_size = form.size,
                                                         .headers = headers},
                                   201);
    form_clear(&form);
    const char *url = json_string_value(json_object_get(made, "logo"));
    ck_assert_ptr_nonnull(url);
    ck_assert_msg(strncmp(url, "http://shop.example/", 20) == 0, "%s", url);
    path = kripa_arena_format(&shop.arena, "%s", url + strlen("http://shop.example"));
    name = strrchr(path, '/') + 1;
}

static void begin(void)
{
    static char folder_setting[200];
    static const char *const settings[] = {folder_setting, "PUBLIC_URL=http://shop.example",
                                           "RATE_LIMIT_ADDRESS=1/900s", NULL};
    shop_open(&shop, .place = SHOP_SHARED, .clock_runs = true);
    token = shop_token(&shop, "owner", KRIPA_ROLE_ADMIN);
    snprintf(folder_setting, sizeof folder_setting, "MEDIA_DIR=%s/pictures", shop.store.folder);
    kripad = daemon_start(shop.store.uri, SHOP_JWT_SECRET, settings);
    http = http_open(daemon_url(kripad));
    picture = picture_make(&shop.arena, PICTURE_PNG, 700, 500, 1);
    upload("Lamps");
}

static void end(void)
{
    http_close(http);
    ck_assert_int_eq(daemon_stop(kripad), 0);
    shop_close(&shop);
}

static const struct http_answer *ask(const char *method, const char *target,
                                     const char *const *headers)
{
    return http_ask(http,
                    (struct http_request){.method = method, .path = target, .headers = headers});
}

static const struct http_answer *get(const char *header)
{
    return ask("GET", path, (const char *const[]){header, NULL});
}

static void must_have(const struct http_answer *answer, const char *header, const char *value)
{
    char found[200] = "";
    http_header(answer, header, found, sizeof found);
    ck_assert_msg(strcmp(found, value) == 0, "%s: %s instead of %s", header, found, value);
}

static const char *etag(void)
{
    char tag[200] = "";
    http_header(get(NULL), "ETag", tag, sizeof tag);
    ck_assert_int_eq(tag[0], '"'); /* a strong one */
    return kripa_arena_format(&shop.arena, "%s", tag);
}

START_TEST(a_picture_is_there_for_everybody_and_for_good)
{
    const struct http_answer *answer = get(NULL);
    ck_assert_int_eq(answer->status, 200);
    ck_assert_uint_eq(answer->body_size, picture.size);
    ck_assert_mem_eq(answer->body, picture.at, picture.size);
    must_have(answer, "Content-Type", "image/png");
    must_have(answer, "Cache-Control", "public, max-age=31536000, immutable");
    must_have(answer, "X-Content-Type-Options", "nosniff");
    must_have(answer, "Cross-Origin-Resource-Policy", "cross-origin");
    must_have(answer, "Vary", "Origin");
    must_have(answer, "Accept-Ranges", "bytes");
    answer = ask("GET", kripa_arena_format(&shop.arena, "/media/%s", name), NULL);
    ck_assert_int_eq(answer->status, 200);
    answer = ask("GET", kripa_arena_format(&shop.arena, "/api/media/%s", name), NULL);
    ck_assert_int_eq(answer->status, 200);
}
END_TEST

START_TEST(head_says_the_same_without_the_picture)
{
    const struct http_answer *answer = ask("HEAD", path, NULL);
    ck_assert_int_eq(answer->status, 200);
    ck_assert_uint_eq(answer->body_size, 0);
    must_have(answer, "Content-Length", kripa_arena_format(&shop.arena, "%zu", picture.size));
    must_have(answer, "Content-Type", "image/png");
}
END_TEST

START_TEST(who_has_it_is_told_so)
{
    const char *tag = etag();
    const struct http_answer *answer =
        get(kripa_arena_format(&shop.arena, "If-None-Match: \"x\", W/%s", tag));
    ck_assert_int_eq(answer->status, 304);
    ck_assert_uint_eq(answer->body_size, 0);
    must_have(answer, "ETag", tag);
    must_have(answer, "Cache-Control", "public, max-age=31536000, immutable");
    must_have(answer, "Cross-Origin-Resource-Policy", "cross-origin");
    ck_assert_int_eq(get("If-None-Match: \"x\"")->status, 200);
    ck_assert_int_eq(get("If-None-Match: *")->status, 304);
}
END_TEST

/* `size` stands for the size of the picture where a number is given from its end. */
static void try_range(const char *header, size_t first, size_t last)
{
    const struct http_answer *answer = get(header);
    ck_assert_msg(answer->status == 206, "%s: %ld", header, answer->status);
    ck_assert_uint_eq(answer->body_size, last - first + 1);
    ck_assert_mem_eq(answer->body, picture.at + first, last - first + 1);
    must_have(answer, "Content-Range",
              kripa_arena_format(&shop.arena, "bytes %zu-%zu/%zu", first, last, picture.size));
    must_have(answer, "Content-Type", "image/png");
}

START_TEST(one_range_is_answered_with_its_bytes)
{
    size_t end_at = picture.size - 1;
    try_range("Range: bytes=0-0", 0, 0);
    try_range("Range: bytes=10-99", 10, 99);
    try_range("Range: BYTES=10-", 10, end_at);
    try_range("Range: bytes=-7", end_at - 6, end_at);
    try_range("Range: bytes=5-99999999999999999999", 5, end_at);
    try_range("Range: bytes=-99999999999999999999", 0, end_at);
}
END_TEST

START_TEST(other_ranges_are_answered_whole)
{
    static const char *const others[] = {
        "Range: bytes=0-1,5-6", "Range: bytes=",    "Range: bytes=-",   "Range: bytes=a-b",
        "Range: bytes=9-1",     "Range: lines=0-1", "Range: bytes=1-2x"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        const struct http_answer *answer = get(others[i]);
        ck_assert_msg(answer->status == 200 && answer->body_size == picture.size, "%s: %ld",
                      others[i], answer->status);
    }
    const struct http_answer *head =
        ask("HEAD", path, (const char *const[]){"Range: bytes=0-1", NULL});
    ck_assert_int_eq(head->status, 200);
}
END_TEST

START_TEST(a_range_beyond_the_end_is_416)
{
    static const char *const beyond[] = {"Range: bytes=99999999-", "Range: bytes=-0"};
    for (size_t i = 0; i < sizeof beyond / sizeof *beyond; i++) {
        const struct http_answer *answer = get(beyond[i]);
        ck_assert_int_eq(answer->status, 416);
        ck_assert_str_eq(http_code(answer), "RANGE_NOT_SATISFIABLE");
        must_have(answer, "Content-Range",
                  kripa_arena_format(&shop.arena, "bytes */%zu", picture.size));
        must_have(answer, "Cache-Control", "no-store");
    }
}
END_TEST

START_TEST(a_range_counts_only_of_the_same_file)
{
    const char *same = kripa_arena_format(&shop.arena, "If-Range: %s", etag());
    static const char *const others[] = {"If-Range: \"x\"",
                                         "If-Range: Tue, 01 Dec 2026 00:00:00 GMT"};
    const char *const headers[] = {"Range: bytes=0-1", same, NULL};
    ck_assert_int_eq(ask("GET", path, headers)->status, 206);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        ck_assert_int_eq(
            ask("GET", path, (const char *const[]){"Range: bytes=0-1", others[i], NULL})->status,
            200);
    ck_assert_int_eq(
        get(kripa_arena_format(&shop.arena, "If-None-Match: %s\r\nRange: bytes=0-1", etag()))
            ->status,
        304);
}
END_TEST

START_TEST(nothing_else_has_a_name)
{
    const char *const names[] = {
        "..",
        ".",
        "%2e%2e%2fshop.db",
        "..%2f..%2fetc%2fpasswd",
        "incoming",
        "incoming%2f1",
        "%2fetc%2fpasswd",
        "x.png",
        "0000000000000000000000000000000000000000000000000000000000000000.png",
        kripa_arena_format(&shop.arena, "%.64s.jpg", name),
        kripa_arena_format(&shop.arena, "%.64s", name),
        kripa_arena_format(&shop.arena, "%s.", name),
        kripa_arena_format(&shop.arena, "%s%%2f", name),
        kripa_arena_format(&shop.arena, "%s/x", name)};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *target = kripa_arena_format(&shop.arena, "/media/%s", names[i]);
        const struct http_answer *answer = ask("GET", target, NULL);
        ck_assert_msg(answer->status == 404 && strcmp(http_code(answer), "NOT_FOUND") == 0,
                      "%s: %ld", target, answer->status);
    }
    ck_assert_int_eq(ask("GET", "/media/%00", NULL)->status, 400);
    ck_assert_int_eq(ask("DELETE", path, NULL)->status, 405);
}
END_TEST

START_TEST(smaller_ones_are_made_once)
{
    static const int widths[] = {160, 320, 640};
    for (size_t i = 0; i < 2 * sizeof widths / sizeof *widths; i++) {
        int width = widths[i / 2];
        const char *target = kripa_arena_format(&shop.arena, "%s?w=%d", path, width);
        const struct http_answer *answer = ask("GET", target, NULL);
        ck_assert_msg(answer->status == 200, "%s: %ld %s", target, answer->status, answer->body);
        must_have(answer, "Cache-Control", "public, max-age=31536000, immutable");
        ck_assert_int_eq(
            picture_width((struct bytes){(unsigned char *)answer->body, answer->body_size}), width);
    }
    ck_assert_int_eq(ask("GET", kripa_arena_format(&shop.arena, "%s?w=200", path), NULL)->status,
                     400);
    ck_assert_int_eq(ask("GET", kripa_arena_format(&shop.arena, "%s?w=x", path), NULL)->status,
                     400);
    ck_assert_int_eq(
        ask("GET",
            "/media/0000000000000000000000000000000000000000000000000000000000000000.png?w=160",
            NULL)
            ->status,
        404);
}
END_TEST

/* A second is a hundred times what it takes. */
/* How many calls that read kripad has made, those of the kernel's own copying (sendfile) too. */
static long reads(void)
{
    char line[128];
    long count = -1;
    snprintf(line, sizeof line, "/proc/%d/io", (int)daemon_pid(kripad));
    FILE *file = fopen(line, "r");
    while (file && fgets(line, sizeof line, file))
        sscanf(line, "syscr: %ld", &count);
    if (file)
        fclose(file);
    return count;
}

/* By sendfile: else libmicrohttpd reads and sends 4 KiB at a time. */
START_TEST(a_large_file_is_sent_without_pauses)
{
    char *large = large_jpeg(KRIPA_MEDIA_BYTES_MAX, 1);
    picture = (struct bytes){(unsigned char *)large, KRIPA_MEDIA_BYTES_MAX};
    upload("Large");
    free(large);
    int64_t since_ms = clock_ms();
    long before = reads();
    for (int i = 0; i < 3; i++)
        ck_assert_uint_eq(get(NULL)->body_size, KRIPA_MEDIA_BYTES_MAX);
    ck_assert_int_lt(clock_ms() - since_ms, 5000);
    ck_assert_int_lt(reads() - before, 3 * KRIPA_MEDIA_BYTES_MAX / 8192);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("media", begin, end, a_large_file_is_sent_without_pauses,
                        a_picture_is_there_for_everybody_and_for_good,
                        head_says_the_same_without_the_picture, who_has_it_is_told_so,
                        one_range_is_answered_with_its_bytes, other_ranges_are_answered_whole,
                        a_range_beyond_the_end_is_416, a_range_counts_only_of_the_same_file,
                        nothing_else_has_a_name, smaller_ones_are_made_once);
}
