/* SPDX-License-Identifier: MIT
 * The admin's routes about people, and the retailer request from asking to its answer. */
#include <check.h>
#include <string.h>

#include "in_process.h"
#include "people.h"
#include "shop.h"
#include "suite.h"

static struct shop shop;
static struct in_process in;
static const char *owner, *asha; /* access tokens */
static const char *asha_id;

static const char *id_text(struct kripa_id id)
{
    char text[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(id, text);
    return kripa_arena_format(&shop.arena, "%s", text);
}

static void begin(void)
{
    shop_open(&shop);
    in_process_open(&in, kripad_routes, shop.kripa, NULL);
    shop_account(&shop, "owner", KRIPA_ROLE_ADMIN);
    shop.now_ms += 1000;
    asha_id = id_text(shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER)->id);
    owner = shop_sign_in(&shop, "owner").token;
    asha = shop_sign_in(&shop, "asha").token;
}

static void end(void)
{
    in_process_close(&in);
    shop_close(&shop);
}

static unsigned ask(const char *token, const char *method, const char *path, const char *body)
{
    const char *headers[2] = {NULL};
    if (token)
        headers[0] = kripa_arena_format(&shop.arena, "Authorization: Bearer %s", token);
    return in_process_ask(&in, method, path, body, headers);
}

/* As the owner, about asha: her id stands between `before` and `after`. */
static unsigned about_asha(const char *method, const char *before, const char *after,
                           const char *body)
{
    return ask(owner, method, kripa_arena_format(&shop.arena, "%s%s%s", before, asha_id, after),
               body);
}

static const json_t *data(void)
{
    return json_object_get(in.json, "data");
}

static const char *text_of(const json_t *of, const char *name)
{
    const json_t *value = json_object_get(of, name);
    return json_is_string(value) ? json_string_value(value) : "";
}

static size_t items(void)
{
    return json_array_size(json_object_get(data(), "items"));
}

#define DETAILS                                                                                    \
    "{\"shopName\": \"Verma Electricals\", \"ownerName\": \"Asha Verma\", \"phone\": "             \
    "\"9826012345\", \"shopAddress\": \"12 Station Road, Pachore\"}"

START_TEST(accounts_are_listed_newest_first)
{
    ck_assert_uint_eq(ask(owner, "GET", "/api/admin/users", NULL), 200);
    ck_assert_uint_eq(items(), 2);
    const json_t *first = json_array_get(json_object_get(data(), "items"), 0);
    const json_t *meta = json_object_get(data(), "meta");
    ck_assert_str_eq(text_of(first, "email"), "asha@example.com");
    ck_assert_int_eq(json_integer_value(json_object_get(meta, "total")), 2);
    ck_assert_int_eq(json_integer_value(json_object_get(meta, "limit")), KRIPA_PAGE_LIMIT_MAX);
    ck_assert_uint_eq(ask(owner, "GET", "/api/admin/users?role=admin&q=owner", NULL), 200);
    ck_assert_uint_eq(items(), 1);
    ck_assert_uint_eq(ask(owner, "GET", "/api/admin/users?blocked=true", NULL), 200);
    ck_assert_uint_eq(items(), 0);
    ck_assert_uint_eq(ask(owner, "GET", "/api/admin/users?role=boss", NULL), 400);
    ck_assert_str_eq(in_process_field(&in), "role");
}
END_TEST

START_TEST(no_secret_of_an_account_is_shown)
{
    static const char *const never[] = {"password", "argon2",  "tokenVersion",
                                        "revision", "ordered", "terms"};
    ck_assert_uint_eq(ask(owner, "GET", "/api/admin/users", NULL), 200);
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        ck_assert_msg(!strstr(in.request.reply.body, never[i]), "%s", never[i]);
    ck_assert_uint_eq(ask(asha, "GET", "/api/auth/profile", NULL), 200);
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        ck_assert_msg(!strstr(in.request.reply.body, never[i]), "%s", never[i]);
}
END_TEST

START_TEST(one_account_is_shown_by_its_id)
{
    ck_assert_uint_eq(about_asha("GET", "/api/admin/users/", "", NULL), 200);
    ck_assert_str_eq(text_of(data(), "email"), "asha@example.com");
    ck_assert(json_is_null(json_object_get(data(), "retailerRequestCooldown")));
    ck_assert_uint_eq(ask(owner, "GET", "/api/admin/users/nonsense", NULL), 404);
    ck_assert_uint_eq(ask(owner, "GET", "/api/admin/users/000000000000000000000001", NULL), 404);
}
END_TEST

