/* SPDX-License-Identifier: MIT
 * The program kripad: starting, its arguments, its log, stopping by signal. */
#include <check.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon.h"
#include "folder.h"
#include "http.h"
#include "shop.h"
#include "suite.h"

struct run {
    int code;
    char text[16384]; /* both outputs */
};

#define SETTINGS_MAX 8

/* Runs kripad to its end. */
static void run(struct run *run, const char *const *args, const char *const *environment)
{
    static char program[] = "kripad";
    char *argv[8] = {program};
    const char *all[SETTINGS_MAX + 2] = {"MONGOC_DISABLE_SHM=1"};
    int ends[2];
    size_t got = 0;
    ssize_t more;
    for (size_t i = 0; args[i] && i < 6; i++)
        argv[i + 1] = (char *)(uintptr_t)args[i];
    for (size_t i = 0; environment[i] && i < SETTINGS_MAX; i++)
        all[i + 1] = environment[i];
    ck_assert_int_eq(pipe(ends), 0);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(ends[1], STDOUT_FILENO);
        dup2(ends[1], STDERR_FILENO);
        execve(KRIPA_BUILD_DIR "/kripad", argv, (char *const *)(uintptr_t)all);
        _exit(127);
    }
    close(ends[1]);
    while ((more = read(ends[0], run->text + got, sizeof run->text - 1 - got)) > 0)
        got += (size_t)more;
    run->text[got] = '\0';
    close(ends[0]);
    int status;
    waitpid(pid, &status, 0);
    run->code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

START_TEST(it_says_what_it_is_and_takes)
{
    struct run of;
    run(&of, (const char *const[]){"--version", NULL}, (const char *const[]){NULL});
    ck_assert_int_eq(of.code, 0);
    ck_assert_str_eq(of.text, "kripad " KRIPA_VERSION "\n");
    run(&of, (const char *const[]){"--help", NULL}, (const char *const[]){NULL});
    ck_assert_int_eq(of.code, 0);
    ck_assert_ptr_nonnull(strstr(of.text, "RATE_LIMIT_CHECKOUT"));
    run(&of, (const char *const[]){"--nonsense", NULL}, (const char *const[]){NULL});
    ck_assert_int_eq(of.code, 2);
    run(&of, (const char *const[]){"nonsense", NULL}, (const char *const[]){NULL});
    ck_assert_int_eq(of.code, 2);
}
END_TEST

START_TEST(check_config_names_every_problem)
{
    struct run of;
    run(&of, (const char *const[]){"--check-config", NULL},
        (const char *const[]){"JWT_SECRET=short", "PORT=x", "CLOUDINARY_URL=http://k:sesame@demo",
                              NULL});
    ck_assert_int_eq(of.code, 2);
    ck_assert_ptr_nonnull(strstr(of.text, "kripad: CLOUDINARY_URL: must be "));
    ck_assert_ptr_null(strstr(of.text, "sesame"));
    ck_assert_ptr_nonnull(strstr(of.text, "HOST=127.0.0.1\n"));
    ck_assert_ptr_nonnull(strstr(of.text, "kripad: JWT_SECRET: "));
    ck_assert_ptr_nonnull(strstr(of.text, "kripad: PORT: "));
    run(&of, (const char *const[]){"--check-config", NULL},
        (const char *const[]){"JWT_SECRET=" SHOP_JWT_SECRET, "CLOUDINARY_CLOUD_NAME=demo",
                              "CLOUDINARY_API_KEY=874", "CLOUDINARY_API_SECRET=sesame", NULL});
    ck_assert_int_eq(of.code, 0);
    ck_assert_ptr_null(strstr(of.text, SHOP_JWT_SECRET));
    ck_assert_ptr_null(strstr(of.text, "sesame"));
}
END_TEST

