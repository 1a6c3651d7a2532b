/* SPDX-License-Identifier: MIT
 * kripad's log: its file, opened anew by SIGHUP; who asked; what stands in it of people, and what
 * does not. */
#include "routes.h"
#include "suite.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon.h"
#include "folder.h"
#include "http.h"
#include "server/log.h"
#include "shop.h"

static char folder[FOLDER_SIZE], log_setting[160], log_path[128];

static void begin(void)
{
    folder_make(folder);
    snprintf(log_path, sizeof log_path, "%s/kripad.log", folder);
    snprintf(log_setting, sizeof log_setting, "LOG_FILE=%s", log_path);
}

static void end(void)
{
    folder_remove(folder);
}

static void get(struct http *http, const char *path)
{
    http_data(http, (struct http_request){.method = "GET", .path = path}, 200);
}

static void hang_up(struct daemon *daemon)
{
    ck_assert_int_eq(kill(daemon_pid(daemon), SIGHUP), 0);
}

START_TEST(a_hang_up_opens_the_file_anew_and_nothing_ends)
{
    char moved[160];
    struct daemon *daemon =
        daemon_start("sqlite::memory:", SHOP_JWT_SECRET, (const char *const[]){log_setting, NULL});
    struct http *http = http_open(daemon_url(daemon));
    get(http, "/api/products");
    free(daemon_log_with(daemon, "\"/api/products\""));
    snprintf(moved, sizeof moved, "%s.1", log_path);
    ck_assert_int_eq(rename(log_path, moved), 0);
    hang_up(daemon);
    free(daemon_log_with(daemon, "opened anew"));
    get(http, "/api/categories");
    char *log = daemon_log_with(daemon, "\"/api/categories\"");
    ck_assert_ptr_null(strstr(log, "\"/api/products\""));
    free(log);
    ck_assert_int_eq(unlink(log_path), 0);
    ck_assert_int_eq(mkdir(log_path, 0700), 0); /* it can't be opened: the old one goes on */
    hang_up(daemon);
    usleep(100000);
    get(http, "/api/products");
    ck_assert_int_eq(rmdir(log_path), 0);
    hang_up(daemon);
    free(daemon_log_with(daemon, "opened anew"));
    http_close(http);
    ck_assert_int_eq(daemon_stop(daemon), 0);
}
END_TEST

START_TEST(without_a_file_a_hang_up_changes_nothing)
{
    struct daemon *daemon = daemon_start("sqlite::memory:", SHOP_JWT_SECRET, NULL);
    struct http *http = http_open(daemon_url(daemon));
    hang_up(daemon);
    usleep(100000);
    get(http, "/api/products");
    free(daemon_log_with(daemon, "\"/api/products\""));
    http_close(http);
    ck_assert_int_eq(daemon_stop(daemon), 0);
}
END_TEST

/* What the log holds when `write` has written to it. */
static char *logged(void (*write)(struct log *log))
{
    static char text[4096];
    struct log *log = log_open_file(log_path);
    ck_assert_ptr_nonnull(log);
    write(log);
    log_close(log);
    FILE *file = fopen(log_path, "r");
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return text;
}

static void write_ready(struct log *log)
{
    log_ready(log, "127.0.0.1", 8080,
              "mongodb://shop:pa55@db1/shop?tlsCertificateKeyFilePassword=pa55");
}

START_TEST(ready_names_version_and_store_without_its_password)
{
    char *text = logged(write_ready);
    ck_assert_msg(strstr(text, "\"version\":\"" KRIPA_VERSION "\""), "%s", text);
    ck_assert_msg(strstr(text, "\"store\":\"mongodb://db1/shop\""), "%s", text);
    ck_assert_msg(!strstr(text, "pa55"), "%s", text);
}
END_TEST

static const struct route *route_of(const char *path)
{
    const struct route *route = kripad_routes;
    while (strcmp(route->path, path) != 0)
        route++;
    return route;
}

static void log_answer(struct log *log, const char *path, unsigned status)
{
    static struct request r;
    r = (struct request){.route = route_of(path), .method = "GET"};
    r.arena = &r.own_arena;
    r.err = &r.error;
    r.reply.http_status = status;
    log_request(log, &r);
    kripa_arena_clear(&r.own_arena);
}

static void write_health(struct log *log)
{
    log_answer(log, "/healthz", 200);
    log_answer(log, "/readyz", 200);
    log_answer(log, "/readyz", 503);
    log_answer(log, "/api/products", 200);
}

START_TEST(health_is_logged_when_it_fails)
{
    char *text = logged(write_health);
    ck_assert_msg(!strstr(text, "/healthz"), "%s", text);
    char *ready = strstr(text, "/readyz");
    ck_assert_msg(ready && strncmp(strchr(ready, ','), ",\"status\":503", 13) == 0, "%s", text);
    ck_assert_msg(!strstr(ready + 1, "/readyz") && strstr(ready, "/api/products"), "%s", text);
}
END_TEST