START_TEST(others_are_kept_out)
{
    static const struct {
        const char *method, *path;
    } routes[] = {{"GET", "/api/admin/users"},
                  {"GET", "/api/admin/users/000000000000000000000001"},
                  {"PUT", "/api/admin/users/block/000000000000000000000001"},
                  {"PUT", "/api/admin/users/role/000000000000000000000001"},
                  {"PUT", "/api/admin/users/role/000000000000000000000001/clear-cooldown"},
                  {"DELETE", "/api/admin/users/000000000000000000000001"},
                  {"GET", "/api/admin/stats"},
                  {"GET", "/api/admin/retailer-requests"},
                  {"PUT", "/api/admin/retailer-requests/000000000000000000000001"}};
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
        ck_assert_msg(ask(asha, routes[i].method, routes[i].path, NULL) == 403, "%s",
                      routes[i].path);
        ck_assert_msg(ask(NULL, routes[i].method, routes[i].path, NULL) == 401, "%s",
                      routes[i].path);
    }
}
END_TEST

START_TEST(blocking_takes_a_word_or_toggles)
{
    const struct {
        const char *body;
        bool blocked;
    } rows[] = {{NULL, true},
                {"{}", false},
                {"{\"blocked\": true}", true},
                {"{\"blocked\": true}", true},
                {"{\"blocked\": false}", false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ck_assert_uint_eq(about_asha("PUT", "/api/admin/users/block/", "", rows[i].body), 200);
        ck_assert_int_eq(json_is_true(json_object_get(data(), "isBlocked")), rows[i].blocked);
    }
    ck_assert_uint_eq(ask(asha, "GET", "/api/auth/profile", NULL), 401);
    ck_assert_uint_eq(about_asha("PUT", "/api/admin/users/block/", "", "{\"blocked\": 1}"), 400);
    ck_assert_str_eq(in_process_field(&in), "blocked");
}
END_TEST

START_TEST(a_new_role_holds_at_once)
{
    ck_assert_uint_eq(about_asha("PUT", "/api/admin/users/role/", "", "{\"role\": \"retailer\"}"),
                      200);
    ck_assert_str_eq(text_of(data(), "role"), "retailer");
    ck_assert_uint_eq(ask(asha, "GET", "/api/auth/profile", NULL), 200);
    ck_assert_str_eq(text_of(data(), "role"), "retailer");
    static const char *const bad[] = {"{\"role\": \"wholesaler\"}", "{\"role\": \"guest\"}",
                                      "{\"role\": \"\"}", "{\"role\": null}", "{}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ck_assert_msg(about_asha("PUT", "/api/admin/users/role/", "", bad[i]) == 400, "%s", bad[i]);
        ck_assert_str_eq(in_process_field(&in), "role");
    }
}
END_TEST

START_TEST(the_last_admin_and_oneself_are_safe)
{
    const char *id = id_text(shop_viewer(&shop, "owner").user);
    const char *block = kripa_arena_format(&shop.arena, "/api/admin/users/block/%s", id);
    const char *role = kripa_arena_format(&shop.arena, "/api/admin/users/role/%s", id);
    const char *self = kripa_arena_format(&shop.arena, "/api/admin/users/%s", id);
    ck_assert_uint_eq(ask(owner, "PUT", block, NULL), 409);
    ck_assert_uint_eq(ask(owner, "PUT", role, "{\"role\": \"customer\"}"), 409);
    ck_assert_uint_eq(ask(owner, "DELETE", self, NULL), 409);
    ck_assert_str_eq(in_process_code(&in), "CONFLICT");
    ck_assert_uint_eq(ask(owner, "GET", "/api/auth/profile", NULL), 200);
}
END_TEST

START_TEST(a_request_goes_its_way)
{
    ck_assert_uint_eq(ask(NULL, "POST", "/api/auth/retailer-request", DETAILS), 401);
    ck_assert_uint_eq(ask(asha, "POST", "/api/auth/retailer-request", "{}"), 400);
    ck_assert_str_eq(in_process_field(&in), "shopName");
    ck_assert_uint_eq(ask(asha, "POST", "/api/auth/retailer-request", DETAILS), 200);
    ck_assert_str_eq(text_of(data(), "retailerRequestStatus"), "pending");
    ck_assert_uint_eq(ask(asha, "POST", "/api/auth/retailer-request", DETAILS), 409);
    ck_assert_uint_eq(ask(owner, "GET", "/api/admin/retailer-requests", NULL), 200);
    ck_assert_uint_eq(items(), 1);
    ck_assert_uint_eq(ask(owner, "GET", "/api/admin/stats", NULL), 200);
    ck_assert_int_eq(json_integer_value(json_object_get(data(), "pendingRequests")), 1);
    ck_assert_int_eq(json_integer_value(json_object_get(data(), "totalUsers")), 2);
    ck_assert_uint_eq(
        about_asha("PUT", "/api/admin/retailer-requests/", "", "{\"approve\": false}"), 200);
    ck_assert_str_eq(text_of(data(), "retailerRequestStatus"), "rejected");
    ck_assert_str_ne(text_of(data(), "retailerRequestCooldown"), "");
    ck_assert_uint_eq(ask(asha, "POST", "/api/auth/retailer-request", DETAILS), 409);
    ck_assert_ptr_nonnull(strstr(in_process_message(&in), "minutes"));
    ck_assert_uint_eq(about_asha("PUT", "/api/admin/users/role/", "/clear-cooldown", NULL), 200);
    ck_assert_uint_eq(ask(asha, "POST", "/api/auth/retailer-request", DETAILS), 200);
    ck_assert_uint_eq(about_asha("PUT", "/api/admin/users/role/", "", "{\"role\": \"retailer\"}"),
                      200);
    ck_assert_str_eq(text_of(data(), "role"), "retailer");
    ck_assert_str_eq(text_of(data(), "retailerRequestStatus"), "none");
    ck_assert_uint_eq(about_asha("PUT", "/api/admin/retailer-requests/", "", "{\"approve\": true}"),
                      409);
    ck_assert_uint_eq(about_asha("PUT", "/api/admin/retailer-requests/", "", "{}"), 400);
    ck_assert_str_eq(in_process_field(&in), "approve");
}
END_TEST

START_TEST(a_role_that_refuses_a_request_says_so)
{
    static const char customer[] = "{\"role\": \"customer\"}";
    ck_assert_uint_eq(about_asha("PUT", "/api/admin/users/role/", "", customer), 200);
    ck_assert_str_eq(in_process_message(&in), "the role is set");
    ck_assert_uint_eq(ask(asha, "POST", "/api/auth/retailer-request", DETAILS), 200);
    ck_assert_uint_eq(about_asha("PUT", "/api/admin/users/role/", "", customer), 200);
    ck_assert_str_eq(text_of(data(), "retailerRequestStatus"), "rejected");
    ck_assert_str_eq(in_process_message(&in), "the request was refused");
    ck_assert_uint_eq(about_asha("PUT", "/api/admin/users/role/", "", customer), 200);
    ck_assert_str_eq(in_process_message(&in), "the role is set"); /* as it was: nothing to refuse */
    ck_assert_uint_eq(about_asha("PUT", "/api/admin/users/role/", "/clear-cooldown", NULL), 200);
    ck_assert_uint_eq(ask(asha, "POST", "/api/auth/retailer-request", DETAILS), 200);
    ck_assert_uint_eq(about_asha("PUT", "/api/admin/users/role/", "", "{\"role\": \"retailer\"}"),
                      200);
    ck_assert_str_eq(in_process_message(&in), "the request was accepted");
}
END_TEST

START_TEST(a_deleted_account_is_gone_at_once)
{
    ck_assert_uint_eq(about_asha("DELETE", "/api/admin/users/", "", NULL), 200);
    ck_assert_str_eq(text_of(data(), "email"), "asha@example.com");
    ck_assert_uint_eq(ask(asha, "GET", "/api/auth/profile", NULL), 401);
    ck_assert_uint_eq(about_asha("GET", "/api/admin/users/", "", NULL), 404);
    ck_assert_uint_eq(about_asha("DELETE", "/api/admin/users/", "", NULL), 404);
    ck_assert_uint_eq(about_asha("PUT", "/api/admin/users/block/", "", NULL), 404);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN(
        "people", begin, end, accounts_are_listed_newest_first, no_secret_of_an_account_is_shown,
        one_account_is_shown_by_its_id, others_are_kept_out, blocking_takes_a_word_or_toggles,
        a_new_role_holds_at_once, the_last_admin_and_oneself_are_safe, a_request_goes_its_way,
        a_role_that_refuses_a_request_says_so, a_deleted_account_is_gone_at_once);
}