START_TEST(it_does_not_start_without_its_shop_or_secret)
{
    struct run of;
    char folder[FOLDER_SIZE], store[160];
    run(&of, (const char *const[]){NULL},
        (const char *const[]){"PORT=0", "KRIPA_STORE=sqlite::memory:", NULL});
    ck_assert_int_eq(of.code, 2);
    ck_assert_ptr_nonnull(strstr(of.text, "kripactl secret new"));
    run(&of, (const char *const[]){NULL},
        (const char *const[]){"PORT=0", "KRIPA_STORE=sqlite:/nonexistent/shop.db",
                              "JWT_SECRET=" SHOP_JWT_SECRET, NULL});
    ck_assert_int_eq(of.code, 2);
    ck_assert_ptr_nonnull(strstr(of.text, "KRIPA_STORE: there is no folder"));
    ck_assert_ptr_null(strstr(of.text, "kripactl init"));
    folder_make(folder);
    snprintf(store, sizeof store, "KRIPA_STORE=sqlite:%s/shop.db", folder);
    run(&of, (const char *const[]){NULL},
        (const char *const[]){"PORT=0", store, "JWT_SECRET=" SHOP_JWT_SECRET, NULL});
    ck_assert_int_eq(of.code, 1);
    snprintf(store, sizeof store, "kripactl init --store sqlite:%s/shop.db", folder);
    ck_assert_ptr_nonnull(strstr(of.text, store));
    folder_remove(folder);
}
END_TEST

START_TEST(check_config_sees_a_folder_that_is_missing)
{
    struct run of;
    run(&of, (const char *const[]){"--check-config", NULL},
        (const char *const[]){"KRIPA_STORE=sqlite:/nonexistent/shop.db",
                              "JWT_SECRET=" SHOP_JWT_SECRET, NULL});
    ck_assert_int_eq(of.code, 2);
    ck_assert_ptr_nonnull(strstr(of.text, "KRIPA_STORE: there is no folder for /nonexistent/"));
}
END_TEST

/* What kripad would refuse, it refuses; of a shop that is still to be made it only tells. */
START_TEST(check_config_looks_at_the_shop)
{
    struct run of;
    char folder[FOLDER_SIZE], named[FOLDER_SIZE + 40];
    folder_make(folder);
    snprintf(named, sizeof named, "KRIPA_STORE=sqlite:%s", folder);
    const char *const environment[] = {named, "JWT_SECRET=" SHOP_JWT_SECRET, "PORT=0", NULL};
    run(&of, (const char *const[]){"--check-config", NULL}, environment);
    ck_assert_msg(of.code == 2 && strstr(of.text, "kripad: KRIPA_STORE: "), "%s", of.text);
    snprintf(named, sizeof named, "KRIPA_STORE=sqlite:%s/note.txt", folder);
    FILE *note = fopen(strchr(named, ':') + 1, "w");
    fputs("milk, bread, and nothing that is a database of anything at all\n", note);
    fclose(note);
    run(&of, (const char *const[]){"--check-config", NULL}, environment);
    ck_assert_msg(of.code == 2 && strstr(of.text, "kripad: KRIPA_STORE: "), "%s", of.text);
    snprintf(named, sizeof named, "KRIPA_STORE=sqlite:%s/new.db", folder);
    run(&of, (const char *const[]){"--check-config", NULL}, environment);
    ck_assert_msg(of.code == 0 && strstr(of.text, "warning: KRIPA_STORE: "), "%s", of.text);
    folder_remove(folder);
}
END_TEST

static void write_env(char path[], const char *text)
{
    int fd = mkstemp(path);
    ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
}

START_TEST(the_env_file_may_be_named_by_a_variable)
{
    struct run of;
    char path[] = "/tmp/kripa-env-XXXXXX", named[64];
    write_env(path, "PORT=1234\nJWT_SECRET=" SHOP_JWT_SECRET "\n");
    snprintf(named, sizeof named, "KRIPA_ENV_FILE=%s", path);
    run(&of, (const char *const[]){"--check-config", NULL}, (const char *const[]){named, NULL});
    ck_assert_msg(of.code == 0 && strstr(of.text, "PORT=1234\n"), "%s", of.text);
    run(&of, (const char *const[]){"--check-config", NULL},
        (const char *const[]){"KRIPA_ENV_FILE=", "JWT_SECRET=" SHOP_JWT_SECRET, NULL});
    ck_assert_msg(of.code == 0 && strstr(of.text, "PORT=8080\n"), "%s", of.text);
    unlink(path);
}
END_TEST

