/* SPDX-License-Identifier: MIT
 * What is around every request, without sockets: paths, bodies, conditions, errors, headers. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "in_process.h"
#include "suite.h"
#include "thing_routes.h"

static struct in_process in;

static void begin(void)
{
    in_process_open(&in, thing_routes, NULL, NULL);
}

static void end(void)
{
    in_process_close(&in);
}

static const char *name_shown(void)
{
    return json_string_value(json_object_get(json_object_get(in.json, "data"), "name"));
}

static unsigned get(const char *target)
{
    return in_process_ask(&in, "GET", target, NULL, NULL);
}

static unsigned get_with(const char *target, const char *header)
{
    return in_process_ask(&in, "GET", target, NULL, (const char *const[]){header, NULL});
}

START_TEST(a_good_answer_has_the_envelope)
{
    ck_assert_uint_eq(get("/things/lamp"), 200);
    ck_assert(json_is_true(json_object_get(in.json, "success")));
    ck_assert_str_eq(in_process_message(&in), "OK");
    ck_assert_str_eq(name_shown(), "lamp");
    ck_assert_ptr_null(json_object_get(json_object_get(in.json, "data"), "price"));
    ck_assert_str_eq(in.request.reply.content_type, "application/json; charset=utf-8");
    ck_assert_ptr_nonnull(in_process_header(&in, "X-Request-Id"));
}
END_TEST

START_TEST(an_unknown_path_is_an_enveloped_404)
{
    static const char *const paths[] = {"/",
                                        "/thing",
                                        "/things/a/b",
                                        "//things",
                                        "/things//",
                                        "/thingsx",
                                        "/things/a/b/c/d/e/f/g/h/i/j/k/l/m/n"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        ck_assert_msg(get(paths[i]) == 404, "%s", paths[i]);
        ck_assert(json_is_false(json_object_get(in.json, "success")));
        ck_assert_str_eq(in_process_code(&in), "NOT_FOUND");
    }
}
END_TEST

START_TEST(a_slash_at_the_end_is_let_pass)
{
    ck_assert_uint_eq(get("/things/lamp/"), 200);
    ck_assert_uint_eq(get("/things/"), 200);
}
END_TEST

START_TEST(another_method_is_405_with_allow)
{
    ck_assert_uint_eq(in_process_ask(&in, "PATCH", "/things/lamp", NULL, NULL), 405);
    ck_assert_str_eq(in_process_code(&in), "METHOD_NOT_ALLOWED");
    ck_assert_str_eq(in_process_header(&in, "Allow"), "GET, HEAD, PUT, DELETE, OPTIONS");
    ck_assert_uint_eq(in_process_ask(&in, "BREW", "/things", NULL, NULL), 405);
    ck_assert_str_eq(in_process_header(&in, "Allow"), "GET, HEAD, POST, OPTIONS");
}
END_TEST

START_TEST(a_literal_wins_over_a_parameter)
{
    get("/things/special");
    ck_assert_str_eq(name_shown(), "the special one");
    /* its path has its own methods: who says special means it, not a thing of that name */
    ck_assert_uint_eq(in_process_ask(&in, "DELETE", "/things/special", NULL, NULL), 405);
    ck_assert_str_eq(in_process_header(&in, "Allow"), "GET, HEAD, OPTIONS");
}
END_TEST

START_TEST(a_path_is_split_before_it_is_decoded)
{
    ck_assert_uint_eq(get("/things/a%2Fb%20c+d?x=/y"), 200);
    ck_assert_str_eq(name_shown(), "a/b c+d");
    ck_assert_uint_eq(get("/things/%E0%A4%A6%E0%A5%80%E0%A4%AA"), 200);
    ck_assert_str_eq(name_shown(), "दीप");
    ck_assert_uint_eq(get("http://shop.example/things/lamp"), 200);
}
END_TEST

START_TEST(a_bad_escape_is_400)
{
    static const char *const targets[] = {
        "/things/%00",      "/things/a%00b",   "/things/%",      "/things/%2",
        "/things/%zz",      "/things/%ff",     "/things/%C0%AF", "/things/%ED%A0%80",
        "/fail?status=%00", "/fail?status=%f", "/fail?%fe=1",    "things"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        ck_assert_msg(get(targets[i]) == 400, "%s", targets[i]);
        ck_assert_str_eq(in_process_code(&in), "INVALID");
    }
}
END_TEST

START_TEST(a_query_is_checked_by_its_table)
{
    ck_assert_uint_eq(get("/fail?status=CONFLICT&unknown=1"), 409);
    ck_assert_uint_eq(get("/fail?ms=10001"), 400);
    ck_assert_str_eq(in_process_field(&in), "ms");
    ck_assert_ptr_nonnull(strstr(in_process_message(&in), "ms"));
    ck_assert_uint_eq(get("/fail?&&=&ms=5&"), 200);
}
END_TEST