/* The value of "account" in the n-th line that has one; NULL: there are fewer. */
static const char *mark_in(const char *log, size_t n, char out[32])
{
    for (; (log = strstr(log, "\"account\":\"")); n--) {
        log += strlen("\"account\":\"");
        snprintf(out, 32, "%.*s", (int)strcspn(log, "\""), log);
        if (n == 0)
            return out;
    }
    return NULL;
}

static void sign_in(struct http *http, const char *email, const char *password, const char *from)
{
    char body[256], forwarded[64];
    snprintf(body, sizeof body, "{\"email\":\"%s\",\"password\":\"%s\"}", email, password);
    snprintf(forwarded, sizeof forwarded, "X-Forwarded-For: %s", from);
    http_ask(http, (struct http_request){.method = "POST",
                                         .path = "/api/auth/login",
                                         .body = body,
                                         .headers = (const char *const[]){
                                             "Content-Type: application/json", forwarded, NULL}});
}

START_TEST(a_failed_sign_in_names_its_address_and_hides_its_account)
{
    struct shop shop;
    char marks[4][32], own[KRIPA_ACCOUNT_DIGEST_SIZE];
    shop_open(&shop, .place = SHOP_SHARED, .clock_runs = true);
    shop_account(&shop, "buyer", KRIPA_ROLE_CUSTOMER);
    struct daemon *daemon = daemon_start(shop.store.uri, SHOP_JWT_SECRET,
                                         (const char *const[]){"TRUSTED_PROXIES=127.0.0.1", NULL});
    struct http *http = http_open(daemon_url(daemon));
    sign_in(http, "nobody@example.com", "wrong#Lamp42", "203.0.113.7");
    sign_in(http, "Nobody@Example.com", "wrong#Lamp42", "2001:db8::7");
    sign_in(http, "other@example.com", "wrong#Lamp42", "203.0.113.8");
    sign_in(http, "buyer@example.com", SHOP_PASSWORD, "203.0.113.9");
    char *log = daemon_log_with(daemon, "203.0.113.9");
    ck_assert_ptr_nonnull(mark_in(log, 0, marks[0]));
    ck_assert_ptr_nonnull(mark_in(log, 1, marks[1]));
    ck_assert_ptr_nonnull(mark_in(log, 2, marks[2]));
    ck_assert_msg(!mark_in(log, 3, marks[3]), "%s", log); /* who got in is `user` */
    ck_assert_str_eq(marks[0], marks[1]);
    ck_assert_str_ne(marks[0], marks[2]);
    kripa_account_digest(shop.kripa, "nobody@example.com", own); /* of the same secret */
    ck_assert_str_eq(marks[0], own);
    ck_assert_msg(!strstr(log, "nobody") && !strstr(log, "buyer@"), "%s", log);
    ck_assert_ptr_nonnull(strstr(log, "\"client\":\"203.0.113.7\""));
    ck_assert_ptr_nonnull(strstr(log, "\"client\":\"2001:db8::7\""));
    free(log);
    get(http, "/api/products");
    free(daemon_log_with(daemon, "\"client\":\"127.0.0.1\""));
    http_close(http);
    ck_assert_int_eq(daemon_stop(daemon), 0);
    shop_close(&shop);
}
END_TEST

START_TEST(a_message_that_waits_is_named_and_not_told)
{
    struct shop shop;
    struct kripa_outbox_opened opened;
    shop_open(&shop, .place = SHOP_IN_FILE, .clock_runs = true);
    shop_account(&shop, "buyer", KRIPA_ROLE_CUSTOMER);
    struct daemon *daemon = daemon_start(shop.store.uri, SHOP_JWT_SECRET, NULL);
    struct http *http = http_open(daemon_url(daemon));
    http_data(http,
              (struct http_request){.method = "POST",
                                    .path = "/api/auth/login-otp/request",
                                    .body = "{\"email\":\"buyer@example.com\"}"},
              200);
    char *log = daemon_log_with(daemon, "\"waiting\":\"");
    struct kripa_id id;
    const char *at = strstr(log, "\"waiting\":\"") + strlen("\"waiting\":\"");
    ck_assert(kripa_id_parse(kripa_arena_text(&shop.arena, at, KRIPA_ID_TEXT_SIZE - 1), &id));
    ck_assert_int_eq(
        kripa_outbox_open(shop.kripa, shop.console, id, &shop.arena, &opened, &shop.err), KRIPA_OK);
    const char *code = kripa_arena_text(&shop.arena, strchr(opened.secret, ':') + 2, 6);
    ck_assert_ptr_null(strstr(log, kripa_arena_format(&shop.arena, "\"%s\"", code)));
    ck_assert_ptr_null(strstr(log, "buyer"));
    free(log);
    http_close(http);
    daemon_stop(daemon);
    shop_close(&shop);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("log", begin, end, a_hang_up_opens_the_file_anew_and_nothing_ends,
                        without_a_file_a_hang_up_changes_nothing,
                        ready_names_version_and_store_without_its_password,
                        health_is_logged_when_it_fails,
                        a_failed_sign_in_names_its_address_and_hides_its_account,
                        a_message_that_waits_is_named_and_not_told);
}