/* The shop is made, in a store that this configuration does not name: another one is no help. */
START_TEST(a_store_that_nobody_named_is_not_to_be_made)
{
    struct run of;
    char path[] = "/tmp/kripa-env-XXXXXX", folder[FOLDER_SIZE], before[512];
    folder_make(folder);
    ck_assert_ptr_nonnull(getcwd(before, sizeof before));
    ck_assert_int_eq(chdir(folder), 0);
    write_env(path, "PORT=0\nJWT_SECRET=" SHOP_JWT_SECRET "\n");
    run(&of, (const char *const[]){"--env-file", path, NULL}, (const char *const[]){NULL});
    ck_assert_int_eq(of.code, 1);
    ck_assert_msg(strstr(of.text, "KRIPA_STORE is not set"), "%s", of.text);
    ck_assert_ptr_null(strstr(of.text, "init"));
    unlink(path);
    write_env(memcpy(path, "/tmp/kripa-env-XXXXXX", sizeof path),
              "PORT=0\nKRIPA_STORE=sqlite:gone.db\nJWT_SECRET=" SHOP_JWT_SECRET "\n");
    run(&of, (const char *const[]){"--env-file", path, NULL}, (const char *const[]){NULL});
    ck_assert_msg(strstr(of.text, "kripactl init --env-file /tmp/kripa-env-"), "%s", of.text);
    run(&of, (const char *const[]){"--env-file", path, NULL},
        (const char *const[]){"KRIPA_STORE=sqlite:other.db", NULL});
    ck_assert_msg(strstr(of.text, "kripactl init --store sqlite:other.db"), "%s", of.text);
    unlink(path);
    ck_assert_int_eq(chdir(before), 0);
    folder_remove(folder);
}
END_TEST

START_TEST(a_taken_port_is_named)
{
    struct run of;
    char port[16];
    struct daemon *daemon = daemon_start("sqlite::memory:", SHOP_JWT_SECRET, NULL);
    snprintf(port, sizeof port, "PORT=%d", daemon_port(daemon));
    run(&of, (const char *const[]){NULL},
        (const char *const[]){port, "KRIPA_STORE=sqlite::memory:", "JWT_SECRET=" SHOP_JWT_SECRET,
                              NULL});
    ck_assert_int_eq(of.code, 1);
    ck_assert_ptr_nonnull(strstr(of.text, port + 5));
    run(&of, (const char *const[]){"--check-config", NULL},
        (const char *const[]){port, "JWT_SECRET=" SHOP_JWT_SECRET, NULL});
    ck_assert_int_eq(of.code, 0); /* it may be the kripad whose settings these are */
    ck_assert_ptr_nonnull(strstr(of.text, "kripad: warning: PORT: "));
    ck_assert_int_eq(daemon_stop(daemon), 0);
}
END_TEST