START_TEST(a_body_is_checked_by_its_table)
{
    ck_assert_uint_eq(in_process_ask(&in, "POST", "/things", "{\"name\":\"lamp\",\"qty\":2}", NULL),
                      201);
    ck_assert_str_eq(in_process_header(&in, "Location"), "/things/000000000000000000000005");
    ck_assert_uint_eq(
        in_process_ask(&in, "POST", "/things", "{\"qty\":-1,\"colour\":\"red\"}", NULL), 400);
    ck_assert_uint_eq(json_array_size(json_object_get(json_object_get(in.json, "data"), "errors")),
                      3);
    ck_assert_uint_eq(
        in_process_ask(&in, "POST", "/things", "{\"name\":\"lamp\",\"price\":1}", NULL), 400);
    ck_assert_str_eq(in_process_field(&in), "price");
    ck_assert_uint_eq(in_process_ask(&in, "POST", "/things", "{\"name\":", NULL), 400);
    ck_assert_uint_eq(in_process_ask(&in, "POST", "/things", NULL, NULL), 400);
}
END_TEST

START_TEST(a_body_that_is_not_json_is_415)
{
    static const char *const bad[] = {
        "Content-Type: text/plain", "Content-Type: application/jsonp",
        "Content-Type: ", "Content-Type: application/json; charset=latin1"};
    static const char *const good[] = {"Content-Type: application/json",
                                       "Content-Type: Application/JSON ; charset=UTF-8",
                                       "Content-Type: application/json;charset=\"utf-8\""};
    const char *body = "{\"name\":\"lamp\"}";
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        unsigned status =
            in_process_ask(&in, "POST", "/things", body, (const char *const[]){bad[i], NULL});
        ck_assert_msg(status == 415, "%s", bad[i]);
        ck_assert_str_eq(in_process_code(&in), "UNSUPPORTED_TYPE");
    }
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        ck_assert_uint_eq(
            in_process_ask(&in, "POST", "/things", body, (const char *const[]){good[i], NULL}),
            201);
}
END_TEST

START_TEST(a_content_type_without_body_is_no_error)
{
    ck_assert_uint_eq(get_with("/things", "Content-Type: application/json"), 200);
    ck_assert_uint_eq(in_process_ask(&in, "DELETE", "/things/1", "", NULL), 200);
    ck_assert_uint_eq(in_process_ask(&in, "PUT", "/things/1", "", NULL), 200);
}
END_TEST

START_TEST(a_large_body_is_413)
{
    size_t size = (size_t)in.config.body_bytes_max + 1;
    char *body = malloc(size + 1);
    memset(body, ' ', size);
    body[size] = '\0';
    ck_assert_uint_eq(in_process_ask(&in, "PUT", "/things/1", body, NULL), 413);
    ck_assert_str_eq(in_process_code(&in), "TOO_LARGE");
    ck_assert(in.request.reply.close);
    body[size - 1] = '\0';
    ck_assert_uint_eq(in_process_ask(&in, "PUT", "/things/1", body, NULL), 200);
    free(body);
}
END_TEST

START_TEST(a_head_that_can_be_read_in_two_ways_is_400_and_closes)
{
    static const char *const heads[][3] = {
        {"Content-Length: 2", "Transfer-Encoding: chunked"},
        {"Content-Length: 2", "Content-Length: 2"},
        {"Transfer-Encoding: chunked", "transfer-encoding: chunked"},
        {"Transfer-Encoding: gzip, chunked"},
        {"Host: a", "Host: a"},
        {"Authorization: Bearer a", "Authorization: Bearer a"},
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        ck_assert_uint_eq(in_process_ask(&in, "GET", "/things", NULL, heads[i]), 400);
        ck_assert(in.request.reply.close);
    }
    ck_assert_uint_eq(get_with("/things", "Transfer-Encoding: chunked"), 200);
}
END_TEST

