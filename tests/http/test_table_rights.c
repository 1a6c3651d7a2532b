/* SPDX-License-Identifier: MIT
 * Who may do what, from the route table: every route for every role that may not, for blocked
 * accounts and bad tokens. */
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "routes.h"
#include "specimen.h"
#include "suite.h"
#include "walk.h"

#define SOME_ID "0123456789abcdef01234567"

static struct walk walk;

static void open_walk(void)
{
    walk_open(&walk);
}

static void close_walk(void)
{
    walk_close(&walk);
}

static const char *code(void)
{
    return in_process_code(&walk.in);
}

/* A body that can be read, where the route takes one. */
static const char *some_body(const struct route *route, enum kripa_role role)
{
    if (!route->body)
        return NULL;
    json_t *record = specimen_record(route->body, role);
    char *text = json_dumps(record, 0);
    const char *body = walk_text(&walk, "%s", text);
    free(text);
    json_decref(record);
    return body;
}

static unsigned ask(const struct route *route, const char *token, enum kripa_role role)
{
    walk_ask_as(&walk, token, role, method_name(route->method), walk_path(&walk, route, SOME_ID),
                some_body(route, role));
    return walk.status;
}

START_TEST(a_role_that_may_not_is_refused_on_every_route)
{
    size_t refused = 0;
    for (const struct route *route = kripad_routes; route->path; route++) {
        for (const enum kripa_role *role = walk_roles; *role != KRIPA_ROLE_COUNT; role++) {
            if (route->roles & KRIPA_MASK(*role))
                continue;
            unsigned expected = *role == KRIPA_ROLE_GUEST ? 401 : 403;
            ck_assert_msg(ask(route, walk.tokens[*role], *role) == expected,
                          "%s as %s: HTTP %u instead of %u", walk_name(&walk, route),
                          kripa_role_name(*role), walk.status, expected);
            ck_assert_str_eq(code(), expected == 401 ? "UNAUTHENTICATED" : "FORBIDDEN");
            refused++;
        }
    }
    ck_assert_uint_gt(refused, 60);
}
END_TEST

START_TEST(a_bad_token_is_nobody)
{
    const char *good = walk.tokens[KRIPA_ROLE_ADMIN];
    const char *cut = walk_text(&walk, "%.*s", (int)strlen(good) - 4, good);
    const char *none = strrchr(good, '.');
    const char *unsigned_one = walk_text(&walk, "eyJhbGciOiJub25lIn0%.*s.",
                                         (int)(none - strchr(good, '.')), strchr(good, '.'));
    const char *const bad[] = {cut, unsigned_one, "x", "a.b.c"};
    for (const struct route *route = kripad_routes; route->path; route++) {
        for (size_t i = 0; i < 4 && !(route->roles & KRIPA_GUESTS); i++)
            ck_assert_msg(ask(route, bad[i], KRIPA_ROLE_GUEST) == 401, "%s with token %zu: HTTP %u",
                          walk_name(&walk, route), i, walk.status);
    }
}
END_TEST

START_TEST(a_blocked_account_is_out_at_once_everywhere)
{
    const enum kripa_role roles[] = {KRIPA_ROLE_CUSTOMER, KRIPA_ROLE_RETAILER};
    for (size_t i = 0; i < 2; i++) {
        const json_t *me = walk_do(&walk, roles[i], "GET", "/api/auth/profile", NULL);
        const char *path =
            walk_text(&walk, "/api/admin/users/block/%s", walk_take(&walk, me, "_id"));
        walk_do(&walk, KRIPA_ROLE_ADMIN, "PUT", path, "{\"blocked\": true}");
        for (const struct route *route = kripad_routes; route->path; route++) {
            if (!(route->roles & KRIPA_MASK(roles[i])) || (route->roles & KRIPA_GUESTS))
                continue;
            ck_assert_msg(ask(route, walk.tokens[roles[i]], roles[i]) == 403, "%s: HTTP %u",
                          walk_name(&walk, route), walk.status);
        }
    }
}
END_TEST

START_TEST(a_blocked_account_sees_what_a_guest_sees)
{
    walk_product(&walk, "Lamp", 5);
    const json_t *me = walk_do(&walk, KRIPA_ROLE_RETAILER, "GET", "/api/auth/profile", NULL);
    const char *path = walk_text(&walk, "/api/admin/users/block/%s", walk_take(&walk, me, "_id"));
    walk_do(&walk, KRIPA_ROLE_ADMIN, "PUT", path, NULL);
    walk_ask_as(&walk, walk.tokens[KRIPA_ROLE_RETAILER], KRIPA_ROLE_GUEST, "GET", "/api/products",
                NULL);
    ck_assert_uint_eq(walk.status, 200);
}
END_TEST

START_TEST(a_bad_id_is_never_a_fault)
{
    static const char *const bad[] = {
        "x",
        "7",
        "-1",
        "null",
        "0123456789abcdef0123456",
        "0123456789ABCDEFG1234567",
        "000000000000000000000000",
        SOME_ID,
        "..",
        "%00",
        "%2F",
        "%25",
        "%F0%9F%92%A1",
        "%E0%A4%AA%E0%A4%82%E0%A4%96%E0%A4%BE",
        "'%20OR%20'1'='1",
        "$ne",
        "a%0Ab",
        "%FF",
    };
    char long_one[600];
    memset(long_one, 'f', sizeof long_one - 1);
    long_one[sizeof long_one - 1] = '\0';
    for (const struct route *route = kripad_routes; route->path; route++) {
        if (!strchr(route->path, ':'))
            continue;
        for (size_t i = 0; i <= sizeof bad / sizeof *bad; i++) {
            const char *id = i < sizeof bad / sizeof *bad ? bad[i] : long_one;
            enum kripa_role role =
                route->roles & KRIPA_ADMINS ? KRIPA_ROLE_ADMIN : walk_allowed(route);
            walk_ask(&walk, role, method_name(route->method), walk_path(&walk, route, id),
                     some_body(route, role));
            /* taking away what is not there is no mistake */
            bool idempotent = route->method == METHOD_DELETE && walk.status == 200;
            ck_assert_msg(walk.status == 400 || walk.status == 404 || idempotent,
                          "%s with '%s': HTTP %u", walk_name(&walk, route), id, walk.status);
        }
    }
}
END_TEST

START_TEST(an_unknown_path_or_method_has_its_envelope)
{
    static const char *const paths[] = {"/x", "/api",     "/api/", "/api/products/a/b",
                                        "//", "/api/x%00"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        walk_ask(&walk, KRIPA_ROLE_GUEST, "GET", paths[i], NULL);
        ck_assert_msg(walk.status == 404 || walk.status == 400, "%s: HTTP %u", paths[i],
                      walk.status);
    }
    walk_ask(&walk, KRIPA_ROLE_ADMIN, "PATCH", "/api/products", "{}");
    ck_assert_uint_eq(walk.status, 405);
    ck_assert_str_eq(code(), "METHOD_NOT_ALLOWED");
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("table rights", open_walk, close_walk,
                        a_role_that_may_not_is_refused_on_every_route, a_bad_token_is_nobody,
                        a_blocked_account_is_out_at_once_everywhere,
                        a_blocked_account_sees_what_a_guest_sees, a_bad_id_is_never_a_fault,
                        an_unknown_path_or_method_has_its_envelope);
}