START_TEST(what_would_not_start_is_seen_without_starting)
{
    static const struct {
        const char *setting, *says;
    } cases[] = {
        {"HOST=192.0.2.1", "kripad: HOST: 192.0.2.1, port 8080, can't be listened on: "},
        {"LOG_FILE=/nonexistent/kripad.log", "kripad: LOG_FILE: /nonexistent/kripad.log "},
        {"LOG_FILE=/tmp", "kripad: LOG_FILE: /tmp "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run of;
        run(&of, (const char *const[]){"--check-config", NULL},
            (const char *const[]){cases[i].setting, "JWT_SECRET=" SHOP_JWT_SECRET, NULL});
        ck_assert_msg(of.code == 2 && strstr(of.text, cases[i].says), "%s: %s", cases[i].setting,
                      of.text);
        run(&of, (const char *const[]){NULL},
            (const char *const[]){cases[i].setting, "KRIPA_STORE=sqlite::memory:",
                                  "JWT_SECRET=" SHOP_JWT_SECRET, NULL});
        ck_assert_int_eq(of.code, 1);
    }
}
END_TEST

/* The log is written behind the answers: a line may come a moment after them. */
static bool is_logged(struct daemon *daemon, const char *what)
{
    bool there = false;
    for (int i = 0; i < 200 && !there; i++) {
        char *log = daemon_log(daemon);
        there = strstr(log, what) != NULL;
        free(log);
        if (!there)
            usleep(10000);
    }
    return there;
}

START_TEST(it_serves_and_stops_by_signal)
{
    struct daemon *daemon = daemon_start("sqlite::memory:", SHOP_JWT_SECRET, NULL);
    struct http *http = http_open(daemon_url(daemon));
    char value[64];
    static const char *const paths[] = {"/", "/healthz", "/readyz", "/api/openapi.json",
                                        "/api/products"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        const struct http_answer *answer =
            http_ask(http, (struct http_request){.method = "GET", .path = paths[i]});
        ck_assert_msg(answer->status == 200 && answer->json, "%s: %ld", paths[i], answer->status);
        ck_assert_str_eq(http_header(answer, "X-Content-Type-Options", value, sizeof value),
                         "nosniff");
        ck_assert_ptr_null(http_header(answer, "Strict-Transport-Security", value, sizeof value));
    }
    ck_assert(is_logged(daemon, "\"message\":\"ready\""));
    ck_assert(is_logged(daemon, "every origin on localhost"));
    http_close(http);
    ck_assert_int_eq(daemon_stop(daemon), 0);
}
END_TEST

START_TEST(https_outside_turns_on_hsts)
{
    struct daemon *daemon =
        daemon_start("sqlite::memory:", SHOP_JWT_SECRET,
                     (const char *const[]){"PUBLIC_URL=https://api.shop.example", NULL});
    struct http *http = http_open(daemon_url(daemon));
    char value[64];
    const struct http_answer *answer =
        http_ask(http, (struct http_request){.method = "GET", .path = "/"});
    ck_assert_ptr_nonnull(http_header(answer, "Strict-Transport-Security", value, sizeof value));
    http_close(http);
    daemon_stop(daemon);
}
END_TEST

START_TEST(a_user_stands_in_the_log)
{
    struct shop shop;
    shop_open(&shop, .place = SHOP_SHARED, .clock_runs = true);
    const char *token = shop_token(&shop, "buyer", KRIPA_ROLE_CUSTOMER);
    struct daemon *daemon = daemon_start(shop.store.uri, SHOP_JWT_SECRET, NULL);
    struct http *http = http_open(daemon_url(daemon));
    struct http_request request = {.method = "GET", .path = "/api/auth/profile", .token = token};
    const struct http_answer *answer = http_ask(http, request);
    ck_assert_int_eq(answer->status, 200);
    const char *id =
        json_string_value(json_object_get(json_object_get(answer->json, "data"), "_id"));
    char wanted[64];
    snprintf(wanted, sizeof wanted, "\"user\":\"%s\"", id);
    usleep(200000);
    char *log = daemon_log(daemon);
    ck_assert_msg(strstr(log, wanted), "%s in %s", wanted, log);
    ck_assert_ptr_null(strstr(log, token));
    free(log);
    http_close(http);
    ck_assert_int_eq(daemon_stop(daemon), 0);
    shop_close(&shop);
}
END_TEST

int main(void)
{
    return RUN_SUITE("daemon", it_says_what_it_is_and_takes, check_config_names_every_problem,
                     check_config_looks_at_the_shop, it_does_not_start_without_its_shop_or_secret,
                     check_config_sees_a_folder_that_is_missing,
                     the_env_file_may_be_named_by_a_variable,
                     a_store_that_nobody_named_is_not_to_be_made, a_taken_port_is_named,
                     what_would_not_start_is_seen_without_starting, it_serves_and_stops_by_signal,
                     https_outside_turns_on_hsts, a_user_stands_in_the_log);
}