START_TEST(each_status_has_its_code)
{
    static const struct {
        const char *status;
        unsigned http_status;
        const char *code;
    } rows[] = {
        {"INVALID", 400, "INVALID"},
        {"UNAUTHENTICATED", 401, "UNAUTHENTICATED"},
        {"FORBIDDEN", 403, "FORBIDDEN"},
        {"NOT_FOUND", 404, "NOT_FOUND"},
        {"EXISTS", 409, "EXISTS"},
        {"CONFLICT", 409, "CONFLICT"},
        {"OUT_OF_STOCK", 409, "OUT_OF_STOCK"},
        {"STALE", 412, "STALE"},
        {"KEY_REUSED", 422, "KEY_REUSED"},
        {"LIMITED", 429, "LIMITED"},
        {"TOO_LARGE", 413, "TOO_LARGE"},
        {"UNAVAILABLE", 503, "UNAVAILABLE"},
        {"NO_MEMORY", 503, "UNAVAILABLE"},
        {"CORRUPT", 500, "INTERNAL"},
        {"INTERNAL", 500, "INTERNAL"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char target[64];
        snprintf(target, sizeof target, "/fail?status=%s", rows[i].status);
        ck_assert_uint_eq(get(target), rows[i].http_status);
        ck_assert_str_eq(in_process_code(&in), rows[i].code);
        ck_assert_str_eq(in_process_field(&in), rows[i].http_status == 500 ? "" : "things[1].qty");
        ck_assert_str_eq(in_process_header(&in, "Cache-Control"), "no-store");
        ck_assert(!in_process_header(&in, "Retry-After") ==
                  (rows[i].http_status != 429 && rows[i].http_status != 503));
        ck_assert(!in_process_header(&in, "WWW-Authenticate") == (rows[i].http_status != 401));
    }
}
END_TEST

START_TEST(what_went_wrong_inside_stays_inside)
{
    get("/fail?status=INTERNAL");
    ck_assert_ptr_null(strstr(in.request.reply.body, "secret"));
    get("/fail?status=CORRUPT");
    ck_assert_ptr_null(strstr(in.request.reply.body, "secret"));
}
END_TEST

START_TEST(a_list_has_items_and_meta)
{
    ck_assert_uint_eq(get("/things"), 200);
    const json_t *meta = json_object_get(json_object_get(in.json, "data"), "meta");
    ck_assert_int_eq(json_integer_value(json_object_get(meta, "pages")), 3);
    ck_assert_str_eq(json_string_value(json_object_get(meta, "next")), "cursor");
    ck_assert_ptr_null(strpbrk(in.request.reply.body, "<>&"));
}
END_TEST

START_TEST(a_record_has_its_revision_in_its_etag)
{
    ck_assert_uint_eq(get("/things/lamp"), 200);
    char etag[64];
    snprintf(etag, sizeof etag, "%s", in_process_header(&in, "ETag"));
    ck_assert_int_eq(strncmp(etag, "\"7-", 3), 0);
    ck_assert_uint_eq(strlen(etag), 3 + 16 + 1);
    get("/things/torch");
    ck_assert_str_ne(etag, in_process_header(&in, "ETag"));
    get("/things");
    ck_assert_uint_eq(strlen(in_process_header(&in, "ETag")), 18);
}
END_TEST

START_TEST(a_known_etag_is_304)
{
    char header[128], etag[64];
    get("/cached");
    snprintf(etag, sizeof etag, "%s", in_process_header(&in, "ETag"));
    static const char *const forms[] = {"If-None-Match: %s", "If-None-Match: W/%s",
                                        "If-None-Match: \"a,b\", W/\"c\", %s", "If-None-Match: *"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        snprintf(header, sizeof header, forms[i], etag);
        ck_assert_msg(get_with("/cached", header) == 304, "%s", header);
        ck_assert_uint_eq(in.request.reply.size, 0);
        ck_assert_str_eq(in_process_header(&in, "ETag"), etag);
        ck_assert_str_eq(in_process_header(&in, "Cache-Control"), "public, no-cache");
        ck_assert_str_eq(in_process_header(&in, "Vary"), "Authorization, Origin");
    }
    ck_assert_uint_eq(get_with("/cached", "If-None-Match: \"other\", junk"), 200);
    snprintf(header, sizeof header, "If-None-Match: %s", etag);
    ck_assert_uint_eq(get_with("/things/gone", header), 404);
}
END_TEST

START_TEST(if_match_is_a_revision)
{
    static const struct {
        const char *header;
        unsigned status;
        const char *message;
    } rows[] = {
        {"If-Match: \"12-0123456789abcdef\"", 200, "12"},
        {"If-Match: \"3-a\", \"9-b\"", 200, "9"},
        {"If-Match: *", 200, "OK"},
        {"If-Match: W/\"12-0123456789abcdef\"", 200, "12"},
        {"If-Match: \"3-a\", W/\"9-b\"", 200, "9"},
        {"If-Match: W/\"9-a\",W/\"3-b\"", 200, "9"},
        {"If-Match: w/\"12-a\"", 412, NULL},
        {"If-Match: W/12-a", 412, NULL},
        {"If-Match: W/W/\"12-a\"", 412, NULL},
        {"If-Match: W/\"abc\"", 412, NULL},
        {"If-Match: \"abc\"", 412, NULL},
        {"If-Match: 12", 412, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *const headers[] = {rows[i].header, NULL};
        ck_assert_msg(in_process_ask(&in, "PUT", "/things/1", "{}", headers) == rows[i].status,
                      "%s", rows[i].header);
        if (rows[i].message)
            ck_assert_str_eq(in_process_message(&in), rows[i].message);
    }
}
END_TEST

START_TEST(an_idempotency_key_is_read_without_quotes)
{
    const char *body = "{\"name\":\"x\"}";
    ck_assert_uint_eq(in_process_ask(&in, "POST", "/things", body,
                                     (const char *const[]){"Idempotency-Key: \"8e03-97\"", NULL}),
                      201);
    ck_assert_str_eq(name_shown(), "8e03-97");
    ck_assert_uint_eq(in_process_ask(&in, "POST", "/things", body,
                                     (const char *const[]){"Idempotency-Key: plain", NULL}),
                      201);
    ck_assert_str_eq(name_shown(), "plain");
}
END_TEST

START_TEST(a_request_id_is_kept_or_made)
{
    get_with("/things", "X-Request-Id: Abc-1._x");
    ck_assert_str_eq(in_process_header(&in, "X-Request-Id"), "Abc-1._x");
    get_with("/nothing", "X-Request-Id: Abc-1._x");
    ck_assert_str_eq(
        json_string_value(json_object_get(json_object_get(in.json, "data"), "requestId")),
        "Abc-1._x");
    char first[80];
    get_with("/things", "X-Request-Id: with blank");
    snprintf(first, sizeof first, "%s", in_process_header(&in, "X-Request-Id"));
    get("/things");
    ck_assert_str_ne(first, in_process_header(&in, "X-Request-Id"));
}
END_TEST

START_TEST(several_cookies_are_all_there)
{
    const char *const headers[] = {
        "Cookie: a=1; refreshToken=old; xrefreshToken=no; refreshToken=new", NULL};
    ck_assert_uint_eq(in_process_ask(&in, "POST", "/cookie", NULL, headers), 200);
    ck_assert_str_eq(in_process_header(&in, "Set-Cookie"),
                     "refreshToken=2-new; Path=/api/auth; Max-Age=2592000; HttpOnly; SameSite=Lax");
    in_process_ask(&in, "POST", "/cookie", NULL,
                   (const char *const[]){"Cookie: refreshToken=", NULL});
    ck_assert_int_eq(strncmp(in_process_header(&in, "Set-Cookie"), "refreshToken=0-none;", 20), 0);
}
END_TEST

START_TEST(a_failed_sign_in_answers_at_a_fixed_time)
{
    ck_assert_uint_eq(
        in_process_ask(&in, "POST", "/sign-in", "{\"email\":\"a\",\"password\":\"wrong\"}", NULL),
        401);
    ck_assert_int_eq(in.request.answer_not_before_ms, in.request.started_us / 1000 + 300);
    ck_assert_uint_eq(
        in_process_ask(&in, "POST", "/sign-in", "{\"email\":\"a\",\"password\":\"right\"}", NULL),
        200);
    ck_assert_int_eq(in.request.answer_not_before_ms, 0);
}
END_TEST

START_TEST(without_a_token_nobody_is_signed_in)
{
    ck_assert_uint_eq(get("/mine"), 401);
    ck_assert_str_eq(in_process_header(&in, "WWW-Authenticate"), "Bearer");
    ck_assert_uint_eq(get_with("/admin", "Authorization: Basic eDp5"), 401);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN(
        "dispatch", begin, end, a_good_answer_has_the_envelope, an_unknown_path_is_an_enveloped_404,
        a_slash_at_the_end_is_let_pass, another_method_is_405_with_allow,
        a_literal_wins_over_a_parameter, a_path_is_split_before_it_is_decoded, a_bad_escape_is_400,
        a_query_is_checked_by_its_table, a_body_is_checked_by_its_table,
        a_body_that_is_not_json_is_415, a_content_type_without_body_is_no_error,
        a_large_body_is_413, a_head_that_can_be_read_in_two_ways_is_400_and_closes,
        without_a_token_nobody_is_signed_in, each_status_has_its_code,
        what_went_wrong_inside_stays_inside, a_list_has_items_and_meta,
        a_record_has_its_revision_in_its_etag, a_known_etag_is_304, if_match_is_a_revision,
        an_idempotency_key_is_read_without_quotes, a_request_id_is_kept_or_made,
        several_cookies_are_all_there, a_failed_sign_in_answers_at_a_fixed_time);
}
